"""A PDF to an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.catalogue import Row
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.pdf import document
from archive.ingest.pdf.facts import Facts, facts_of
from archive.ingest.pdf.paragraphs import Paragraph, paragraphs
from archive.ingest.pdf.running import sorted_out
from archive.ingest.plain import UNKNOWN_SOURCE
from archive.ingest.received import Given, Received
from archive.ingest.sites import can_be_kept
from archive.text.blocks import BlockKind, CanonicalText
from archive.text.drafts import Draft, placed
from archive.text.normalize import fold_line

_UNREADABLE = 0.3  # of the signs: from here on the fonts do not say what their drawings mean
_NAMES = ("title", "source", "byline", "language", "section", "url", "published")  # what a catalogue may state


def extract(received: Received, given: Given | None = None) -> ExtractedArticle:
    """Return the article in a PDF with a text layer. Raises IngestError, and nothing else.

    Its blocks know their pages; what runs at the head or the foot of pages stands once, as furniture. What a catalogue
    states holds; the rest is taken from the first page, from the file's properties, or from what was given.
    """
    row = received.row or Row(0, received.name)
    row.describes(received.raw)
    if row.body_lines is not None:
        raise IngestError("body_lines in a catalogue are lines of a plain text; this is a PDF. Leave them out.")
    given = given or Given()
    read = document.read(received.raw, given.limits)
    content = _content(read)
    facts = facts_of(content, read.facts, row.title or "")
    return _article(received, row, given, facts, read)


def _content(read: document.Document) -> CanonicalText:
    text = "".join(line.text for lines in read.pages for line in lines)
    if not any(map(str.isalpha, text)):
        raise IngestError(
            f"It has no text layer, only pictures of its {len(read.pages)} pages. Run OCR over it, as with ocrmypdf, "
            "and ingest the result."
        )
    odd = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in text)
    if odd >= _UNREADABLE * len(text):
        raise IngestError(
            "Its fonts do not say which letters they draw. Run OCR over it, as with ocrmypdf --force-ocr, and ingest "
            "the result."
        )
    found = sorted_out(read.pages)
    running = [Paragraph(BlockKind.PARAGRAPH, line.text, line.page) for line in found.running]
    return _placed(paragraphs(found.text), running)


def _placed(text: Sequence[Paragraph], running: Sequence[Paragraph]) -> CanonicalText:
    """The blocks in the order of their pages; a running line before the first block that begins on its page."""
    marked = [(each, True) for each in running if fold_line(each.text)]
    marked += [(each, False) for each in text if fold_line(each.text)]
    marked.sort(key=lambda pair: pair[0].page)  # stable: blocks of the text stay in their order
    content = placed([Draft(each.kind, each.text, 0, 0, each.level) for each, _is_running in marked])
    blocks = tuple(
        replace(block, page=each.page, furniture=is_running)
        for block, (each, is_running) in zip(content.blocks, marked, strict=True)
    )
    return replace(content, blocks=blocks)


def _article(received: Received, row: Row, given: Given, facts: Facts, read: document.Document) -> ExtractedArticle:
    stated = {name: getattr(row, name) for name in _NAMES}
    basis = {name: words for name, words in facts.basis.items() if stated.get(name) is None}
    published_basis = basis.pop("published", "")
    if read.unread:
        basis["text"] = _without_pages(read)
    if stated["language"] is None and given.language:
        basis["language"] = "given on ingest"
    return ExtractedArticle(
        content=facts.content,
        raw=received.raw,
        title=facts.title,
        supplied_title=row.title_supplied if row.title else facts.supplied,
        source=row.source or given.source or UNKNOWN_SOURCE,
        source_basis=row.source_basis or ("given on ingest" if given.source and not row.source else ""),
        byline=facts.byline if row.byline is None else row.byline,
        url=(received.url if can_be_kept(received.url) else "") if row.url is None else row.url,
        language=row.language or given.language or facts.language,
        section=row.section or "",
        abstract=row.abstract or "",
        published=facts.published if row.published is None else row.published,
        published_basis=published_basis if row.published is None else row.published_basis or "",
        digest_of=row.digest_of or "",
        basis=basis,
        media_type="application/pdf",
        name=received.name,
        origin=received.origin,
        received_at=received.received_at,
    )


def _without_pages(read: document.Document) -> str:
    shown = ", ".join(map(str, read.unread[:20])) + (", …" if len(read.unread) > 20 else "")
    told = f"incomplete: of {len(read.pages)} pages these could not be read: {shown}"
    return f"{told} (--max-stream sets what a page may cost)" if read.limited else told
