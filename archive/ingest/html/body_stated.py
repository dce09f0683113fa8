"""The article's text as the page's JSON-LD states it, for pages that show it only when their scripts have run."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from archive.ingest.extracted import IngestError
from archive.ingest.html.body_opinion import words_of
from archive.ingest.html.json_ld import linked_data
from archive.ingest.html.parsing import tree_of
from archive.ingest.html.structure import Piece, pieces_of
from archive.text.blocks import BlockKind

_SHORT = 100  # words: a page that shows more shows its article
_LONG = 3000  # characters: so does one that shows so many, in scripts that do not part words too
_LEAST = 60  # words: a shorter statement is a summary
_LONGER = 2  # times the words that the page shows


def instead_of(pieces: list[Piece], tree: HtmlElement) -> list[Piece]:
    """Return the blocks of the stated text where the page shows far less; else `pieces`.

    Source: https://schema.org/articleBody.
    """
    if sum(len(piece.text) for piece in pieces) > _LONG:
        return pieces
    shown = sum(len(words_of(piece.text)) for piece in pieces)
    if shown > _SHORT:
        return pieces
    stated = max((_stated(node) for node in linked_data(tree).articles()), key=len, default="")
    found = _blocks(stated, tree)
    words = sum(len(words_of(piece.text)) for piece in found)
    return found if words >= max(_LEAST, _LONGER * shown) else pieces


def _stated(node: object) -> str:
    text = node.get("articleBody") if hasattr(node, "get") else ""
    return text if isinstance(text, str) else ""


def _blocks(text: str, tree: HtmlElement) -> list[Piece]:
    """The stated text's paragraphs; where it is HTML, as some sites write it, its blocks."""
    if "</p>" in text or "<br" in text:
        try:
            return pieces_of(tree_of(f"<body>{text}</body>"))
        except IngestError:
            return []
    lines: Sequence[str] = [line.strip() for line in text.splitlines()]
    return [Piece(BlockKind.PARAGRAPH, line, tree) for line in lines if line]
