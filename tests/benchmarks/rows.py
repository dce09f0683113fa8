"""Documents as the archive's own rows, written in bulk; needs Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.management import call_command

from archive import dates
from archive.models import Article, Source
from archive.text.blocks import Block, BlockKind, CanonicalText
from tests.benchmarks.values import Document

_APART = "\n\n"
_BATCH = 500


def write(documents: Sequence[Document]) -> None:
    """Make the database and every row. Bulk writes send no signals, so nothing is queued for the index."""
    call_command("migrate", verbosity=0, interactive=False)
    sources = _sources(documents)
    for start in range(0, len(documents), _BATCH):
        part = documents[start : start + _BATCH]
        Article.objects.bulk_create([_with_dates(article(one, sources[one.source])) for one in part])


def _sources(documents: Iterable[Document]) -> dict[str, Source]:
    names = dict.fromkeys(one.source for one in documents)
    return {name: Source.objects.create(name=name) for name in names}


def source_of(document: Document) -> Source:
    return Source.objects.get_or_create(name=document.source)[0]


def article(document: Document, source: Source) -> Article:
    """The row that is not saved yet."""
    row = Article(
        pk=document.key,
        source=source,
        title=document.title or "Untitled",
        slug=f"document-{document.key}",
        byline=document.byline,
        language=document.language,
        published=document.published,
    )
    row.content = content(document.text)
    return row


def content(text: str) -> CanonicalText:
    """A text whose paragraphs stand apart by blank lines."""
    blocks, start = [], 0
    for part in text.split(_APART) if text else []:
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(part)))
        start += len(part) + len(_APART)
    return CanonicalText(text, tuple(blocks))


def _with_dates(row: Article) -> Article:
    """What Article.save computes, for rows that are written in bulk."""
    date = dates.parse(row.published) if row.published else None
    if date:
        row.published_earliest, row.published_latest, row.published_instant = date.earliest, date.latest, date.instant
    return row
