"""Overlapping spans cut into ordered segments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.segments import Segment, segments
from archive.text.selectors import Span
from tests.text.counted import comparisons

spans = st.tuples(st.integers(0, 60), st.integers(1, 40)).map(lambda pair: Span(pair[0], sum(pair)))


def as_rows(found: list[Segment]) -> list[tuple[int, int, tuple[int, ...]]]:
    return [(segment.start, segment.end, segment.spans) for segment in found]


@pytest.mark.parametrize(
    ("length", "given_spans", "expected"),
    [
        (0, [], []),
        (0, [Span(0, 4)], []),
        (9, [], [(0, 9, ())]),
        (9, [Span(0, 9)], [(0, 9, (0,))]),
        (9, [Span(2, 5)], [(0, 2, ()), (2, 5, (0,)), (5, 9, ())]),
        (9, [Span(2, 6), Span(4, 8)], [(0, 2, ()), (2, 4, (0,)), (4, 6, (0, 1)), (6, 8, (1,)), (8, 9, ())]),
        (9, [Span(3, 5), Span(1, 8)], [(0, 1, ()), (1, 3, (1,)), (3, 5, (0, 1)), (5, 8, (1,)), (8, 9, ())]),
        (9, [Span(1, 4), Span(4, 6)], [(0, 1, ()), (1, 4, (0,)), (4, 6, (1,)), (6, 9, ())]),
        (9, [Span(2, 5), Span(2, 5)], [(0, 2, ()), (2, 5, (0, 1)), (5, 9, ())]),
        (9, [Span(7, 40)], [(0, 7, ()), (7, 9, (0,))]),
        (9, [Span(9, 12), Span(30, 31)], [(0, 9, ())]),
    ],
    ids=[
        "nothing",
        "no text",
        "no spans",
        "whole",
        "one",
        "overlapping",
        "nested",
        "adjacent",
        "equal",
        "past the end",
        "outside",
    ],
)
def test_cases(length: int, given_spans: list[Span], expected: list[tuple[int, int, tuple[int, ...]]]) -> None:
    assert as_rows(segments(length, given_spans)) == expected


def test_a_part_of_the_text_is_cut_by_the_same_spans() -> None:
    found = segments(12, [Span(0, 20), Span(2, 7), Span(6, 12), Span(1, 5), Span(12, 15)], start=5)

    assert as_rows(found) == [(5, 6, (0, 1)), (6, 7, (0, 1, 2)), (7, 12, (0, 2))]


def test_a_part_that_begins_behind_its_end_is_empty() -> None:
    assert segments(5, [Span(0, 9)], start=5) == segments(3, [Span(0, 9)], start=5) == []


@given(st.text(max_size=80), st.lists(spans, max_size=12), st.integers(0, 80))
def test_segments_give_the_text_back_and_carry_exactly_the_right_spans(
    text: str, given_spans: list[Span], start: int
) -> None:
    found = segments(len(text), given_spans, start)

    assert "".join(text[segment.start : segment.end] for segment in found) == text[start:]
    for segment in found:
        assert segment.start < segment.end
        for place in range(segment.start, segment.end):
            right = tuple(i for i, span in enumerate(given_spans) if span.start <= place < span.end)
            assert segment.spans == right


@given(st.integers(0, 80), st.lists(spans, max_size=12), st.integers(0, 80))
def test_segments_are_cut_at_the_edges_of_spans_and_nowhere_else(
    length: int, given_spans: list[Span], start: int
) -> None:
    inner = {edge for span in given_spans for edge in (span.start, span.end) if start < edge < length}

    assert {segment.start for segment in segments(length, given_spans, start)} - {start} == inner


def _cut(given_spans: list[Span]) -> list[Segment]:
    return segments(max(span.end for span in given_spans), given_spans)


def test_the_work_does_not_grow_as_the_square_of_the_spans() -> None:
    few, many = comparisons(_cut, 1000), comparisons(_cut, 8000)

    assert few > 1000  # it is counted at all
    assert many < 8 * few * 1.6  # n log n would be 8 * 13 / 10; the square would be 64
