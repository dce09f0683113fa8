"""Facets are what a Counter counts."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.engine import facets
from archive.search.engine.snapshot import everything
from archive.search.engine.store import Store
from tests.search.engine.making import LABELS, MODEL, Row, clear, put, store

labels = st.lists(st.sampled_from(LABELS), max_size=4).map(tuple)
commits = st.lists(st.lists(st.tuples(st.integers(0, 9), labels), min_size=1, max_size=5), min_size=1, max_size=4)


def by_count(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store(tmp_path_factory.mktemp("index"))


@settings(max_examples=60)
@given(held=commits, chosen=st.sets(st.integers(0, 9)))
def test_values_are_counted(index: Store, held: list[list[tuple[int, tuple[str, ...]]]], chosen: set[int]) -> None:
    clear(index)
    for group in held:
        put(index, [Row(key, labels=values) for key, values in group])
    last = {key: set(values) for group in held for key, values in group}
    snapshot = index.snapshot()
    live = np.flatnonzero(snapshot.live).tolist()
    docs = np.array([number for number in live if int(snapshot.stored(number)["django_id"]) in chosen], np.int64)
    counts = Counter(value for key, values in last.items() if key in chosen for value in values)
    assert facets.held(snapshot, "labels", docs) == by_count(counts)
    present = {value for values in last.values() for value in values}
    for kinds in (everything(snapshot), snapshot.kinds([MODEL])):
        with_noughts = Counter(dict.fromkeys(present, 0) | counts)
        assert facets.counted(snapshot, kinds, "labels", docs) == by_count(with_noughts)
    assert facets.counted(snapshot, snapshot.kinds(["archive.claim"]), "labels", docs[:0]) == ()


@settings(max_examples=40)
@given(held=commits)
def test_places_sort_as_values_do(index: Store, held: list[list[tuple[int, tuple[str, ...]]]]) -> None:
    clear(index)
    for group in held:
        put(index, [Row(key, labels=values) for key, values in group])
    snapshot = index.snapshot()
    places = facets.places(snapshot, "labels").tolist()
    every = facets.values(snapshot, "labels").values
    assert every == sorted(every)
    for number in range(snapshot.size):
        values = snapshot.stored(number).get("labels", [])
        assert (every[places[number]] if places[number] >= 0 else None) == max(values, default=None)


def test_a_field_that_no_document_has(index: Store) -> None:
    snapshot = index.snapshot()
    docs = np.arange(snapshot.size)
    assert facets.held(snapshot, "nowhere", docs) == ()
    assert facets.counted(snapshot, everything(snapshot), "nowhere", docs) == ()
    assert set(facets.places(snapshot, "nowhere").tolist()) <= {-1}
