"""Overlapping spans each in a lane of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.lanes import lanes
from archive.text.selectors import Span
from tests.text.counted import comparisons

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)).map(lambda pair: Span(pair[0], sum(pair))))


@pytest.mark.parametrize(
    ("given_spans", "expected"),
    [
        ([], []),
        ([Span(2, 5)], [0]),
        ([Span(0, 4), Span(4, 8)], [0, 0]),
        ([Span(0, 5), Span(4, 8)], [0, 1]),
        ([Span(4, 8), Span(0, 5)], [1, 0]),
        ([Span(2, 4), Span(0, 9)], [1, 0]),
        ([Span(0, 4), Span(0, 9)], [1, 0]),
        ([Span(0, 4), Span(0, 4)], [0, 1]),
        ([Span(0, 9), Span(1, 3), Span(2, 5), Span(4, 8)], [0, 1, 2, 1]),
    ],
    ids=[
        "none",
        "one",
        "touching",
        "overlapping",
        "given in disorder",
        "nested",
        "same start, the longest first",
        "equal",
        "a lane that is free again",
    ],
)
def test_cases(given_spans: list[Span], expected: list[int]) -> None:
    assert lanes(given_spans) == expected


@given(spans)
def test_no_two_spans_in_a_lane_share_a_character(given_spans: list[Span]) -> None:
    taken = {(lane, place): 0 for lane in range(len(given_spans)) for place in range(101)}
    for span, lane in zip(given_spans, lanes(given_spans), strict=True):
        for place in range(span.start, span.end):
            taken[lane, place] += 1
    assert max(taken.values(), default=0) <= 1


@given(spans)
def test_there_are_no_more_lanes_than_spans_on_the_fullest_character(given_spans: list[Span]) -> None:
    fullest = max((sum(one.start <= place < one.end for one in given_spans) for place in range(101)), default=0)
    assert max(lanes(given_spans), default=-1) + 1 == fullest


def test_the_work_does_not_grow_as_the_square_of_the_spans() -> None:
    few, many = comparisons(lanes, 1000), comparisons(lanes, 8000)

    assert few > 1000  # it is counted at all
    assert many < 8 * few * 1.6  # n log n would be 8 * 13 / 10; the square would be 64
