"""How many documents fall into each of the spans that a time is cut into: one pass over the column of dates."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from haystack.exceptions import SearchBackendError
from whoosh.util.times import datetime_to_long

from archive.search.engine import schema as schemas
from archive.search.engine.segments.layout import Array

Span = tuple[dt.datetime, dt.datetime]  # from the first, which is in it, to the second, which is not
Counts = list[tuple[Span | None, int]]

_FIXED = {
    "second": dt.timedelta(seconds=1),
    "minute": dt.timedelta(minutes=1),
    "hour": dt.timedelta(hours=1),
    "day": dt.timedelta(days=1),
    "week": dt.timedelta(weeks=1),
}
_MONTHS = {"month": 1, "year": 12}
_LAST = dt.datetime(9999, 12, 31, 23, 59, 59, 999_999)  # noqa: DTZ001 - Whoosh knows no zones
_MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of equal length from `start` on, as many as begin before `end`: each of some months, or of a fixed gap."""

    start: dt.datetime
    end: dt.datetime
    months: int
    gap: dt.timedelta

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Spans:
        """As Haystack asks: start_date, end_date, gap_by and gap_amount. Raises SearchBackendError."""
        start, end = schemas.moment(asked["start_date"]), schemas.moment(asked["end_date"])
        by, amount = asked["gap_by"], int(asked.get("gap_amount", 1))
        if by not in _FIXED and by not in _MONTHS:
            raise SearchBackendError(f"Dates cannot be counted by {by!r}, but by {', '.join([*_FIXED, *_MONTHS])}.")
        if amount < 1:
            raise SearchBackendError(f"Dates cannot be counted by {amount} {by}s: the gap must be 1 or more.")
        return cls(start, end, _MONTHS.get(by, 0) * amount, _FIXED.get(by, dt.timedelta()) * amount)

    def counts(self, moments: Array) -> Counts:
        """The spans that hold some of the moments, with how many; None for the moments in no span.

        moments: in Whoosh's microseconds, numbers.MISSING for none, which is in no span. The fullest span comes first;
        of equal ones the earliest, and None last.
        """
        found: Counts = list(self._of_months(moments) if self.months else self._of_gap(moments))
        left = len(moments) - sum(count for _, count in found)
        if left:
            found.append((None, left))
        return sorted(found, key=lambda pair: (-pair[1], pair[0] is None, pair[0] or ()))

    def _of_gap(self, moments: Array) -> Iterator[tuple[Span, int]]:
        first, last = datetime_to_long(self.start), datetime_to_long(self.end)
        gap = self.gap // _MICROSECOND
        beyond = first + max(0, -((first - last) // gap)) * gap  # where the last span ends, which may be after `end`
        inside = moments[(moments >= first) & (moments < beyond)]
        for number, count in _counted((inside - first) // gap):
            yield (_later(self.start, number * self.gap), _later(self.start, (number + 1) * self.gap)), count

    def _of_months(self, moments: Array) -> Iterator[tuple[Span, int]]:
        edges = [self.start]
        while edges[-1] < self.end:
            edges.append(_months_later(self.start, self.months * len(edges)))
        places = np.array([datetime_to_long(edge) for edge in edges]).searchsorted(moments, "right") - 1
        for number, count in _counted(places[(places >= 0) & (places < len(edges) - 1)]):
            yield (edges[number], edges[number + 1]), count


def _counted(found: Array) -> Iterator[tuple[int, int]]:
    different, counts = np.unique(found, return_counts=True)
    return zip(different.tolist(), counts.tolist(), strict=True)


def _later(start: dt.datetime, time: dt.timedelta) -> dt.datetime:
    return start + time if time <= _LAST - start else _LAST


def _months_later(start: dt.datetime, months: int) -> dt.datetime:
    """The same day of a later month, or the month's last where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return _LAST
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))
