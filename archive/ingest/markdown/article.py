"""A Markdown file to an article, with its front matter in the place of a page's statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.ingest import clues, plain
from archive.ingest.catalogue import Row
from archive.ingest.datelines import is_date_line
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.html.body_text import text_of
from archive.ingest.lists.stating import as_row, with_basis
from archive.ingest.markdown.front_matter import parted
from archive.ingest.markdown.pieces import PlacedPiece, placed_pieces
from archive.ingest.received import Given
from archive.text.blocks import BlockKind, CanonicalText
from archive.text.normalize import TextError, decode

_MOST_ABOVE = 4  # blocks above the article's first: its title, a byline, a date


def extract(raw: bytes, name: str, row: Row | None = None, given: Given | None = None) -> ExtractedArticle:
    """Return the article in the bytes of a Markdown file called `name`. Raises IngestError.

    What the row of a catalogue states holds; what it leaves out the front matter says, then the title, byline and date
    that stand above the text. Those are furniture; everything else is the article, unless the row says which lines are.
    """
    if row is not None:
        row.describes(raw)
    given = given or Given()
    given.limits.check_lines(raw.count(b"\n") + raw.count(b"\r"))
    try:
        source = decode(raw).replace("\r\n", "\n").replace("\r", "\n")
    except TextError as error:
        raise IngestError(str(error)) from error
    facts, text, above = parted(source)
    stated = as_row(facts, name)
    pieces = placed_pieces(text)
    content = text_of((placed.piece for placed in pieces), (row and row.url) or facts.url)
    if not content.blocks:
        raise IngestError(plain.NO_WORDS)
    if row is not None and row.body_lines is not None:
        content = plain.with_body_lines(content, _lines(pieces, above), row.body_lines)
    else:
        content = _with_furniture(content, stated.title)
    article = plain.article_of(content, raw, name, _over(row, stated), given, "text/markdown")
    return replace(with_basis(article, facts), keywords=facts.tags)


def _lines(pieces: Sequence[PlacedPiece], above: int) -> list[tuple[int, int]]:
    """The lines of the file on which each block of the text stands."""
    return [(one.first + above, one.last + above) for one in pieces if text_of([one.piece]).blocks]


def _with_furniture(content: CanonicalText, title: str | None) -> CanonicalText:
    """Flag the title, and the byline and date below it, which pages show above the text."""
    texts = [content.text[block.start : block.end] for block in content.blocks[:_MOST_ABOVE]]
    first = content.blocks[0]
    count = 1 if first.kind is BlockKind.HEADING and (title or texts[0]) == texts[0] else 0
    while count < len(texts) and (is_date_line(texts[count]) or clues.is_byline(texts[count])):
        count += 1
    if count == len(content.blocks):
        return content
    flagged = (replace(block, furniture=True) for block in content.blocks[:count])
    return replace(content, blocks=(*flagged, *content.blocks[count:]))


def _over(row: Row | None, stated: Row) -> Row:
    """The row of a catalogue, what it leaves out taken from the front matter."""
    if row is None:
        return stated
    left_out = {name: getattr(stated, name) for name in Row.__slots__ if getattr(row, name) is None}
    return replace(row, **left_out)
