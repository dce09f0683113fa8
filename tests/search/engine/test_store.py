"""An index on disk: made, opened, damaged, locked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.search.engine.request import IndexLockedError, IndexState, IndexUnavailableError
from archive.search.engine.store import Store, shared
from tests.search.engine.making import MODEL, Row, put, schema, store


def reopened(index: Store) -> Store:
    """As another process sees it."""
    return Store(str(index.folder), schema(), "text", [MODEL])


def test_an_index_is_missing_until_it_is_made(tmp_path: Path) -> None:
    index = Store(str(tmp_path / "index"), schema(), "text", [MODEL])
    assert index.state() is IndexState.MISSING
    with pytest.raises(IndexUnavailableError, match="Build it with"):
        index.snapshot()
    with pytest.raises(IndexUnavailableError), index.locked(0):
        pass
    index.create()
    assert index.state() is IndexState.READY
    assert index.snapshot().size == 0


def test_making_it_again_keeps_what_it_holds(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(1, ("lamp",))])
    reopened(index).create()
    assert reopened(index).snapshot().size == 1


def test_an_index_of_other_models_is_another_index(tmp_path: Path) -> None:
    put(store(tmp_path), [Row(1, ("lamp",))])
    assert Store(str(tmp_path), schema(), "text", ["archive.claim"]).state() is IndexState.MISSING


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "cut short": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "overwritten": lambda path: path.write_bytes(b"\xee" * path.stat().st_size),
    "empty": lambda path: path.write_bytes(b""),
    "another program's": lambda path: path.write_text("#!/bin/sh\n" * 100),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("kind", ["*.plx", "*.toc"])
def test_a_damaged_file_is_told_and_built_anew(tmp_path: Path, kind: str, damage: str) -> None:
    index = store(tmp_path)
    put(index, [Row(1, ("lamp",))])
    (path,) = tmp_path.glob(kind)
    DAMAGES[damage](path)
    index.forget()
    other = reopened(index)
    with pytest.raises(IndexUnavailableError, match="cannot be read"):
        other.snapshot()
    assert other.state() is IndexState.UNREADABLE
    other.create()
    assert other.state() is IndexState.READY
    put(other, [Row(2, ("lamp",))])
    assert other.snapshot().size == 1


def test_a_segment_that_is_gone_is_told(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(1, ("lamp",))])
    next(tmp_path.glob("*.plx")).unlink()
    index.forget()
    assert reopened(index).state() is IndexState.UNREADABLE


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    index = store(tmp_path)
    with index.locked(0):
        with pytest.raises(IndexLockedError), reopened(index).locked(0):
            pass
        assert reopened(index).snapshot().size == 0  # readers need no lock
    with reopened(index).locked(0):
        pass


def test_a_writer_that_fails_lets_go_of_the_lock(tmp_path: Path) -> None:
    index = store(tmp_path)
    with pytest.raises(KeyError), index.locked(0):
        raise KeyError
    with index.locked(0):
        pass


def test_a_snapshot_is_opened_once_a_generation(tmp_path: Path) -> None:
    index = store(tmp_path)
    first = index.snapshot()
    assert index.snapshot() is first
    put(index, [Row(1, ("lamp",))])
    second = index.snapshot()
    assert second is not first
    assert index.snapshot() is second


def test_a_new_generation_shares_the_segments_that_it_keeps(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(1, ("lamp",))])
    before = index.snapshot()
    put(reopened(index), [Row(2, ("lamp",))])
    assert index.snapshot().views[0].file is before.views[0].file


def test_one_store_of_an_index_in_a_process(tmp_path: Path) -> None:
    one = shared(str(tmp_path), schema(), "text", [MODEL])
    assert shared(f"{tmp_path}/", schema(), "text", [MODEL]) is one
    assert shared(str(tmp_path / "other"), schema(), "text", [MODEL]) is not one
