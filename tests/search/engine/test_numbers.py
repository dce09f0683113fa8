"""Columns of numbers hold what Python put in, whatever its sign and size."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.util.times import datetime_to_long

from archive.search.engine import numbers
from archive.search.engine.store import Store
from tests.search.engine.making import Row, clear, put, schema, store

LEAST, MOST = -(2**63) + 1, 2**63 - 1  # the very least stands for none
wholes = st.none() | st.sampled_from([0, -1, 1, LEAST, MOST]) | st.integers(LEAST, MOST)
floats = st.none() | st.sampled_from([0.0, -0.0, -1.5, math.inf, -math.inf, 5e-324]) | st.floats(allow_nan=False)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store(tmp_path_factory.mktemp("index"))


@settings(max_examples=60)
@given(held=st.lists(st.lists(st.tuples(wholes, floats), min_size=1, max_size=5), min_size=1, max_size=3))
def test_columns_hold_the_numbers(index: Store, held: list[list[tuple[int | None, float | None]]]) -> None:
    clear(index)
    key = 0
    for group in held:
        put(index, [Row(key + place, count=count, weight=weight) for place, (count, weight) in enumerate(group)])
        key += len(group)
    every = [pair for group in held for pair in group]
    snapshot = index.snapshot()
    counts = numbers.column(snapshot, "count").tolist()
    assert counts == [numbers.MISSING if count is None else count for count, _ in every]
    weights = numbers.float_column(snapshot, "weight").tolist()
    for found, (_, weight) in zip(weights, every, strict=True):
        assert math.isnan(found) if weight is None else found == weight


@given(moment=st.datetimes())
def test_moments_are_whooshs(moment: dt.datetime) -> None:
    assert numbers.encode(moment) == fields.DATETIME().to_bytes(moment)
    assert numbers.encode(moment) == numbers.encode(datetime_to_long(moment))


@given(value=st.integers(LEAST, MOST))
def test_whole_numbers_are_written_as_whoosh_writes_them(value: int) -> None:
    assert numbers.encode(value) == schema()["count"].to_bytes(value)


@given(value=st.floats(allow_nan=False))
def test_floats_are_written_as_whoosh_writes_them(value: float) -> None:
    assert numbers.encode(value) == schema()["weight"].to_bytes(value)


@given(one=st.floats(allow_nan=False), other=st.floats(allow_nan=False))
def test_terms_sort_as_floats_do(one: float, other: float) -> None:
    if one < other:
        assert numbers.encode(one) < numbers.encode(other)


def test_what_is_not_a_number_is_missing(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(1, weight=math.nan), Row(2, weight=-2.5), Row(3)])
    found = numbers.float_column(index.snapshot(), "weight")
    assert np.isnan(found).tolist() == [True, False, True]


def test_a_field_that_no_document_has(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(1, ("lamp",))])
    assert numbers.column(index.snapshot(), "count").tolist() == [numbers.MISSING]
    assert np.isnan(numbers.float_column(index.snapshot(), "weight")).all()
