"""The blocks of a page's article region, and questions about what they stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.ingest.html.structure import Piece


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block in the region. words: of its text. agreed: the other extractor holds it for the article's."""

    piece: Piece
    words: list[str]
    agreed: bool

    @property
    def is_link(self) -> bool:
        """Whether it is a link and little besides."""
        return self.piece.linked >= 0.8 * len(self.piece.text)


class Within:
    """Whether an element, or one that it stands in, is of some kind. Each element is looked at once."""

    def __init__(self, is_such: Callable[[HtmlElement], bool], until: HtmlElement | None = None) -> None:
        """until: the element at which to stop looking outwards, which is not looked at itself."""
        self._is_such = is_such
        self._known: dict[HtmlElement | None, bool] = {None: False, until: False}

    def __call__(self, element: HtmlElement) -> bool:
        path = []
        at: HtmlElement | None = element
        while at not in self._known:
            path.append(at)
            at = at.getparent() if at is not None else None
        found = self._known[at]
        for each in reversed(path):
            found = found or self._is_such(each)
            self._known[each] = found
        return found


def names_of(element: HtmlElement) -> str:
    """The names that the page's makers gave to an element, in lower case."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()
