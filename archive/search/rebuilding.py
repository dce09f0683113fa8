"""The whole index built anew, in two processes where there is much of it.

Searches find what the old index holds until the new one takes its place at once.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from haystack import connections

from archive.models import PendingIndexing
from archive.search import queue, second_process

WORTH_A_PROCESS = 4_000  # rows: starting another process takes about as long as indexing a thousand
READ = 500  # rows at a time

Part = tuple[str, Any, Any]  # label of the model, first key, last key


def rebuild(timeout: float = 0.0) -> int:
    """Index every row anew in one commit and return how many.

    Raises IndexLockedError where another process is writing for longer than `timeout` seconds.
    """
    backend = connections["default"].get_backend()
    backend.create()
    with backend.writing(timeout, clear=True) as batch:
        queued = list(PendingIndexing.objects.values_list("pk", flat=True))
        here, beside = _shares()
        if beside:
            # A new process rather than a fork: a fork would share the database's connection and the index's lock.
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
                building = other.submit(second_process.build, beside, connection.settings_dict["NAME"])
                done = _put(batch, here)
                segments, more = building.result()
            batch.adopt(segments)
            done += more
        else:
            done = _put(batch, here)
    for keys in queue.batched(queued, queue.BATCH):
        PendingIndexing.objects.filter(pk__in=keys).delete()
    queue.flush(timeout)
    return done


def _shares() -> tuple[list[Part], list[Part]]:
    """What this process indexes, and what another one does: half of each model where there is much of it."""
    here: list[Part] = []
    beside: list[Part] = []
    for model in queue.INDEXED:
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        if len(keys) < WORTH_A_PROCESS or not _seen_by_others():
            here += [(model._meta.label_lower, keys[0], keys[-1])] if keys else []
            continue
        middle = len(keys) // 2
        here.append((model._meta.label_lower, keys[0], keys[middle - 1]))
        beside.append((model._meta.label_lower, keys[middle], keys[-1]))
    return here, beside


def _seen_by_others() -> bool:
    """Whether another process sees the rows that this one does."""
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    return not (connection.in_atomic_block or in_memory)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Words by the million and no cycles among them: looking for some takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def _put(batch: Any, parts: list[Part]) -> int:
    done = 0
    for label, first, last in parts:
        index = queue.index_of(apps.get_model(label))
        rows = index.index_queryset().filter(pk__gte=first, pk__lte=last).order_by("pk")
        for objects in queue.batched(rows.iterator(READ), READ):
            batch.put(index, objects)
            done += len(objects)
    return done


def build(parts: list[Part]) -> tuple[list[Any], int]:
    """The segments of these rows, which nothing names yet, and how many rows they are; for the other process."""
    with connections["default"].get_backend().building() as batch:
        done = _put(batch, parts)
        return batch.segments(), done
