"""The words of one block while they are read: single spaces between them, and what of them is linked or set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.text.blocks import InlineKind

_MOST_OPEN = 16  # elements that mark the same words: more are a page's mistake, and would be marked again in each block
_SPACES = re.compile(r"[^\S ]\s*| \s+")  # what is to become one space, but for a space that is one


@dataclass(frozen=True, slots=True)
class Marked:
    """The half-open span [start, end) of a block's text that is a link or set apart; href as the page writes it."""

    kind: InlineKind
    start: int
    end: int
    href: str = ""


class Words:
    """What is said between two ends of blocks. Elements that stay open go on in the next block."""

    def __init__(self) -> None:
        self.length = 0  # characters so far
        self._parts: list[str] = []
        self._inlines: list[Marked] = []
        self._linked = 0
        self._open: list[tuple[InlineKind, str]] = []
        self._starts: list[int] = []
        self._links = 0  # how many of the open ones are links
        self._beyond = 0  # elements that are open and are not noted

    def say(self, text: str) -> None:
        text = _SPACES.sub(" ", text)
        if text.startswith(" ") and (not self._parts or self._parts[-1].endswith(" ")):
            text = text[1:]
        if text:
            self._parts.append(text)
            self.length += len(text)

    def space(self) -> None:
        if self._parts and not self._parts[-1].endswith(" "):
            self._parts.append(" ")
            self.length += 1

    def begin(self, kind: InlineKind, href: str = "") -> None:
        if len(self._open) >= _MOST_OPEN:
            self._beyond += 1
            return
        self._open.append((kind, href))
        self._starts.append(self.length)
        self._links += kind is InlineKind.LINK

    def finish(self) -> None:
        if self._beyond:
            self._beyond -= 1
            return
        kind, href = self._open.pop()
        self._links -= kind is InlineKind.LINK
        self._mark(kind, href, self._starts.pop())

    def taken(self) -> tuple[str, int, list[Marked]]:
        """The words so far, how many of their characters are links, and their marks; the next block begins empty."""
        if self._open:
            self._mark_open()
        taken = "".join(self._parts), self._linked, self._inlines
        self._parts, self._inlines = [], []
        self.length = self._linked = 0
        self._starts = [0] * len(self._open)
        return taken

    def _mark_open(self) -> None:
        links = self._links
        for (kind, href), start in zip(reversed(self._open), reversed(self._starts), strict=True):
            self._links -= kind is InlineKind.LINK
            self._mark(kind, href, start)
        self._links = links

    def _mark(self, kind: InlineKind, href: str, start: int) -> None:
        if start < self.length:
            self._inlines.append(Marked(kind, start, self.length, href))
            if kind is InlineKind.LINK and not self._links:  # a link within a link counts once
                self._linked += self.length - start
