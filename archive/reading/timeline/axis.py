"""A time axis: round ticks whose labels do not touch, for spans from hours to millennia.

Time is counted in days as date.toordinal() does, with fractions for the time of day; 1 January of year 1 is 1.0.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import dateformat
from django.utils.translation import pgettext

END = float(dt.date.max.toordinal() + 1)  # of the year 9999, exclusive
LETTER = 8.0  # width of a letter in the type of the drawing, in its units: 14 px of a wide sans serif
GAP = 10  # between two labels
MOST_TICKS = 60
AXIS_HEIGHT = 34  # of the ticks' labels
SHORTEST = 6.0  # days: a single day is drawn with some time around it


@dataclass(frozen=True, slots=True)
class Step:
    """The distance of two ticks. unit: 'hour', 'day', 'month' or 'year'. days: about how long it is."""

    unit: str
    size: int

    @property
    def days(self) -> float:
        return self.size * {"hour": 1 / 24, "day": 1.0, "month": 30.4, "year": 365.2}[self.unit]


STEPS = (
    *(Step("hour", size) for size in (1, 3, 6, 12)),
    *(Step("day", size) for size in (1, 2, 7, 14)),
    *(Step("month", size) for size in (1, 3, 6)),
    *(Step("year", factor * power) for power in (1, 10, 100, 1000) for factor in (1, 2, 5)),
)


@dataclass(frozen=True, slots=True)
class Tick:
    """at: in days. x: in units of the drawing. label: empty where it would not fit. name: the time in full."""

    at: float
    x: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Axis:
    """start, end: in days, on ticks. left, right: where they are drawn."""

    start: float
    end: float
    left: int
    right: int
    step: Step
    ticks: tuple[Tick, ...]

    def x(self, at: float) -> int:
        """Where a time is drawn; beyond the axis at its end."""
        share = (min(max(at, self.start), self.end) - self.start) / (self.end - self.start)
        return round(self.left + share * (self.right - self.left))


def axis(first: float, last: float, left: int, right: int, edge: int) -> Axis:
    """An axis from `first` to `last` (days), drawn from `left` to `right`; no label reaches beyond `edge`."""
    first, last = _widened(first, last)
    return next(made for step in STEPS if (made := _of_step(step, first, last, left, right, edge)))


def _widened(first: float, last: float) -> tuple[float, float]:
    """At least SHORTEST long, unless times of day are to be told apart, and within the years 1 to 9999."""
    span = last - first
    shortest = max(span, 0.25) if 0 < span < 1 else SHORTEST if span <= 1 else span
    middle = min(max((first + last) / 2, 1 + shortest / 2), END - shortest / 2)
    return min(first, middle - shortest / 2), max(last, middle + shortest / 2)  # whatever rounding does


def _of_step(step: Step, first: float, last: float, left: int, right: int, edge: int) -> Axis | None:
    """The axis with ticks at this step; None where there are too many, or their labels touch."""
    if (last - first) / step.days > MOST_TICKS:
        return None
    edges = list(_edges(step, first, last))
    bare = Axis(edges[0], edges[-1], left, right, step, ())
    labels = list(_labels(step, edges))
    places = [bare.x(at) for at in edges]
    rooms = [after - here - GAP for here, after in zip(places, [*places[1:], edge + GAP], strict=True)]
    fits = [text_width(label) <= room for label, room in zip(labels, rooms, strict=True)]
    if not all(fits[:-1]) and step != STEPS[-1]:
        return None
    shown = (label if fit else "" for label, fit in zip(labels, fits, strict=True))
    ticks = tuple(Tick(at, x, label, _name(step, at)) for at, x, label in zip(edges, places, shown, strict=True))
    return Axis(bare.start, bare.end, left, right, step, ticks)


def _edges(step: Step, first: float, last: float) -> Iterator[float]:
    """The ticks from the last at or before `first` to the first at or after `last`, at least two."""
    place = _number(step, first)
    yield _at(step, place)
    at = first
    while at < last:
        place += 1
        at = _at(step, place)
        yield at


def _number(step: Step, at: float) -> int:
    """Which step, counted from the beginning of the calendar, `at` lies in."""
    if step.unit == "hour":
        return int((at - 1) * 24 + 1e-6) // step.size
    if step.unit == "day":
        return (int(at) - 1) // step.size
    day = dt.date.fromordinal(min(int(at), int(END) - 1))
    return (day.year if step.unit == "year" else (day.year - 1) * 12 + day.month - 1) // step.size


def _at(step: Step, number: int) -> float:
    """Where that step begins, within the calendar."""
    if step.unit == "hour":
        return min(1 + number * step.size / 24, END)
    if step.unit == "day":
        return min(1.0 + number * step.size, END)
    if step.unit == "year":
        year, month = number * step.size, 0
    else:
        year, month = divmod(number * step.size, 12)
        year += 1
    return END if year > 9999 else float(dt.date(max(year, 1), month + 1, 1).toordinal())


def _labels(step: Step, edges: list[float]) -> Iterator[str]:
    """What changes from tick to tick, with the year wherever it begins."""
    year = 0
    for at in edges:
        moment = _moment(at)
        yield _label(step, moment, at, moment.year != year)
        year = moment.year


def _label(step: Step, moment: dt.datetime, at: float, is_new_year: bool) -> str:
    if at >= END:
        return ""
    if step.unit == "year":
        return str(moment.year)
    if step.unit == "month":
        return dateformat.format(moment, "M Y" if is_new_year else "M")
    if step.unit == "hour" and moment.time() != dt.time():
        return dateformat.format(moment, "j M Y, H:i" if is_new_year else "H:i")
    # Translators: a date on an axis, in Django's date format; the second with the year.
    form = pgettext("axis", "j M Y") if is_new_year else pgettext("axis", "j M")
    return dateformat.format(moment, form)


def _name(step: Step, at: float) -> str:
    if step.unit == "year":
        return str(_moment(at).year)
    return dateformat.format(_moment(at), {"month": "F Y", "day": "j F Y", "hour": "j F Y, H:i"}[step.unit])


def _moment(at: float) -> dt.datetime:
    return dt.datetime.fromordinal(min(int(at), int(END) - 1)) + dt.timedelta(minutes=round(at % 1 * 1440))


def year_begins(year: int) -> float:
    """Its first moment, or the end of the calendar."""
    return END if year > 9999 else float(dt.date(year, 1, 1).toordinal())


def text_width(text: str) -> float:
    """About how wide a line is drawn, in units of the drawing: what is wide in East Asia takes twice the room."""
    return sum(LETTER * (2 if unicodedata.east_asian_width(letter) in "WF" else 1) for letter in text)
