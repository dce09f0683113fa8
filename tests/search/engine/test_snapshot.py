"""What a snapshot keeps is bounded and computed once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Cache
from tests.search.engine.making import MODEL, Row, put, store


def size(held: Array) -> int:
    return int(held.nbytes)


@given(asked=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 900))))
def test_a_cache_gives_what_was_computed_and_stays_within_its_bytes(asked: list[tuple[int, int]]) -> None:
    cache, computed = Cache(2_000), dict[int, int]()
    for key, count in asked:
        found = cache.get(key, lambda count=count: np.zeros(count, np.uint8), size)  # type: ignore[misc]
        assert len(found) in {count, computed.get(key)}
        computed[key] = len(found)
        assert sum(size(held) + 200 for held, _ in cache._items.values()) <= 2_000  # noqa: SLF001


def test_the_least_recently_asked_for_is_dropped_first() -> None:
    cache, computed = Cache(1_000), []

    def ask(key: str) -> None:
        cache.get(key, lambda: computed.append(key) or np.zeros(200, np.uint8), size)  # type: ignore[func-returns-value]

    for key in ["a", "b", "a", "c", "a", "b"]:
        ask(key)
    assert computed == ["a", "b", "c", "b"]


def test_what_is_larger_than_the_cache_is_computed_and_not_kept() -> None:
    cache = Cache(100)
    assert len(cache.get("a", lambda: np.zeros(500, np.uint8), size)) == 500
    assert len(cache.get("a", lambda: np.zeros(400, np.uint8), size)) == 400


def test_threads_that_ask_at_once_get_the_same(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(key, ("lamp", "tide")) for key in range(50)])
    with ThreadPoolExecutor(8) as threads:
        snapshots = list(threads.map(lambda _: index.snapshot(), range(32)))
        assert all(one is snapshots[0] for one in snapshots)
        lengths = list(threads.map(lambda one: one.lengths("text").tolist(), snapshots))
        assert lengths == [[2.0] * 50] * 32


def test_documents_are_numbered_through_all_segments(tmp_path: Path) -> None:
    index = store(tmp_path)
    for group in ([1, 2], [3, 4], [5]):
        put(index, [Row(key, ("lamp",)) for key in group])
    put(index, [Row(3, ("tide",))])
    snapshot = index.snapshot()
    assert [snapshot.stored(number)["django_id"] for number in range(snapshot.size)] == ["1", "2", "3", "4", "5", "3"]
    assert snapshot.live.tolist() == [True, True, False, True, True, True]
    assert snapshot.docs("text", b"lamp").tolist() == [0, 1, 2, 3, 4]
    kinds = snapshot.kinds([MODEL])
    assert kinds.count == 6  # statistics count deleted ones, as Whoosh does
    assert int(kinds.live.sum()) == 5
    assert snapshot.kinds(["archive.claim"]).count == 0
    assert snapshot.forms(["text", "title"], b"lamp") == ("lamp",)
