"""The lines of a plain text: where each stands in its source, and which of them a narrow margin broke."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.text.folding import fold_characters

_TAB = 4  # columns
_NARROWEST, _WIDEST = 30, 120  # columns of hard-wrapped text; letters and terminals have 60 to 100
_SENTENCE_END = re.compile("[.!?:…。！？：][\"'”’»)\\]」』]*$")
# Scripts that write without spaces between words: a line of theirs goes on without one.
_UNSPACED = re.compile("[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9d、。，]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the source from 1, its indentation in columns, and its text without either."""

    number: int
    indent: int
    text: str


def source_lines(text: str) -> Iterator[Line]:
    """Yield every line of a raw text, blank ones too, its characters folded.

    Lines are counted as editors count them, at line feeds and carriage returns; a line that another separator divides
    is yielded in parts with one number.
    """
    for number, whole in enumerate(fold_characters(text).split("\n"), 1):
        for part in re.split("[\u2028\u2029]", whole):
            words = re.sub("[ \t]+", " ", part).strip(" ")
            yield Line(number, _indent(part), words)


def _indent(line: str) -> int:
    margin = line[: len(line) - len(line.lstrip(" \t"))]
    return len(margin.expandtabs(_TAB))


@dataclass(frozen=True, slots=True)
class Margin:
    """The width, in columns, at which a text was broken into lines; None where each line is a paragraph."""

    width: int | None

    @classmethod
    def of(cls, groups: Sequence[Sequence[Line]]) -> Margin:
        """Find the margin from groups of adjacent lines.

        A text is hard-wrapped where most lines could not have held the next one's first word, and most end amid a
        sentence.
        """
        pairs = [pair for group in groups for pair in pairwise(group)]
        widths = sorted(_columns(line.text) for group in groups if len(group) > 1 for line in group)
        if not pairs:
            return cls(None)
        margin = cls(widths[(len(widths) - 1) * 19 // 20])  # a few longer lines, as addresses are, do not count
        if not _NARROWEST <= (margin.width or 0) <= _WIDEST:
            return cls(None)
        full = sum(margin.broke(line, following) for line, following in pairs)
        ended = sum(bool(_SENTENCE_END.search(line.text)) for line, _ in pairs)
        return margin if full >= len(pairs) * 0.6 and ended <= len(pairs) * 0.6 else cls(None)

    def broke(self, line: Line, following: Line) -> bool:
        """Tell whether `following` goes on where `line` met the margin."""
        if self.width is None:
            return False
        first = following.text.split(" ", 1)[0]
        needed = 1 if _UNSPACED.match(first) else 1 + _columns(first)
        return _columns(line.text) + needed > self.width * 0.85  # writers stop a little early


def _columns(text: str) -> int:
    """Return the width of a line on a terminal; one far too long for hard-wrapped text is not measured to its end."""
    wide = 0 if text.isascii() else sum(unicodedata.east_asian_width(char) in "WF" for char in text[: _WIDEST * 2])
    return len(text) + wide


def joined(lines: Sequence[Line]) -> str:
    """Return lines as one: a space between, but none in a script without spaces or after a hyphen amid a word."""
    text = [lines[0].text]
    for line, following in pairwise(lines):
        text += [between(line.text, following.text), following.text]
    return "".join(text)


def between(left: str, right: str) -> str:
    """Return what parts the words of two lines that belong together: a space, or nothing."""
    if _UNSPACED.match(left[-1:]) and _UNSPACED.match(right):
        return ""
    return "" if re.search(r"[^\W\d_]-$", left) and re.match(r"[^\W\d_]", right) else " "
