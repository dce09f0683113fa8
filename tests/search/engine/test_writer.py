"""A commit is all or nothing, and an index grown by changes is the one that would be built of what is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query

from archive.search.engine import analysis, merging
from archive.search.engine.queries import QueryEvaluator
from archive.search.engine.segments import write
from archive.search.engine.segments.layout import Array
from archive.search.engine.store import Store
from archive.search.engine.writer import Writer, writing
from tests.search.engine.making import WORDS, Row, put, rows, store

KEYS = st.integers(0, 6)
TERMS = sorted({term for word in WORDS for term in analysis.terms(word)})


class _FailedError(Exception):
    pass


def everything(index: Store) -> dict[str, dict[str, float]]:
    """By term of the texts and the titles, what each document scores."""
    snapshot = index.snapshot()
    evaluator = QueryEvaluator(index, snapshot)
    found = {}
    for name in ("text", "title", "labels"):
        for word in TERMS:
            matched = evaluator.matched(query.Term(name, word))
            scores = matched.scores()
            found[f"{name}:{word}"] = {
                snapshot.stored(number)["id"]: float(scores[number]) for number in np.flatnonzero(matched.mask).tolist()
            }
    return found


def live(index: Store) -> list[str]:
    """The identifiers of the documents, in their order."""
    snapshot = index.snapshot()
    return [snapshot.stored(number)["id"] for number in np.flatnonzero(snapshot.live).tolist()]


def arrays(index: Store) -> dict[str, list[Any]]:
    (view,) = index.snapshot().views
    file = view.file._file  # noqa: SLF001 - to compare all that it holds
    return {name: file[name].tolist() for name in file._listed}  # noqa: SLF001


changes = st.lists(
    st.tuples(st.lists(rows(KEYS), max_size=4), st.lists(st.builds(Row, KEYS), max_size=2)), min_size=1, max_size=12
)


@settings(max_examples=30)
@given(commits=changes)
def test_an_index_that_grew_is_the_one_that_is_built_of_what_is_left(
    tmp_path_factory: pytest.TempPathFactory, commits: list[tuple[list[Row], list[Row]]]
) -> None:
    grown = store(tmp_path_factory.mktemp("grown"))
    held: dict[int, Row] = {}
    for put_rows, gone in commits:
        put(grown, put_rows, gone)
        for row in gone:
            held.pop(row.key, None)
        for row in put_rows:
            held.pop(row.key, None)
            held[row.key] = row
    assert sorted(live(grown)) == sorted(row.identifier for row in held.values())
    before = everything(grown)
    with writing(grown, 0, optimize=True):
        pass
    built = store(tmp_path_factory.mktemp("built"))
    if held:
        by_identifier = {row.identifier: row for row in held.values()}
        put(built, [by_identifier[one] for one in live(grown)])
    assert everything(grown) == everything(built)
    assert {term: set(found) for term, found in before.items()} == {
        term: set(found) for term, found in everything(built).items()
    }
    assert len(grown.snapshot().views) == len(built.snapshot().views)


def test_after_optimizing_the_arrays_are_those_of_an_index_that_is_built(tmp_path: Path) -> None:
    grown, built = store(tmp_path / "grown"), store(tmp_path / "built")
    held = [Row(key, ("lamp", "tide") * (key + 1), (("quay",),), ("a",), "lamp", key, key / 2) for key in range(9)]
    for row in [*held[:3], held[0], *held[3:]]:
        put(grown, [row])
    put(grown, [], [held[4]])
    with writing(grown, 0, optimize=True):
        pass
    put(built, [held[1], held[2], held[0], held[3], *held[5:]])
    assert arrays(grown) == arrays(built)


def test_of_twins_the_last_counts(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(1, ("lamp",)), Row(2, ("lamp",)), Row(1, ("tide",))])
    put(index, [Row(2, ("quay",)), Row(2, ("tide",))])
    with writing(index, 0) as batch:
        batch.put([Row(3, ("lamp",)).prepared])
        batch.put([Row(3, ("kept",)).prepared])
        batch.put([Row(4, ("kept",)).prepared])
        batch.remove([Row(4).identifier])
    found = everything(index)
    assert not found["text:lamp"]
    assert set(found["text:tide"]) == {Row(1).identifier, Row(2).identifier}
    assert live(index) == [Row(1).identifier, Row(2).identifier, Row(3).identifier]


def fail_while_putting(index: Store) -> None:
    with writing(index, 0) as batch:
        batch.put([Row(1, ("tide",)).prepared])
        raise _FailedError


def fail_after_a_segment_is_written(index: Store) -> None:
    with writing(index, 0) as batch:
        batch.put([Row(1, ("tide",)).prepared])
        batch.built()
        raise _FailedError


def fail_when_clearing(index: Store) -> None:
    with writing(index, 0, clear=True):
        raise _FailedError


@pytest.mark.parametrize("fail", [fail_while_putting, fail_after_a_segment_is_written, fail_when_clearing])
def test_what_fails_leaves_no_trace(tmp_path: Path, fail: Callable[[Store], None]) -> None:
    index = store(tmp_path)
    put(index, [Row(1, ("lamp",)), Row(2, ("lamp",))])
    before = everything(index), sorted(path.name for path in tmp_path.glob("*.*"))
    with pytest.raises(_FailedError):
        fail(index)
    assert (everything(index), sorted(path.name for path in tmp_path.glob("*.*"))) == before
    put(index, [Row(1, ("tide",))])
    assert set(everything(index)["text:tide"]) == {Row(1).identifier}


def test_a_snapshot_stays_what_it_is(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(key, ("lamp",) * (key + 1)) for key in range(5)])
    snapshot = index.snapshot()

    def held() -> tuple[list[int], list[float], list[str]]:
        matched = QueryEvaluator(index, snapshot).matched(query.Term("text", "lamp"))
        docs: Array = np.flatnonzero(matched.mask)
        return docs.tolist(), matched.scores().tolist(), [snapshot.stored(number)["id"] for number in docs.tolist()]

    before = held()
    put(index, [Row(1, ("tide",)), Row(9, ("lamp",))], [Row(2)])
    for key in range(20, 30):
        put(index, [Row(key, ("lamp",))])
    with writing(index, 0, clear=True):
        pass
    assert index.snapshot().size == 0
    snapshot.cache._items.clear()  # noqa: SLF001 - so that it must look again
    assert held() == before


def test_segments_of_another_process_count_once_they_are_adopted(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(1, ("lamp",))])
    other = Writer(index, ())
    other.put([Row(2, ("lamp",)).prepared])
    segments = other.built()
    assert live(index) == [Row(1).identifier]
    with writing(index, 0, clear=True) as batch:
        batch.put([Row(3, ("lamp",)).prepared])
        batch.adopt(segments)
    assert live(index) == [Row(3).identifier, Row(2).identifier]


def test_what_fills_several_segments_in_one_commit_may_still_be_changed_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "MOST_WORDS", 4)  # of a segment; so that a few documents fill one
    monkeypatch.setattr(merging, "MOST_WORDS", 4)
    index = store(tmp_path)
    with writing(index, 0) as batch:
        batch.put(Row(key, ("lamp", "lamp")).prepared for key in range(9))
        batch.put([Row(0, ("tide",)).prepared, Row(7, ("tide",)).prepared])
        batch.remove([Row(1).identifier, Row(8).identifier])
    assert len(index.snapshot().views) > 3
    found = everything(index)
    assert set(found["text:lamp"]) == {Row(key).identifier for key in (2, 3, 4, 5, 6)}
    assert set(found["text:tide"]) == {Row(key).identifier for key in (0, 7)}
    with writing(index, 0, optimize=True):
        pass
    assert all(segment.live_words <= 4 for segment in index.snapshot().segments)
    assert set(everything(index)["text:lamp"]) == set(found["text:lamp"])
