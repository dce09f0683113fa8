"""Where the facts of a timeline are drawn. Lengths are whole units of the drawing, about one pixel each.

A date that is as wide as its sign, or wider, has a bar under it for its stated span; what is marked as uncertain or
approximate has a bar with a broken edge, and broken lines as far as it may reach. Whole units are exact enough and,
unlike fractions, are written alike in every locale.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from archive.models import Stance
from archive.reading.timeline.appearances import Appearance, Party
from archive.reading.timeline.axis import AXIS_HEIGHT, Axis, axis, text_width, year_begins
from archive.reading.timeline.facts import ROWS, Lane, Timeline
from archive.reading.timeline.marks import HALF, UNDATED, Cluster, Mark, clusters, row_marks
from archive.reading.timeline.order import Change
from archive.rendering import SIGNS

WIDTH = 760
LEFT = 20  # where the axis begins: half a mark and a little
COUNT_ROOM = 44  # for the count of the last mark: ×5000
HEAD_HEIGHT = 26  # a lane's name
ROW_HEIGHT = 34
LANE_GAP = 10
MOST_MARKS = 200  # more are neither told apart nor listened to: neighbours are then drawn as one
MOST_TAB_STOPS = 40  # beyond these the keyboard stops at what is notable; all the others are in the table
SHORT = 12  # rows of a table that need not be folded
MOST_BARS = 12  # under one mark


@dataclass(frozen=True, slots=True)
class Bar:
    """The stated span of a date, and how far it may reach beyond it."""

    stance: Stance
    x: int
    y: int
    width: int
    is_uncertain: bool
    reach: tuple[int, int]

    @property
    def end(self) -> int:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Arrow:
    """A change of mind, from mark to mark. head: the points of its tip; none where the order is not certain."""

    x1: int
    y1: int
    x2: int
    y2: int
    head: str


@dataclass(frozen=True, slots=True)
class LaneDrawing:
    """top: where it begins. name: as much of its name as fits. rows: how far down each stance's line is."""

    lane: Lane
    name: str
    top: int
    rows: tuple[int, ...]
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    marks: tuple[Mark, ...]

    @property
    def height(self) -> int:
        return HEAD_HEIGHT + ROW_HEIGHT * len(self.rows) + LANE_GAP


@dataclass(frozen=True, slots=True)
class Drawing:
    """A timeline with its places. axis: None where nothing shown is dated; then there is nothing to draw.

    top: the height of the axis and what stands between it and the lanes; height: of all. Each lane is a picture of its
    own, a strip of the whole, so that a long timeline breaks between lanes when it is printed.
    """

    timeline: Timeline
    axis: Axis | None
    lanes: tuple[LaneDrawing, ...]
    top: int
    height: int

    @property
    def grid(self) -> str:
        """The ticks' lines through all lanes, as the data of one path."""
        return "".join(f"M{tick.x} 24V{self.height}" for tick in self.axis.ticks) if self.axis else ""

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def marks(self) -> list[Mark]:
        return [mark for lane in self.lanes for mark in lane.marks]

    @property
    def undated_x(self) -> int:
        """Where the undated ones stand apart; 0 where there are none."""
        return self.axis.right + COUNT_ROOM + UNDATED if self.axis and self.timeline.undated_count else 0

    @property
    def rows(self) -> list[Mark]:
        """The rows of the table: every mark once, in the order of their numbers."""
        return sorted(self.marks, key=lambda mark: mark.number)

    @property
    def groups(self) -> list[tuple[Party | None, list[Mark]]]:
        """The rows of the table under what heads them: each claim, or nothing where lanes are sources."""
        if self.timeline.lanes_are == "sources":
            return [(None, self.rows)]
        lanes = ((lane.lane.party, sorted(lane.marks, key=lambda mark: mark.number)) for lane in self.lanes)
        return [(party, marks) for party, marks in lanes if marks]

    @property
    def legend(self) -> list[tuple[Stance, str, str]]:
        """The stances in the order of their rows, each with its sign and name."""
        return [(stance, SIGNS[stance], str(stance.label)) for stance in ROWS]

    @property
    def is_short(self) -> bool:
        """The table may stand open."""
        return len(self.marks) <= SHORT

    @property
    def is_merged(self) -> bool:
        """Some mark stands for several articles."""
        return any(len(mark.articles) > 1 for mark in self.marks)

    @property
    def is_thinned(self) -> bool:
        """The keyboard does not stop at every mark of the drawing."""
        return any(not mark.is_tab_stop for mark in self.marks)


def draw(timeline: Timeline, years: tuple[int | None, int | None] = (None, None), top: int = 0) -> Drawing:
    """Place all that `timeline` shows. years: the first and last that the axis must keep to. top: room above lanes."""
    made = time_axis(timeline, years)
    rows = _clustered(timeline, made)
    lanes, y = [], AXIS_HEIGHT + top
    for lane, clustered in zip(timeline.lanes, rows, strict=True):
        drawn = _lane(timeline, lane, clustered, y, made)
        lanes.append(drawn)
        y += drawn.height
    return Drawing(timeline, made, tuple(_numbered(timeline, lanes)), AXIS_HEIGHT + top, y)


def time_axis(timeline: Timeline, years: tuple[int | None, int | None] = (None, None)) -> Axis | None:
    """The one axis of all lanes, as long as their dates may reach."""
    dated = [one.when for one in timeline.dated if one.when]
    if not dated:
        return None
    first = min(when.begin if when.instant else when.reach[0] for when in dated)
    last = max(when.end if when.instant else when.reach[1] + 1 for when in dated)
    return axis(*within(first, last, years), LEFT, _right(timeline), WIDTH - 4)


