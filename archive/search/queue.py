"""Rows that await indexing: queued in the transaction that changes them, flushed in batches after it commits.

The database is the truth. A flush that fails leaves its rows in the queue, and the next one takes them up.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast
from haystack import connections

from archive.models import Article, Claim, Passage, PendingIndexing
from archive.search.engine.request import IndexLockedError, IndexState, IndexUnavailableError

logger = logging.getLogger(__name__)

BATCH = 500  # queue rows a commit of the index: some 50 MB of texts at most, and seconds rather than minutes
INDEXED = (Article, Claim, Passage)
MISSING = "The search index is missing or cannot be read. Build it with: manage.py flush_index --rebuild-if-missing"
_LATELY = 50  # hooks to look through; beyond them a row may be queued twice, which does no harm

T = TypeVar("T")
Row = tuple[str, str]  # label of the model, key


class _Thread(threading.local):
    depth = 0  # of deferred() blocks
    wanted = False  # a flush was held back
    flushes = 0


_thread = _Thread()


class _FlushOnCommit:
    """Runs when its transaction commits; until then it tells which rows that transaction has queued.

    Django drops it when the savepoint that it was made in is rolled back, and the rows go at the same time.
    """

    def __init__(self, rows: set[Row]) -> None:
        self.rows = rows
        self.flushes = _thread.flushes

    def __call__(self) -> None:
        _flush_or_hold()

    @property
    def still_queued(self) -> set[Row]:
        """A flush within the transaction, as tests make one, has taken the rows."""
        return self.rows if self.flushes == _thread.flushes else set()


def enqueue(model: type[models.Model], keys: Iterable[Any]) -> None:
    """Queue rows of an indexed model by their keys, and a flush for when the transaction commits."""
    enqueue_rows((model._meta.label_lower, str(key)) for key in keys)


def enqueue_rows(rows: Iterable[Row]) -> None:
    """As `enqueue`, for rows of several models at once; one insertion, without what this transaction queued lately."""
    connection = transaction.get_connection()
    # What Django runs on commit: (savepoints that must hold, function, whether errors are caught).
    hooks = [(held, hook) for held, hook, _ in connection.run_on_commit[-_LATELY:] if isinstance(hook, _FlushOnCommit)]
    new = set(rows)
    for _, hook in hooks:
        new -= hook.still_queued
    if not new:
        return
    PendingIndexing.objects.bulk_create(
        [PendingIndexing(model=label, key=key) for label, key in sorted(new)], batch_size=BATCH
    )
    here = set(connection.savepoint_ids)
    last = next((hook for held, hook in reversed(hooks) if held == here and hook.still_queued), None)
    if last:
        last.rows |= new  # rolled back with it or not at all
    else:
        transaction.on_commit(_FlushOnCommit(new))


@contextmanager
def deferred() -> Iterator[None]:
    """Hold flushes of this thread back until the outermost block ends, then flush once: for loading many rows."""
    _thread.depth += 1
    try:
        yield
    finally:
        _thread.depth -= 1
        if _thread.wanted and not _thread.depth:
            _thread.wanted = False
            transaction.on_commit(_flush_or_hold)


def flush_soon() -> None:
    """Flush what others left in the queue too: now, or when the transaction commits, or when the deferred block ends.

    An error is logged, as after any change.
    """
    transaction.on_commit(_flush_or_hold)


def _flush_or_hold() -> None:
    """Flush now, or when the deferred block ends. An error is logged: the change itself is committed and stands."""
    if _thread.depth:
        _thread.wanted = True
        return
    try:
        flush()
    except Exception:
        logger.exception(
            "The search index could not be brought up to date; the changes wait. When the cause is mended, run: "
            "manage.py flush_index"
        )


def pending_count() -> int:
    return PendingIndexing.objects.count()


def flush(timeout: float = 0.0) -> int:
    """Index every queued row that exists, forget every one that does not, and return how many there were.

    Rows leave the queue only after the index holds them. Where another process is writing, waits `timeout` seconds and
    then leaves the rest to it: it looks at the queue again once it has released the lock. Any other error is raised.
    """
    _thread.flushes += 1
    done = 0
    try:
        while PendingIndexing.objects.exists():
            done += _flush_batch(timeout)
    except IndexLockedError:
        logger.info("Another process is writing to the search index; it will take the queued rows up.")
    return done


def _flush_batch(timeout: float) -> int:
    backend = connections["default"].get_backend()
    if backend.state() is not IndexState.READY:
        _create_for_a_new_archive(backend)
    # Rows are read under the lock, and what they name after them: no older state can overwrite a newer one.
    with backend.writing(timeout) as batch:
        rows = list(PendingIndexing.objects.order_by("pk")[:BATCH])
        wanted = {(row.model, row.key) for row in rows}
        for label in sorted({label for label, _ in wanted}):
            _index(batch, label, {key for one, key in wanted if one == label})
    PendingIndexing.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _index(batch: Any, label: str, keys: set[str]) -> None:
    model = apps.get_model(label)
    index = index_of(model)
    objects = list(index.index_queryset().filter(pk__in=keys))
    batch.put(index, objects)
    batch.remove([f"{label}.{key}" for key in sorted(keys - {str(one.pk) for one in objects})])


def _create_for_a_new_archive(backend: Any) -> None:
    """Make the index where the queue names every row; else it would pass for whole and be found wanting."""
    if any(_has_row_not_queued(model) for model in INDEXED):
        raise IndexUnavailableError(MISSING)
    backend.create()


def _has_row_not_queued(model: type[models.Model]) -> bool:
    queued = PendingIndexing.objects.filter(model=model._meta.label_lower)
    keys = queued.annotate(row=Cast("key", models.BigIntegerField())).values("row")
    return bool(index_of(model).index_queryset().exclude(pk__in=keys).exists())


def index_of(model: type[models.Model]) -> Any:
    """Haystack's SearchIndex of an indexed model."""
    return connections["default"].get_unified_index().get_index(model)


def merge(timeout: float = 0.0) -> None:
    """Merge the index's segments as far as they may be. Raises IndexLockedError after `timeout` seconds."""
    connections["default"].get_backend().optimize(timeout)


def refuse_unready() -> None:
    """Raise IndexUnavailableError where there is no index that can be read and rows that it should hold."""
    if (
        not is_ready()
        and not PendingIndexing.objects.exists()
        and any(model._default_manager.exists() for model in INDEXED)
    ):
        raise IndexUnavailableError(MISSING)


def is_ready() -> bool:
    """Whether there is an index that can be read and fits this version."""
    state: IndexState = connections["default"].get_backend().state()
    return state is IndexState.READY


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` items."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
