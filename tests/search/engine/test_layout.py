"""A file of arrays gives back what was written, and says so when it is not whole."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.engine.segments import layout
from archive.search.engine.segments.layout import ArrayFile, DamagedFileError

KINDS = ["u1", "<u2", "<u4", "<u8", "<i8", "<f8", ">u4"]
lists = st.lists(st.integers(0, 200), max_size=40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def fresh(folder: Path) -> Path:
    path = folder / "one.plx"
    path.unlink(missing_ok=True)
    return path


@given(arrays=st.dictionaries(st.text(min_size=1), st.tuples(st.sampled_from(KINDS), lists), max_size=5))
def test_arrays_and_facts_come_back(folder: Path, arrays: dict[str, tuple[str, list[int]]]) -> None:
    path = fresh(folder)
    facts = {"documents": 3, "Käse": ["ü", None]}
    layout.write(path, {name: np.array(values, kind) for name, (kind, values) in arrays.items()}, facts)
    file = ArrayFile(path)
    assert file.facts == facts
    for name, (kind, values) in arrays.items():
        assert name in file
        assert file[name].tolist() == values
        assert file[name].dtype == np.dtype(kind).newbyteorder("<")
        assert not file[name].flags.writeable
    assert "nowhere" not in file or "nowhere" in arrays


def test_arrays_stay_readable_after_the_file_is_gone(tmp_path: Path) -> None:
    layout.write(tmp_path / "one.plx", {"numbers": np.arange(100_000)}, {})
    numbers = ArrayFile(tmp_path / "one.plx")["numbers"]
    (tmp_path / "one.plx").unlink()
    gc.collect()
    assert numbers.sum() == 4_999_950_000


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    layout.write(tmp_path / "one.plx", {}, {})
    with pytest.raises(FileExistsError):
        layout.write(tmp_path / "one.plx", {}, {})


def test_a_file_cut_short_anywhere_is_damaged(tmp_path: Path) -> None:
    layout.write(tmp_path / "one.plx", {"numbers": np.arange(20), "letters": np.frombuffer(b"abc", np.uint8)}, {"a": 1})
    whole = (tmp_path / "one.plx").read_bytes()
    for size in range(len(whole)):
        (tmp_path / "cut.plx").write_bytes(whole[:size])
        with pytest.raises(DamagedFileError, match=r"cut\.plx is (cut short|no segment)"):
            ArrayFile(tmp_path / "cut.plx")


@pytest.mark.parametrize("content", [b"", b"PLXSEG01", b"\0" * 100, b"PLXSEG00" + b"\0" * 100, b"#!/bin/sh\n" * 10])
def test_another_file_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.plx").write_bytes(content)
    with pytest.raises(DamagedFileError):
        ArrayFile(tmp_path / "other.plx")


@given(at=st.integers(8, 400), byte=st.integers(0, 255))
def test_an_overwritten_byte_is_an_error_that_the_store_knows_or_does_no_harm(folder: Path, at: int, byte: int) -> None:
    path = fresh(folder)
    layout.write(path, {"numbers": np.arange(20)}, {"a": 1})
    held = bytearray(path.read_bytes())
    held[min(at, len(held) - 1)] = byte
    path.write_bytes(held)
    try:
        file = ArrayFile(path)
        assert len(file["numbers"]) <= 20 * 8
    except (ValueError, KeyError, TypeError):
        pass  # what Store takes for damage


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ArrayFile(tmp_path / "none.plx")


@given(numbers=st.lists(st.integers(0, 2**64 - 1)))
def test_numbers_are_kept_as_narrow_as_they_are(numbers: list[int]) -> None:
    found = layout.narrow(np.array(numbers, np.uint64))
    assert found.tolist() == numbers
    assert found.itemsize == min(size for size in (1, 2, 4, 8) if max(numbers, default=0) < 256**size)


@given(counts=st.lists(st.integers(0, 5)))
def test_runs_begin_where_the_last_one_ended(counts: list[int]) -> None:
    starts = layout.offsets(np.array(counts, np.int64))
    assert starts.tolist() == [sum(counts[:place]) for place in range(len(counts) + 1)]
    assert layout.run_lengths(starts).tolist() == counts
    assert layout.run_lengths(layout.narrow(starts)).tolist() == counts


@given(runs=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5))))
def test_ragged_names_every_index_of_every_run(runs: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in runs], np.uint8)
    counts = np.array([count for _, count in runs], np.int64)
    wanted = [index for start, count in runs for index in range(start, start + count)]
    assert layout.ragged(starts, counts).tolist() == wanted
