"""The elements that a page's blocks stand in, each with what it holds, so that all of them are judged in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.ingest.html.structure import Piece
from archive.text.blocks import InlineKind

_LONGEST = 300  # characters of a class or an id that are looked at
_FEW = 10  # characters of a link's words: menus are made of such links


@dataclass(slots=True, eq=False)
class Box:
    """An element that holds words, and what all blocks in it hold.

    place: its index in the outline; end: the index after that of the last box in it. outer: the index of its parent,
    -1 for the root's. names: its class and id in lower case, with spaces at their ends and a bar between them. length:
    characters; linked: those of them that are links. links: how many there are; short: those of few characters.
    """

    element: HtmlElement
    tag: str
    place: int
    end: int
    outer: int
    depth: int
    names: str
    length: int = 0
    linked: int = 0
    links: int = 0
    short: int = 0

    def holds(self, place: int) -> bool:
        """Tell whether the box of this index is this one, or in it."""
        return self.place <= place < self.end


class Outline:
    """The boxes of a page in its order, each before those in it; and the index of the box that each block stands in."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.boxes: list[Box] = []
        self._places: dict[HtmlElement, int] = {}
        self.places = [self._place_of(piece.element) for piece in pieces]
        for piece, place in zip(pieces, self.places, strict=True):
            if not piece.alt:
                _count(piece, self.boxes[place])
        for box in reversed(self.boxes):
            if box.outer >= 0:
                outer = self.boxes[box.outer]
                outer.end = max(outer.end, box.end)
                outer.length += box.length
                outer.linked += box.linked
                outer.links += box.links
                outer.short += box.short

    def within(self, is_such: Callable[[Box], bool], root: Box | None = None) -> list[bool]:
        """For each box, whether it is of some kind or stands in one that is. root: only what is in it is looked at."""
        first, end = (root.place + 1, root.end) if root else (0, len(self.boxes))
        found = [False] * len(self.boxes)
        for box in self.boxes[first:end]:
            found[box.place] = (box.outer >= 0 and found[box.outer]) or is_such(box)
        return found

    def held(self, counts: Iterable[tuple[int, float]]) -> list[float]:
        """What each box holds of what is counted by the index of a box."""
        held = [0.0] * len(self.boxes)
        for place, count in counts:
            held[place] += count
        for box in reversed(self.boxes):
            if box.outer >= 0:
                held[box.outer] += held[box.place]
        return held

    def _place_of(self, element: HtmlElement) -> int:
        path = []
        at: HtmlElement | None = element
        while at is not None and at not in self._places:
            path.append(at)
            at = at.getparent()
        place = -1 if at is None else self._places[at]
        for each in reversed(path):
            place = self._add(each, place)
        return place

    def _add(self, element: HtmlElement, outer: int) -> int:
        place = len(self.boxes)
        depth = self.boxes[outer].depth + 1 if outer >= 0 else 0
        names = f" {element.get('class', '')[:_LONGEST]} | {element.get('id', '')[:_LONGEST]} ".lower()
        self.boxes.append(Box(element, element.tag, place, place + 1, outer, depth, names))
        self._places[element] = place
        return place


def _count(piece: Piece, box: Box) -> None:
    box.length += len(piece.text)
    box.linked += piece.linked
    for inline in piece.inlines:
        if inline.kind is InlineKind.LINK:
            box.links += 1
            box.short += inline.end - inline.start < _FEW
