"""Markdown within a line: links, emphasis, strong words and code, to words without marks.

A part of CommonMark, https://spec.commonmark.org/0.31.2/#inlines, that leaves what is in doubt as it stands: stars and
low lines within words, brackets without an address, marks that nothing closes. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import NamedTuple

from archive.text.blocks import Inline, InlineKind

_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|`(?P<code>[^`]+)`"
    r"|(?P<image>!)?\[(?P<words>[^\[\]]*)\]\((?P<href>[^\s()]*(?:\([^\s()]*\)[^\s()]*)?)(?: \"[^\"()]*\")?\)"
    r"|<(?P<auto>https?://[^\s<>]+)>"
    r"|(?P<mark>\*{1,2}(?!\*)|_{1,2}(?!_))"
)
_KINDS = {1: InlineKind.EMPHASIS, 2: InlineKind.STRONG}
_WEB = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)


class _Apart(NamedTuple):
    """Pieces [first, last) that were set apart, or [start, end) of the first of them where that is a part of it."""

    kind: InlineKind
    first: int
    last: int
    href: str = ""
    start: int = 0
    end: int | None = None


def without_marks(line: str) -> tuple[str, tuple[Inline, ...]]:
    """Return the words of a line, and what was set apart in them, in the order of a canonical text's inlines.

    A link to another place than the web leaves its words, a picture the words that stand for it.
    """
    reading = _Reading()
    last = 0
    for token in _TOKEN.finditer(line):
        reading.say(line[last : token.start()])
        reading.take(token)
        last = token.end()
    reading.say(line[last:])
    return reading.result()


class _Reading:
    """The pieces of one line, and what in them was set apart."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._apart: list[_Apart] = []
        self._open: list[tuple[str, int]] = []  # marks that may open emphasis, and the places of their pieces
        self._waiting: Counter[str] = Counter()  # these, by mark

    def say(self, words: str) -> None:
        self._pieces.append(words)

    def take(self, token: re.Match[str]) -> None:
        if token["mark"]:
            self._mark(token)
        elif token["escaped"]:
            self.say(token["escaped"])
        elif token["code"]:
            self._set(InlineKind.CODE, token["code"].strip() or token["code"])
        elif token["auto"]:
            self._set(InlineKind.LINK, token["auto"], token["auto"])
        else:
            self._link(token)

    def _set(self, kind: InlineKind, words: str, href: str = "") -> None:
        self._apart.append(_Apart(kind, len(self._pieces), len(self._pieces) + 1, href))
        self.say(words)

    def _link(self, token: re.Match[str]) -> None:
        words, inner = without_marks(token["words"].strip())
        place = len(self._pieces)
        if not token["image"] and words and _WEB.fullmatch(token["href"]):
            self._apart.append(_Apart(InlineKind.LINK, place, place + 1, token["href"]))
            inner = tuple(one for one in inner if one.kind is not InlineKind.LINK)
        self._apart += [_Apart(one.kind, place, place + 1, one.href, one.start, one.end) for one in inner]
        self.say(words)

    def _mark(self, token: re.Match[str]) -> None:
        """Close what a mark closes, or keep it as one that may open; else it is a sign like others."""
        mark, line = token["mark"], token.string
        before, after = line[max(0, token.start() - 1) : token.start()], line[token.end() : token.end() + 1]
        closes = before.strip() and not after.isalnum() and self._waiting[mark]
        if closes and self._open[-1:] != [(mark, len(self._pieces) - 1)]:
            self._close(mark)
            return
        if after.strip() and not before.isalnum():
            self._open.append((mark, len(self._pieces)))
            self._waiting[mark] += 1
        self.say(mark)

    def _close(self, mark: str) -> None:
        while True:
            opened, place = self._open.pop()
            self._waiting[opened] -= 1
            if opened == mark:
                break
        self._pieces[place] = ""
        self._apart.append(_Apart(_KINDS[len(mark)], place, len(self._pieces)))

    def result(self) -> tuple[str, tuple[Inline, ...]]:
        starts = [0, *accumulate(map(len, self._pieces))]
        inlines = [
            Inline(
                one.kind,
                starts[one.first] + one.start,
                starts[one.last] if one.end is None else starts[one.first] + one.end,
                one.href,
            )
            for one in self._apart
        ]
        inlines.sort(key=lambda one: (one.start, -one.end))
        return "".join(self._pieces), tuple(one for one in inlines if one.start < one.end)
