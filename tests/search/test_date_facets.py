"""Spans of time, counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import pytest
from haystack.exceptions import SearchBackendError
from hypothesis import given
from hypothesis import strategies as st
from whoosh.util.times import datetime_to_long

from archive.search.engine import numbers
from archive.search.engine.date_facets import Counts, Spans


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - moments in the index have no zone


def counted(moments: list[dt.datetime | None], **asked: Any) -> Counts:
    column = [numbers.MISSING if moment is None else datetime_to_long(moment) for moment in moments]
    return Spans.of(asked).counts(np.array(column, np.int64))


def test_a_span_holds_its_beginning_and_not_its_end() -> None:
    moments: list[dt.datetime | None] = [at(2014, 1, 1), at(2014, 1, 31, 23, 59, 59, 999_999), at(2014, 2, 1)]
    assert counted(moments, start_date=dt.date(2014, 1, 1), end_date=dt.date(2015, 1, 1), gap_by="month") == [
        ((at(2014, 1, 1), at(2014, 2, 1)), 2),
        ((at(2014, 2, 1), at(2014, 3, 1)), 1),
    ]


def test_what_is_in_no_span_comes_after_spans_of_its_size() -> None:
    moments = [None, at(2013, 12, 31), at(2014, 1, 1), at(2014, 1, 1, 12), at(2014, 1, 3)]
    days = {"start_date": at(2014, 1, 1), "end_date": at(2014, 1, 4), "gap_by": "day"}
    one, three = (at(2014, 1, 1), at(2014, 1, 2)), (at(2014, 1, 3), at(2014, 1, 4))
    assert counted(moments, **days) == [(one, 2), (None, 2), (three, 1)]
    assert counted([], **days) == []


def test_the_last_span_is_whole_though_it_reach_beyond_the_end() -> None:
    years = {"start_date": at(2012, 1, 1), "end_date": at(2015, 1, 1), "gap_by": "year", "gap_amount": 2}
    assert counted([at(2015, 6, 1)], **years) == [((at(2014, 1, 1), at(2016, 1, 1)), 1)]
    weeks = {"start_date": at(2014, 1, 1), "end_date": at(2014, 1, 9), "gap_by": "week"}
    assert counted([at(2014, 1, 14)], **weeks) == [((at(2014, 1, 8), at(2014, 1, 15)), 1)]


def test_months_begin_on_the_day_of_the_first_or_on_their_last() -> None:
    months = {"start_date": at(2014, 1, 31), "end_date": at(2014, 5, 1), "gap_by": "month"}
    assert counted([at(2014, 2, 28), at(2014, 3, 31)], **months) == [
        ((at(2014, 2, 28), at(2014, 3, 31)), 1),
        ((at(2014, 3, 31), at(2014, 4, 30)), 1),
    ]


def test_ends_with_a_zone_are_moments_in_it() -> None:
    zone = dt.timezone(dt.timedelta(hours=9))
    start, end = dt.datetime(2014, 1, 1, tzinfo=zone), dt.datetime(2014, 1, 2, tzinfo=zone)
    days = {"start_date": start, "end_date": end, "gap_by": "day"}
    assert counted([at(2013, 12, 31, 15)], **days) == [((at(2013, 12, 31, 15), at(2014, 1, 1, 15)), 1)]


def test_time_ends() -> None:
    last = at(9999, 12, 31, 23, 59, 59, 999_998)
    for gap in ("year", "month", "week", "second"):
        ((span, count),) = counted(
            [last], start_date=at(9999, 12, 1), end_date=at(9999, 12, 31, 23, 59, 59, 999_999), gap_by=gap
        )
        assert span is not None
        assert (span[0] <= last < span[1], count) == (True, 1)


def test_no_spans() -> None:
    day = at(2014, 1, 1)
    for gap in ("day", "month"):
        assert counted([day], start_date=day, end_date=day, gap_by=gap) == [(None, 1)]
        assert counted([day], start_date=day, end_date=at(2013, 1, 1), gap_by=gap) == [(None, 1)]


@pytest.mark.parametrize(("by", "amount"), [("fortnight", 1), ("day", 0), ("month", -1)])
def test_gaps_that_make_no_sense(by: str, amount: int) -> None:
    with pytest.raises(SearchBackendError, match="Dates cannot be counted by"):
        counted([], start_date=at(2014, 1, 1), end_date=at(2015, 1, 1), gap_by=by, gap_amount=amount)


MOMENTS = st.datetimes(at(1990, 1, 1), at(2030, 1, 1))


@given(
    st.lists(st.none() | MOMENTS, max_size=30),
    MOMENTS,
    MOMENTS,
    st.sampled_from(["day", "week", "month", "year"]),
    st.integers(1, 40),
)
def test_every_moment_is_counted_once_where_it_belongs(
    moments: list[dt.datetime | None], start: dt.datetime, end: dt.datetime, by: str, amount: int
) -> None:
    found = counted(moments, start_date=start, end_date=end, gap_by=by, gap_amount=amount)
    assert sum(count for _, count in found) == len(moments)
    assert [count for _, count in found] == sorted((count for _, count in found), reverse=True)
    held: Counter[Any] = Counter()
    spans = [span for span, _ in found if span is not None]
    for moment in moments:
        held[next((span for span in spans if moment is not None and span[0] <= moment < span[1]), None)] += 1
    assert held == Counter(dict(found))
    for moment in moments:
        assert moment is None or not start <= moment < end or any(span[0] <= moment < span[1] for span in spans)