def within(first: float, last: float, years: tuple[int | None, int | None]) -> tuple[float, float]:
    """A span of days, cut to the years asked for."""
    low, high = years
    first = max(first, year_begins(low)) if low else first
    last = min(last, year_begins(high + 1)) if high else last
    return first, max(first, last)


def _right(timeline: Timeline) -> int:
    """Where the axis ends: the last mark's count, and the undated ones, have their place behind it."""
    undated = 2 * UNDATED if timeline.undated_count else 0
    return WIDTH - HALF - COUNT_ROOM - undated


def _clustered(timeline: Timeline, made: Axis | None) -> list[dict[Stance, list[Cluster]]]:
    """The clusters of each lane by stance; while there are too many, with twice the gap in the lane that has most."""
    gaps = [1] * len(timeline.lanes)
    found = [_by_stance(lane, made, 1) for lane in timeline.lanes]
    while sum(sizes := [sum(map(len, rows.values())) for rows in found]) > MOST_MARKS:
        place = max(range(len(found)), key=lambda number: sizes[number] * (gaps[number] <= WIDTH))
        gaps[place] *= 2
        found[place] = _by_stance(timeline.lanes[place], made, gaps[place])
    return found


def _by_stance(lane: Lane, made: Axis | None, gap: int) -> dict[Stance, list[Cluster]]:
    of = {stance: [one for one in lane.dated if one.stance == stance] for stance in lane.stances}
    return {stance: clusters(dated, made, gap) if made else [] for stance, dated in of.items()}


def _lane(
    timeline: Timeline, lane: Lane, clustered: dict[Stance, list[Cluster]], top: int, made: Axis | None
) -> LaneDrawing:
    marks: list[Mark] = []
    first = top + HEAD_HEIGHT + ROW_HEIGHT // 2
    heights = range(first, first + ROW_HEIGHT * len(clustered), ROW_HEIGHT)
    end = made.right + COUNT_ROOM + HALF if made else WIDTH
    for (stance, row), y in zip(clustered.items(), heights, strict=True):
        marks += row_marks(lane, stance, row, y, timeline.notes, end)
        if undated := tuple(one for one in lane.undated if one.stance == stance):
            marks.append(Mark(lane, stance, undated, (), end - HALF + UNDATED, y, room=COUNT_ROOM))
    return LaneDrawing(
        lane,
        shortened(lane.party.name, WIDTH - 2 * LEFT),
        top,
        tuple(heights),
        tuple(bar for mark in marks for bar in _bars(mark, made)),
        tuple(_arrows(lane.changes, marks)),
        tuple(marks),
    )


def _bars(mark: Mark, made: Axis | None) -> list[Bar]:
    """The distinct spans of a mark's dates that are wider than its sign."""
    found: dict[Bar, None] = {}
    for one in mark.appearances:
        if made is None or one.when is None:
            continue
        x, end = made.x(one.when.begin), made.x(one.when.end)
        first, last = one.when.reach
        reach = (made.x(first), made.x(last + 1)) if one.when.is_uncertain else (x, end)
        if reach[1] - reach[0] > 2 * HALF:
            found[Bar(mark.stance, x, mark.y, end - x, one.when.is_uncertain, reach)] = None
    return list(found)[:MOST_BARS]


def _arrows(changes: Iterable[Change], marks: Sequence[Mark]) -> list[Arrow]:
    """An arrow from mark to mark, once where several changes share both."""
    of: dict[Appearance, Mark] = {one: mark for mark in marks for one in mark.appearances}
    pairs = {(of[change.before], of[change.after], change.is_certain): None for change in changes}
    return [_arrow(before, after, is_certain) for before, after, is_certain in pairs]


def _arrow(before: Mark, after: Mark, is_certain: bool) -> Arrow:
    """From the edge of one sign to that of the other."""
    across, down = after.x - before.x, after.y - before.y
    length = math.hypot(across, down) or 1.0
    dx, dy = across / length, down / length
    x2, y2 = after.x - dx * HALF, after.y - dy * HALF
    tip = [(x2, y2), *((x2 - 8 * dx + side * dy, y2 - 8 * dy - side * dx) for side in (5, -5))]
    return Arrow(
        round(before.x + dx * HALF),
        round(before.y + dy * HALF),
        round(x2),
        round(y2),
        " ".join(f"{round(x)},{round(y)}" for x, y in tip) if is_certain else "",
    )


def _numbered(timeline: Timeline, lanes: Sequence[LaneDrawing]) -> list[LaneDrawing]:
    """Number the marks in the order of the table: in time where lanes are sources, else lane by lane in time."""
    places = {id(lane): number if timeline.lanes_are == "claims" else 0 for number, lane in enumerate(lanes)}
    keyed = [((places[id(lane)], *_listed(mark)), mark) for lane in lanes for mark in lane.marks]
    ordered = [mark for _key, mark in sorted(keyed, key=lambda pair: pair[0])]
    is_thinned = len(ordered) > MOST_TAB_STOPS
    numbered = {
        mark: replace(mark, number=number, is_tab_stop=not is_thinned or bool(mark.notes))
        for number, mark in enumerate(ordered, start=1)
    }
    return [replace(lane, marks=tuple(numbered[mark] for mark in lane.marks)) for lane in lanes]


def _listed(mark: Mark) -> tuple[bool, tuple[float, float, str], int, int]:
    when = mark.appearances[0].when
    return when is None, when.order if when else (0.0, 0.0, ""), mark.y, mark.x


def shortened(text: str, room: int) -> str:
    """As much of a line as fits."""
    ends = list(accumulate(map(text_width, text)))
    if not ends or ends[-1] <= room:
        return text
    return f"{text[: bisect_right(ends, room - text_width('…'))].rstrip()}…"
