"""Where a timeline's facts are drawn: inside the drawing, apart from each other, and in the order of time."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Stance
from archive.reading.timeline.appearances import Appearance, Party
from archive.reading.timeline.axis import END, GAP, STEPS, axis, text_width
from archive.reading.timeline.drawing import MOST_MARKS, MOST_TAB_STOPS, WIDTH, Drawing, draw, shortened
from archive.reading.timeline.facts import Lane, Timeline
from archive.reading.timeline.marks import HALF, Mark
from archive.reading.timeline.notes import Note, notes_of
from archive.reading.timeline.order import doubts, reversals
from tests.reading.test_timeline import said
from tests.search.stock.counting import calls

EDGE = WIDTH - 4


def timeline(*lanes: list[Appearance], lanes_are: str = "sources") -> Timeline:
    made: list[Lane] = []
    notes: dict[Appearance, tuple[Note, ...]] = {}
    for number, entries in enumerate(lanes):
        dated = tuple(sorted((one for one in entries if one.when), key=lambda one: one.when.order if one.when else ()))
        undated = tuple(one for one in entries if not one.when)
        changes = (*reversals(dated), *doubts(dated))
        notes |= notes_of(dated, changes)
        made.append(Lane(Party("source", number, f"Source {number}", f"s-{number}"), dated, undated, changes))
    return Timeline(lanes_are, tuple(made), notes)


def day(year: int, month: int = 1, number: int = 1) -> float:
    return float(dt.date(year, month, number).toordinal())


@pytest.mark.parametrize(
    ("first", "last", "unit", "labels"),
    [
        (day(2014, 5, 2) + 0.3, day(2014, 5, 2) + 0.9, "hour", ["2 May 2014, 07:00", "10:00"]),
        (day(2014, 5, 2), day(2014, 5, 3), "day", ["29 Apr 2014", "30 Apr"]),
        (day(2014, 11, 3), day(2015, 2, 3), "month", ["Nov 2014", "Dec", "Jan 2015"]),
        (day(2013), day(2024, 5), "year", ["2013", "2014", "2015"]),
        (day(1624), day(2024), "year", ["1600", "1650"]),
        (1.0, END, "year", ["1", "1000", "2000"]),
    ],
)
def test_ticks_are_round_and_fit_the_range(first: float, last: float, unit: str, labels: list[str]) -> None:
    made = axis(first, last, 20, 700, EDGE)
    assert made.step.unit == unit
    assert 2 <= len(made.ticks) <= 20
    if unit in ("year", "month"):
        assert [tick.label for tick in made.ticks][: len(labels)] == labels


SPANS = st.tuples(st.floats(1, END - 1), st.floats(0, END)).map(lambda pair: (pair[0], min(sum(pair), END)))


@given(SPANS, st.integers(300, 700))
def test_no_two_labels_of_an_axis_touch_and_none_leaves_the_drawing(span: tuple[float, float], right: int) -> None:
    first, last = span
    made = axis(first, last, 20, right, right + 56)
    assert made.start <= first + 1 / 86_400, "to the second"
    assert last <= made.end
    assert made.x(first) <= made.x((first + last) / 2) <= made.x(last)
    ends = [(tick.x, tick.x + text_width(tick.label)) for tick in made.ticks if tick.label]
    assert ends
    assert ends[-1][1] <= right + 56
    if made.step != STEPS[-1]:
        assert all(end + GAP <= begin for (_, end), (begin, _) in itertools.pairwise(ends))


YEARS = st.integers(1, 9999)
VALUES = st.one_of(
    st.builds(lambda year, month: f"{year:04}-{month:02}", YEARS, st.integers(1, 12)),
    st.builds(lambda year, mark: f"{year:04}{mark}", YEARS, st.sampled_from(["", "?", "~"])),
    st.dates(dt.date(2012, 1, 1), dt.date(2015, 12, 31)).map(str),
    st.sampled_from(["", "2014-09-27T06:21:00+09:00", "2013/2015", "2014-09-27"]),
)
LANES = st.lists(st.lists(st.tuples(VALUES, st.sampled_from(list(Stance))), min_size=1, max_size=9), max_size=4)


@given(LANES)
def test_every_appearance_is_drawn_once_inside_apart_and_in_time(lanes: list[list[tuple[str, Stance]]]) -> None:
    facts = timeline(*[[said(value, stance) for value, stance in lane] for lane in lanes])
    drawing = draw(facts)
    drawn = [one for mark in drawing.marks for one in mark.appearances]
    assert sorted(one.passage for one in drawn) == sorted(one.passage for lane in facts.lanes for one in lane.shown)
    if drawing.axis is None:
        return
    for mark in drawing.marks:
        assert HALF <= mark.x <= WIDTH - HALF
        assert HALF <= mark.y <= drawing.height - HALF
        assert mark.x + HALF + text_width(mark.label) <= WIDTH + 4
    for row in rows_of(drawing):
        for left, right in itertools.pairwise(row):
            assert left.x + 2 * HALF <= right.x
            if not right.is_undated:
                assert latest(left) <= earliest(right)


def rows_of(drawing: Drawing) -> list[list[Mark]]:
    rows = itertools.groupby(sorted(drawing.marks, key=lambda mark: (mark.y, mark.x)), key=lambda mark: mark.y)
    return [list(row) for _, row in rows]


def latest(mark: Mark) -> float:
    return max(one.when.middle for one in mark.appearances if one.when)


def earliest(mark: Mark) -> float:
    return min(one.when.middle for one in mark.appearances if one.when)


def test_a_span_is_drawn_as_long_as_it_is_and_as_far_as_it_may_reach() -> None:
    drawing = draw(timeline([said("2013?"), said("2019"), said("2024-04-10")]))
    assert drawing.axis
    uncertain, year = drawing.lanes[0].bars
    assert uncertain.is_uncertain
    assert (uncertain.x, uncertain.end) == (drawing.axis.x(day(2013)), drawing.axis.x(day(2014)))
    assert uncertain.reach == (drawing.axis.x(day(2012, 1, 1)), drawing.axis.x(day(2014, 12, 31) + 1))
    assert not year.is_uncertain
    assert year.reach == (year.x, year.end) == (drawing.axis.x(day(2019)), drawing.axis.x(day(2020)))


def test_a_reversal_is_an_arrow_and_a_doubt_a_line_without_a_tip() -> None:
    sure = draw(timeline([said("2013-02-03"), said("2019-07", Stance.DISPUTES)])).lanes[0]
    [arrow] = sure.arrows
    assert arrow.head
    assert arrow.x1 < arrow.x2
    assert arrow.y1 < arrow.y2
    [line] = draw(timeline([said("2013?"), said("2014", Stance.DISPUTES)])).lanes[0].arrows
    assert not line.head


def test_what_is_undated_stands_apart_behind_the_axis() -> None:
    drawing = draw(timeline([said("2013"), said(""), said("")]))
    assert drawing.axis
    dated, undated = drawing.rows
    assert undated.x == drawing.undated_x > drawing.axis.right
    assert (undated.dates, undated.count, undated.label) == ("undated", 2, "×2")
    assert draw(timeline([said("2013")])).undated_x == 0
    assert dated.number == 1


def test_without_any_date_there_is_a_table_and_no_drawing() -> None:
    drawing = draw(timeline([said(""), said("", Stance.DISPUTES)]))
    assert drawing.axis is None
    assert [mark.dates for mark in drawing.rows] == ["undated", "undated"]
    assert draw(timeline()).rows == []


def test_the_same_day_makes_one_mark_with_its_number() -> None:
    [mark] = draw(timeline([said("2014-09-27") for _ in range(3)])).rows
    assert mark.count == 3
    assert mark.dates == "27 September 2014"
    assert mark.label.startswith("×3")
    assert mark.url == f"#{mark.row_id}"


def test_two_dates_four_centuries_apart_stand_at_the_ends() -> None:
    first, last = draw(timeline([said("1624"), said("2024")])).rows
    assert last.x - first.x > WIDTH / 2


def test_very_many_are_drawn_as_few_and_a_lane_that_says_little_keeps_each() -> None:
    many = [said(f"{year}-{month:02}-01") for year in range(1900, 2000) for month in range(1, 13)]
    few = [said("1910"), said("1912"), said("1990")]
    lanes = [[said(f"{year}") for year in range(1900, 2000, 4)] for _ in range(20)]
    drawing = draw(timeline(many, few, *lanes))
    assert len(drawing.marks) <= MOST_MARKS
    assert sum(mark.count for mark in drawing.lanes[0].marks) == 1200
    assert [mark.count for mark in drawing.lanes[1].marks] == [2, 1]
    assert drawing.is_thinned
    stops = [mark for mark in drawing.marks if mark.is_tab_stop]
    assert stops
    assert all(mark.notes for mark in stops)


def test_of_few_marks_the_keyboard_stops_at_each() -> None:
    drawing = draw(timeline([said(f"{year}") for year in range(2000, 2000 + MOST_TAB_STOPS, 4)]))
    assert all(mark.is_tab_stop for mark in drawing.marks)
    assert not drawing.is_thinned


def test_the_rows_follow_time_across_sources_and_lanes_where_lanes_are_claims() -> None:
    lanes = [said("2014"), said("2019")], [said("2012"), said("")]
    across = draw(timeline(*lanes))
    assert [mark.dates for mark in across.rows] == ["2012", "2014", "2019", "undated"]
    assert [party for party, _ in across.groups] == [None]
    by_lane = draw(timeline(*lanes, lanes_are="claims"))
    assert [mark.dates for mark in by_lane.rows] == ["2014", "2019", "2012", "undated"]
    assert [(party.name if party else "", len(rows)) for party, rows in by_lane.groups] == [
        ("Source 0", 2),
        ("Source 1", 2),
    ]


def test_a_name_that_does_not_fit_is_cut() -> None:
    assert shortened("Snow fell.", 100) == "Snow fell."
    for text in ("snow " * 100, "雪" * 100):
        cut = shortened(text, 200)
        assert cut.endswith("…")
        assert 150 < text_width(cut) <= 200


def test_cutting_a_long_name_costs_no_more_than_reading_it() -> None:
    few, many = (calls(partial(shortened, "snow " * length, 200)) for length in (100, 1_000))
    assert many <= 12 * few
