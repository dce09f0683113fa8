"""Threads that search while another process writes: no error, nothing stale, nothing missing, nothing kept open.

COMMITS of it belong to every run of the tests. For more of it:
CONCURRENCY_COMMITS=5000 python -m pytest tests/search/test_concurrency.py
"""

from __future__ import annotations

import gc
import os
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from haystack import connections

from archive.search.engine.request import (
    Condition,
    Everything,
    IndexState,
    Named,
    Order,
    Pattern,
    Request,
    Response,
    Words,
)
from tests.factories import make_source
from tests.search import other_process
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db(transaction=True)

COMMITS = int(os.environ.get("CONCURRENCY_COMMITS", "80"))
THREADS = 4
KEPT = 12  # articles; the oldest is deleted, or changed, when there are more
FIELDS = (("abstract", 1.0),)

# Each article has a word of its own. The writer says which one it has committed; before it takes one away, it says so
# and waits until that has been heard.
WRITING = """
    def save(article, number):
        article.abstract = f"lantern word{number} of harbour {number % 7}"
        with transaction.atomic():
            article.save()
        print("found", f"word{number}", flush=True)

    source = Source.objects.get()
    held = []
    number = 0
    print("ready", flush=True)
    while sys.stdin.readline().strip() != "stop":
        number += 1
        if len(held) < int(os.environ["KEPT"]):
            article, word = Article(title=f"No. {number}", text="x", source=source), None
        else:
            article, word = held.pop(number % 5)
            print("leaving", word, flush=True)
            sys.stdin.readline()
        if number % 3 == 0 and word:
            article.delete()
        else:
            save(article, number)
            held.append((article, f"word{number}"))
        if word:
            print("gone", word, flush=True)
        if number % 15 == 0:
            connections["default"].get_backend().optimize()
        print("done", flush=True)
"""


@dataclass
class Known:
    """What the writer has said. A word is to be found, then leaves, then is gone for good."""

    found: set[str] = field(default_factory=set)
    leaving: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    commits: int = 0
    searches: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def hear(self, what: str, word: str) -> None:
        if what == "found":
            self.found.add(word)
        elif what == "leaving":
            self.leaving.add(word)
        else:
            self.found.discard(word)
            self.gone.append(word)


def ask(word: str, number: int) -> Response:
    """For the articles with the word, in one of the ways that a search goes."""
    words = Words(word, FIELDS)
    ways: list[Condition] = [words, Pattern(word, FIELDS), Words(f"lantern {word}", FIELDS, quoted=True, slop=1)]
    condition = ways[number % len(ways)]
    filters: dict[str, Condition] = {"source": Named("source_exact", "Harbour Post")} if number % 2 else {}
    order = list(Order)[number % 3]
    request = Request("archive.article", condition, filters, ("source_exact", "title_exact"), order)
    return connections["default"].get_backend().find(request)  # type: ignore[no-any-return]


def search_on(known: Known, seed: int) -> None:
    """Search until it is over; what was said before a search began must be so."""
    chosen = random.Random(seed)  # noqa: S311 - the same searches in each run
    number = 0
    while not known.over.is_set():
        number += 1
        found, gone = sorted(known.found - known.leaving), known.gone[-20:]
        if found:
            word = chosen.choice(found)
            response = ask(word, number)
            assert (response.total == len(response.hits) == 1) or word in known.leaving, word
        for word in gone[-1:] + ([chosen.choice(gone)] if gone else []):
            assert ask(word, number).total == 0, word
        known.searches += 1


def write_on(known: Known, process: other_process.Process) -> None:
    """Let the other process write until there were enough commits."""
    while known.commits < COMMITS and not known.over.is_set():
        other_process.tell(process, "go on")
        while (line := other_process.hear(process)) != "done":
            what, word = line.split()
            known.hear(what, word)
            if what == "leaving":
                other_process.tell(process, "heard")
        known.commits += 1


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def mapped(folder: Path) -> list[str]:
    """The files of segments that this process holds, `(deleted)` where the folder no longer does."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    return [line.split(maxsplit=5)[5] for line in lines if str(folder) in line and ".plx" in line]


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Iterator[other_process.Process]:
    monkeypatch.setenv("KEPT", str(KEPT))
    reset_index()
    make_source("Harbour Post")
    process = other_process.run(WRITING)
    assert other_process.hear(process) == "ready"
    yield process
    process.kill()
    process.communicate(timeout=60)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="this system does not tell what a process maps")
def test_searches_see_every_commit_of_another_process_and_keep_nothing_of_older_ones(
    writer: other_process.Process,
) -> None:
    known = Known()
    files = open_files()
    with ThreadPoolExecutor(THREADS) as threads:
        searching = [threads.submit(search_on, known, seed) for seed in range(THREADS)]
        for one in searching:
            one.add_done_callback(lambda _: known.over.set())
        write_on(known, writer)
        known.over.set()
        for one in searching:
            one.result(timeout=60)
        # Each thread searches once more, and lets go of what it has seen before.
        meeting = threading.Barrier(THREADS)
        last = [threads.submit(lambda: (meeting.wait(60), total())[1]) for _ in range(THREADS)]
        assert [one.result(timeout=60) for one in last] == [len(known.found)] * THREADS
        total()
        gc.collect()
        store = connections["default"].get_backend().store
        names = {segment.path(store.folder).name for segment in store.snapshot().segments}
        assert {path.name for path in store.folder.glob("*.plx")} == names
        held = mapped(store.folder)
        assert {Path(name).name for name in held} == names  # each mapped file is one that the index still has
        assert len(held) == len(set(held))  # and all threads share it
        assert open_files() <= files + 2 * THREADS  # what a thread's own connections may keep open
    assert known.searches > known.commits > 2 * KEPT
    assert len(names) < known.commits / 2  # so segments were merged meanwhile


def total() -> int:
    return int(connections["default"].get_backend().find(Request("archive.article", Everything())).total)


def test_threads_share_what_they_have_opened(writer: other_process.Process) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        meeting = threading.Barrier(THREADS)

        def snapshot() -> int:
            meeting.wait(60)
            backend = connections["default"].get_backend()
            assert backend.state() is IndexState.READY
            return id(backend.store.snapshot())

        held = [threads.submit(snapshot) for _ in range(THREADS)]
        assert len({one.result(timeout=60) for one in held}) == 1
