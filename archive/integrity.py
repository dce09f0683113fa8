"""Whether the archive keeps what it promises: every capture and fetch, every passage on its words, a whole index."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from archive import content_store
from archive.models import AnchorState, Article, Capture, Fetch, Passage
from archive.search import queue

BATCH = 100  # rows held at a time


def faults() -> Iterator[str]:
    """One line for each thing that is wrong, saying what and where; none where all is well. Changes nothing."""
    yield from _database_faults()
    yield from _capture_faults()
    yield from _fetch_faults()
    yield from _article_faults()
    yield from _passage_faults()
    yield from _index_faults()


def _database_faults() -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (f"database: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")
            cursor.execute("PRAGMA foreign_key_check")
            yield from (
                f"database: {row[0]} row {row[1]} names a {row[2]} that is not there" for row in cursor.fetchall()
            )


def _capture_faults() -> Iterator[str]:
    for capture in Capture.objects.select_related("article").iterator(BATCH):
        try:
            size = len(capture.read())
        except content_store.DamagedContentError as error:
            yield f"capture of “{capture.article.title}”: {error}"
            continue
        if size != capture.size:
            yield f"capture {capture.sha256}: holds {size} bytes, and its row says {capture.size}"


def _fetch_faults() -> Iterator[str]:
    for fetch in Fetch.objects.exclude(warc_sha256="").iterator(BATCH):
        try:
            size = len(content_store.read(fetch.warc_sha256))
        except content_store.DamagedContentError as error:
            yield f"fetch of {fetch.url}: {error}"
            continue
        if size != fetch.warc_size:
            yield f"fetch {fetch.pk} of {fetch.url}: its file has {size} bytes, and its row says {fetch.warc_size}"


def _article_faults() -> Iterator[str]:
    for article in Article.objects.iterator(BATCH):
        end = 0
        for block in article.content.blocks:
            if not end <= block.start < block.end <= len(article.text):
                yield f"article {article.slug}: the block at {block.start} to {block.end} does not fit its text"
            end = block.end


def _passage_faults() -> Iterator[str]:
    found = (AnchorState.EXACT, AnchorState.MOVED)
    for passage in Passage.objects.filter(anchor_state__in=found).select_related("article").iterator(BATCH):
        span = passage.span
        if span is None or passage.article.text[span.start : span.end] != passage.exact:
            yield f"passage {passage.pk} in {passage.article.slug}: its words do not stand where it says"


def _index_faults() -> Iterator[str]:
    if not queue.is_ready():
        yield "search index: missing or unreadable. Build it: manage.py flush_index --rebuild-if-missing"
    elif waiting := queue.pending_count():
        yield f"search index: {waiting} rows wait to be indexed. Index them: manage.py flush_index"
