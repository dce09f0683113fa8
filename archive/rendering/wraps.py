"""What stands around words within a block: the cells of a row, links, emphasis and code.

Every wrap is a span with the tags of its element. The painter nests them as it nests marks, always outside of these, so
that a link stays one link whatever is marked in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from archive.text.blocks import Block, BlockKind, CanonicalText, Inline, InlineKind
from archive.text.selectors import Span

DEEPEST_INLINES = 6  # nested in each other; what is deeper stays plain words
LONGEST_ADDRESS = 2000  # characters of a link's address; a longer one leads to no page that servers take

_TAGS = {InlineKind.EMPHASIS: "em", InlineKind.STRONG: "strong", InlineKind.CODE: "code"}
_CELL, _BAR = ("<td>", "</td>"), ("<span hidden>", "</span>")
# The line that parts two cells in the text, also where an empty cell leaves but one space between two of them.
_PARTING = re.compile(r" ?(?<!\S)\|(?: |$)")
# A browser would strip or turn round what is excluded here, so that it might follow another address than we judged.
_ADDRESS = re.compile(r"https?://[^\s\\\x00-\x20\x7f-\x9f]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wrap:
    span: Span
    opening: str
    closing: str
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Wraps:
    """All wraps of a text. cells: of its rows, in order; bars: what parts these; inlines: the outermost first."""

    cells: list[Wrap]
    bars: list[Wrap]
    inlines: list[Wrap]

    @classmethod
    def of(cls, content: CanonicalText) -> Wraps:
        cells, bars = _cells(content.text, (block for block in content.body if block.kind is BlockKind.TABLE_ROW))
        return cls(cells, bars, list(_inlines(content.inlines)))


def is_safe(href: str) -> bool:
    """Tell whether a text may link there: to the web, by an address that every browser reads alike."""
    return len(href) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(href) is not None


def _inlines(inlines: Iterable[Inline]) -> Iterator[Wrap]:
    """The inlines that can be drawn: links that are safe and in no other link, and nothing nested too deep."""
    ends: list[int] = []
    link_end = 0
    for inline in inlines:
        ends = [end for end in ends if end > inline.start]
        if len(ends) >= DEEPEST_INLINES or inline.start >= inline.end:
            continue
        if inline.kind is InlineKind.LINK:
            if inline.start < link_end or not is_safe(inline.href):
                continue
            link_end = inline.end
        ends.append(inline.end)
        yield _wrap(inline)


def _wrap(inline: Inline) -> Wrap:
    span = Span(inline.start, inline.end)
    if inline.kind is InlineKind.LINK:
        # Archived pages are not recommended by us, and are not told who reads about them.
        opening = f'<a href="{escape(inline.href)}" rel="nofollow noopener external" referrerpolicy="no-referrer">'
        return Wrap(span, opening, "</a>", is_link=True)
    tag = _TAGS[inline.kind]
    return Wrap(span, f"<{tag}>", f"</{tag}>")


def _cells(text: str, rows: Iterable[Block]) -> tuple[list[Wrap], list[Wrap]]:
    """The cells of rows, each with the bar behind it, and these bars: they are text, but no one need see them."""
    cells: list[Wrap] = []
    bars: list[Wrap] = []
    for row in rows:
        start = row.start
        for bar in _PARTING.finditer(text, row.start, row.end):
            bars.append(Wrap(Span(*bar.span()), *_BAR))
            cells.append(Wrap(Span(start, bar.end()), *_CELL))
            start = bar.end()
        if start < row.end:
            cells.append(Wrap(Span(start, row.end), *_CELL))
    return cells, bars
