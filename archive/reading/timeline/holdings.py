"""How many articles the archive holds from each time, so that silence is seen as what it is."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count
from django.utils.translation import gettext as _

from archive.models.article import ArticleQuerySet
from archive.reading.timeline.axis import AXIS_HEIGHT, Axis, Step, Tick

BARS_HEIGHT = 96  # units of the drawing, with the numbers above the bars
TALLEST = 60  # of one bar
FULL = 4  # articles that make a bar as tall as it may be, where no period has more
NARROWEST = 26  # of a bar that has its number above it


@dataclass(frozen=True, slots=True)
class Period:
    """The time from one tick of the axis to the next. label: when it begins, in words.

    held: articles published then, or perhaps then. perhaps: those of them whose date reaches beyond it.
    speaking: those of `held` that speak to the claims that are chosen.
    """

    label: str
    x: int
    width: int
    held: int
    perhaps: int
    speaking: int
    tallest: int

    @property
    def height(self) -> int:
        return self._scaled(self.held)

    @property
    def speaking_height(self) -> int:
        return self._scaled(self.speaking)

    @property
    def has_number(self) -> bool:
        return self.width >= NARROWEST and self.held > 0

    def _scaled(self, count: int) -> int:
        return max(round(count / self.tallest * TALLEST), 1) if count else 0


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds along an axis. outside: articles from before or after it. undated: of unknown date."""

    periods: tuple[Period, ...]
    outside: int
    undated: int

    @property
    def baseline(self) -> int:
        """Where the bars stand, from the top of the drawing."""
        return AXIS_HEIGHT + BARS_HEIGHT


Spans = list[tuple[dt.date | None, dt.date | None, int]]


def holdings(axis: Axis, held: ArticleQuerySet, speaking: ArticleQuerySet) -> Holdings:
    """Count `held` and `speaking` between the ticks of `axis`, in two queries that the database groups by date."""
    edges = [tick.at for tick in axis.ticks]
    spans = _spans(held)
    all_held, perhaps = _counted(spans, edges)
    all_speaking, _unused = _counted(_spans(speaking), edges)
    tallest = max([*all_held, FULL])
    pairs = list(pairwise(axis.ticks))
    counts = zip(pairs, all_held, perhaps, all_speaking, strict=True)
    periods = tuple(
        Period(_label(here, axis.step), here.x, after.x - here.x, held_n, perhaps_n, speaking_n, tallest)
        for (here, after), held_n, perhaps_n, speaking_n in counts
    )
    outside = sum(n for first, last, n in spans if first and last and not _touched(edges, first, last))
    return Holdings(periods, outside, sum(n for first, _last, n in spans if first is None))


def _spans(articles: ArticleQuerySet) -> Spans:
    rows = articles.order_by().values_list("published_earliest", "published_latest").annotate(n=Count("pk"))
    return list(rows)


def _counted(spans: Spans, edges: list[float]) -> tuple[list[int], list[int]]:
    """How many may lie in each period, and how many of these reach beyond it."""
    counts, perhaps = [0] * (len(edges) - 1), [0] * (len(edges) - 1)
    for first, last, n in spans:
        if first is None or last is None:
            continue
        touched = _touched(edges, first, last)
        is_vague = len(touched) > 1 or first.toordinal() < edges[0] or last.toordinal() >= edges[-1]
        for place in touched:
            counts[place] += n
            perhaps[place] += n * is_vague
    return counts, perhaps


def _touched(edges: list[float], first: dt.date, last: dt.date) -> range:
    """The periods that a span of days lies in; empty where it lies outside all of them."""
    low, high = bisect_right(edges, first.toordinal()) - 1, bisect_right(edges, last.toordinal()) - 1
    return range(max(low, 0), min(high, len(edges) - 2) + 1)


def _label(tick: Tick, step: Step) -> str:
    """'2014', or 'from 2010' where a period is longer than its name says."""
    return tick.name if step.size == 1 else _("from %(date)s") % {"date": tick.name}
