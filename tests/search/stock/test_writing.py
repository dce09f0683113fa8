"""Writes: locked, whole, and loud when they fail."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest

from tests.search.stock.sides import Side, article, fault, fault_that_raises

# Seconds until a write is said to hang. On ours a write that ends is seen at once, however busy the machine is; the
# stock backend is known to hang, and need not be waited for.
WAIT = {"ours": 60.0, "stock": 0.5}


@contextmanager
def another_writer(side: Side) -> Iterator[None]:
    """Hold the lock that writers take, as another process does."""
    with ExitStack() as held:
        for path in side.folder.glob("*LOCK"):
            file = held.enter_context(path.open("r+b"))
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


@contextmanager
def ends(side: Side, write: Callable[[], Any]) -> Iterator[None]:
    """Assert that a write ends, well or badly; then run the block, which lets one that hangs go on."""
    done = threading.Event()

    def run() -> None:
        with suppress(Exception):
            write()
        done.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ended = done.wait(WAIT[side.name])
    yield
    thread.join(60)
    assert ended


@fault
def test_many_articles_are_one_commit(side: Side) -> None:
    side.put(article(1, "A lantern."))
    before = side.generation()
    side.put_in_one(article(key, "A tide.") for key in (2, 3, 4))
    assert side.generation() == before + 1


@fault
def test_no_write_waits_for_ever_for_another_writer(side: Side) -> None:
    side.put(article(1, "A lantern."))
    backend = side.backend  # Haystack keeps one a thread
    with ExitStack() as other:
        other.enter_context(another_writer(side))
        with ends(side, lambda: backend.update(side.index, [article(2, "A tide.")])):
            other.close()


@fault
def test_an_error_while_preparing_frees_the_lock(side: Side) -> None:
    side.put(article(1, "A lantern."))
    backend = side.backend
    reported = []  # as a server's error page or its log keeps the traceback for a while
    try:
        side.put(article(2, "A tide.", title="Unprepared"))
    except RuntimeError as error:
        reported.append(error)
    assert len(reported) == 1
    with ends(side, lambda: backend.update(side.index, [article(3, "After.")])):
        reported.clear()


@fault_that_raises(pytest.fail.Exception)
def test_an_article_that_cannot_be_written_is_an_error(side: Side) -> None:
    side.put(article(1, "A lantern."))
    with pytest.raises(ValueError, match="many"):
        side.put(article(2, "A lantern.", title="Uncounted"))
    assert side.found("lantern") == [1]
    side.put(article(3, "A lantern."))
    assert side.found("lantern") == [1, 3]


@fault
def test_clearing_leaves_the_folder_to_those_who_read_it(side: Side) -> None:
    side.put(article(1, "A lantern."))
    folder = os.open(side.folder, os.O_RDONLY)
    try:
        side.backend.clear()
        assert os.path.samestat(os.fstat(folder), side.folder.stat())
    finally:
        os.close(folder)


@fault
def test_clearing_does_not_pull_the_index_from_under_a_writer(side: Side) -> None:
    side.put(article(1, "A lantern."))
    with another_writer(side), suppress(Exception):
        side.backend.clear()
    assert side.found("lantern") == [1]
