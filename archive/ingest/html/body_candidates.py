"""The blocks of a page's article region."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ingest.html.structure import Piece


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block in the region. place: the index of its box. words: of its text. agreed: it is of the article's text."""

    piece: Piece
    place: int
    words: list[str]
    agreed: bool

    @property
    def is_link(self) -> bool:
        """Whether it is a link and little besides."""
        return self.piece.linked >= 0.8 * len(self.piece.text)
