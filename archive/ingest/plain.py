"""Plain text to an article: by a row of a catalogue, and by rule where it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.ingest import clues, furniture
from archive.ingest.catalogue import Row
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.languages import language_of
from archive.ingest.received import Given
from archive.text.blocks import CanonicalText
from archive.text.normalize import TextError, normalize

UNKNOWN_SOURCE = "Unknown source"
NO_WORDS = "It has no words, only marks and spaces. Leave it out, or fetch it again."


def extract(raw: bytes, name: str, row: Row | None = None, given: Given | None = None) -> ExtractedArticle:
    """Return the article in the bytes of a text file called `name`. Raises IngestError.

    What the row states holds. Title, byline and date that it leaves out are read from the lines around the body, or a
    title is supplied; the language is 'en' where the body is English beyond doubt, else 'und'.
    """
    if row is not None:
        row.describes(raw)
    given = given or Given()
    given.limits.check_lines(raw.count(b"\n") + raw.count(b"\r"))
    try:
        normalized = normalize(raw)
    except TextError as error:
        raise IngestError(str(error)) from error
    content = normalized.content
    if not content.blocks:
        raise IngestError(NO_WORDS)
    if row is None or row.body_lines is None:
        content = furniture.marked(content)
    else:
        content = with_body_lines(content, normalized.lines, row.body_lines)
    return article_of(content, raw, name, row, given, "text/plain")


def with_body_lines(
    content: CanonicalText, lines: Iterable[tuple[int, int]], body_lines: Sequence[tuple[int, int]]
) -> CanonicalText:
    """Flag as furniture the blocks that stand on no line of the body.

    lines: of each block, the first and last that it stands on; body_lines: as in a Row. Raises IngestError where none
    is left.
    """
    blocks = tuple(
        replace(block, furniture=not any(start <= last and first <= end for start, end in body_lines))
        for block, (first, last) in zip(content.blocks, lines, strict=True)
    )
    if all(block.furniture for block in blocks):
        raise IngestError("The catalogue's body_lines are all blank. Correct them, or leave them out.")
    return replace(content, blocks=blocks)


def article_of(
    content: CanonicalText, raw: bytes, name: str, row: Row | None, given: Given, media_type: str
) -> ExtractedArticle:
    """The article of a text whose furniture is flagged: what the row leaves out is read from the lines around it."""
    row = _completed(row or Row(0, name), content, given)
    return ExtractedArticle(
        content=content,
        raw=raw,
        title=row.title or "",
        supplied_title=row.title_supplied,
        source=row.source or "",
        source_basis=row.source_basis or "",
        byline=row.byline or "",
        url=row.url or "",
        language=row.language or "und",
        section=row.section or "",
        abstract=row.abstract or "",
        published=row.published or "",
        published_basis=row.published_basis or "",
        digest_of=row.digest_of or "",
        media_type=media_type,
        name=name,
    )


def _completed(row: Row, content: CanonicalText, given: Given) -> Row:
    """Return the row with what it leaves out read from the text or taken from what was given."""
    if row.title is None:
        title = clues.title_of(content)
        row = replace(row, title=title.words, title_supplied=title.supplied)
    if row.source is None:
        row = replace(
            row, source=given.source or UNKNOWN_SOURCE, source_basis="given on ingest" if given.source else ""
        )
    if row.byline is None:
        row = replace(row, byline=clues.byline_of(content))
    if row.language is None:
        body = " ".join(content.text[block.start : block.end] for block in content.body)
        row = replace(row, language=given.language or language_of(body))
    if row.published is None:
        dateline = clues.dateline_of(content)
        basis = f"stated on a line of its own: “{dateline.line}”" if dateline.line else ""
        row = replace(row, published=dateline.published, published_basis=basis)
    return row
