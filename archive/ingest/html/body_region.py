"""Which part of a page holds its article: the smallest element that most of the article's prose stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.ingest.html.structure import Piece

# More, and a teaser elsewhere on the page widens the region; less, and an article in two parts loses one.
_SHARE = 0.75
_MEANT = 50  # elements within one another; real pages have their article at a depth of 5 to 30
_PROSE = 20  # words from which a block weighs by its length alone


def weight_of(piece: Piece, words: int) -> float:
    """How much a block of so many words tells of where the article is: long and unlinked ones tell most."""
    return max(0, len(piece.text) - 2 * piece.linked) * min(1.0, words / _PROSE)


@dataclass(frozen=True, slots=True)
class Tree:
    """Elements with all that they stand in: what each holds of something that was counted, and how deep it is."""

    held: Mapping[HtmlElement, float]
    depths: Mapping[HtmlElement, int]

    @classmethod
    def of(cls, counts: Mapping[HtmlElement, float]) -> Tree:
        """Sum up what is counted by element. Takes time in proportion to the elements, however deep they are."""
        held: dict[HtmlElement, float] = {}
        depths: dict[HtmlElement, int] = {}
        for element, count in counts.items():
            path = []
            ancestor: HtmlElement | None = element
            while ancestor is not None and ancestor not in depths:
                path.append(ancestor)
                ancestor = ancestor.getparent()
            depth = depths[ancestor] + 1 if ancestor is not None else 0
            for each in reversed(path):
                depths[each], held[each] = depth, 0.0
                depth += 1
            held[element] += count
        for element in sorted(depths, key=depths.__getitem__, reverse=True):
            parent = element.getparent()
            if parent is not None:
                held[parent] += held[element]
        return cls(held, depths)

    def region(self, counts: Mapping[HtmlElement, float]) -> HtmlElement | None:
        """The deepest element that holds most of what was counted; None where that is nothing.

        On a page that does not close what it opens, each paragraph stands in the one before: there the first that holds
        any, which stands so deep that no page means it.
        """
        most = max(self.held.values(), default=0.0)
        if not most:
            return None
        holding = [element for element, held in self.held.items() if held >= _SHARE * most]
        region = max(holding, key=self.depths.__getitem__)
        if self.depths[region] > _MEANT:
            boxes = {_box_of(element) for element in counts}
            while (parent := region.getparent()) is not None and parent in boxes:
                region = parent
        return region


def _box_of(element: HtmlElement) -> HtmlElement:
    """The element that a block and those beside it stand in."""
    parent = element.getparent()
    return parent if element.tag == "p" and parent is not None else element
