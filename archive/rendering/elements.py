"""Painted blocks to the elements that they are on a page: paragraphs, lists in lists, tables with rows, captions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from django.utils.translation import gettext as _

from archive.text.blocks import Block, BlockKind

_TAGS = {
    BlockKind.PARAGRAPH: "p",
    BlockKind.LIST_ITEM: "li",
    BlockKind.QUOTATION: "blockquote",
    BlockKind.TABLE_ROW: "tr",
    BlockKind.CAPTION: "p",
}
_DEEPEST_LIST = 9  # items further in stand at this depth


@dataclass(frozen=True, slots=True)
class Painted:
    """A block's words as HTML, without its own tags. classes: of its element, from its marks."""

    block: Block
    html: str
    classes: str = ""


def elements(painted: Iterable[Painted], heading_shift: int) -> Iterator[str]:
    """The elements of the blocks, in order. Neighbouring items are in one list, neighbouring rows in one table.

    Each says where its text starts, as data-start; the first of a page also which page begins, in a whole word.
    heading_shift: what is added to the level of a heading.
    """
    for kind, group in groupby(_paged(painted), key=lambda pair: pair[0].block.kind):
        if kind is BlockKind.LIST_ITEM:
            yield from _lists(list(group))
        elif kind is BlockKind.TABLE_ROW:
            # It can be scrolled, so it must be reached by the keyboard; not every browser sees to that.
            yield '<div class="table" tabindex="0"><table>'
            yield from (_element("tr", *pair) for pair in group)
            yield "</table></div>"
        else:
            for one, page in group:
                yield _element(_TAGS.get(kind) or f"h{min(6, one.block.level + heading_shift)}", one, page)


def _paged(painted: Iterable[Painted]) -> Iterator[tuple[Painted, int]]:
    """Each block with the page that begins at it; 0 where none does."""
    page = 0
    for one in painted:
        yield one, one.block.page if one.block.page != page else 0
        page = one.block.page


def _element(tag: str, one: Painted, page: int) -> str:
    """page: as an attribute, for the style to show: in the text it would be counted, found and copied with it."""
    classes = f"caption {one.classes}".strip() if one.block.kind is BlockKind.CAPTION else one.classes
    named = f' class="{classes}"' if classes else ""
    page_name = _("Page %(number)d") % {"number": page}  # within an f-string it would not be gathered for translation
    paged = f' data-page="{escape(page_name)}"' if page else ""
    return f'<{tag} data-start="{one.block.start}"{named}{paged}>{one.html}</{tag}>'


def _lists(items: Sequence[tuple[Painted, int]]) -> Iterator[str]:
    """A list, with lists in its items. An item that holds a list has its own words in a paragraph."""
    depths: list[int] = []  # of the lists that are open
    levels = [min(max(1, one.block.level), _DEEPEST_LIST) for one, _page in items]
    for at, (one, page) in enumerate(items):
        while len(depths) > 1 and depths[-1] > levels[at]:
            depths.pop()
            yield "</ul></li>"
        if not depths or depths[-1] < levels[at]:
            depths.append(levels[at])
            yield "<ul>"
        if at + 1 < len(items) and levels[at + 1] > depths[-1]:
            yield f"<li>{_element('p', one, page)}"
        else:
            yield _element("li", one, page)
    yield "</ul></li>" * (len(depths) - 1) + "</ul>"
