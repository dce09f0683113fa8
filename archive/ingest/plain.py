"""Plain text and Markdown to an article: by a row of a catalogue, and by rule where it says nothing."""

from __future__ import annotations

from dataclasses import replace

from archive.ingest import clues, furniture
from archive.ingest.catalogue import Row
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.languages import language_of
from archive.ingest.received import Given
from archive.text.blocks import CanonicalText
from archive.text.normalize import NormalizedText, TextError, normalize

_MOST_LINES = 200_000  # a long book has 20,000; each line may become a block, which costs some hundred bytes
UNKNOWN_SOURCE = "Unknown source"


def extract(raw: bytes, name: str, row: Row | None = None, given: Given | None = None) -> ExtractedArticle:
    """Return the article in the bytes of a text file called `name`. Raises IngestError.

    What the row states holds. Title, byline and date that it leaves out are read from the lines around the body, or a
    title is supplied; the language is 'en' where the body is English beyond doubt, else 'und'.
    """
    if row is not None:
        row.describes(raw)
    lines = raw.count(b"\n") + raw.count(b"\r")
    if lines > _MOST_LINES:
        raise IngestError(f"It has {lines} lines; at most {_MOST_LINES} are taken. Split it.")
    try:
        normalized = normalize(raw, is_markdown=_is_markdown(name))
    except TextError as error:
        raise IngestError(str(error)) from error
    if not normalized.content.blocks:
        raise IngestError("It has no words, only marks and spaces. Leave it out, or fetch it again.")
    content = _with_furniture(normalized, row)
    row = _completed(row or Row(0, name), content, given or Given())
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
        media_type="text/markdown" if _is_markdown(name) else "text/plain",
        name=name,
    )


def _is_markdown(name: str) -> bool:
    return name.lower().endswith((".md", ".markdown"))


def _with_furniture(normalized: NormalizedText, row: Row | None) -> CanonicalText:
    """Flag the blocks that stand on no line of the row's body; by rule where it does not say."""
    content = normalized.content
    if row is None or row.body_lines is None:
        return furniture.marked(content)
    ranges = row.body_lines
    blocks = tuple(
        replace(block, furniture=not any(start <= last and first <= end for start, end in ranges))
        for block, (first, last) in zip(content.blocks, normalized.lines, strict=True)
    )
    if all(block.furniture for block in blocks):
        raise IngestError("The catalogue's body_lines are all blank. Correct them, or leave them out.")
    return replace(content, blocks=blocks)


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
