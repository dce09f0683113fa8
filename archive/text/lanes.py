"""Lanes for spans that overlap: each keeps one lane for its whole length, and no two in a lane share a character."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from archive.text.selectors import Span


def lanes(spans: Sequence[Span]) -> list[int]:
    """The lane of each of `spans`, from 0, in the order given.

    Greedy colouring of intervals in the order of their starts, the longest first where several start: as few lanes as
    the most spans on one character, which no way of colouring can better. O(n log n) for n spans.
    """
    found = [0] * len(spans)
    taken: list[tuple[int, int]] = []  # (end, lane) of the spans that have begun, those that end first in front
    free: list[int] = []
    for index in sorted(range(len(spans)), key=lambda index: (spans[index].start, -spans[index].end)):
        span = spans[index]
        while taken and taken[0][0] <= span.start:
            heappush(free, heappop(taken)[1])
        lane = heappop(free) if free else len(taken)
        heappush(taken, (span.end, lane))
        found[index] = lane
    return found
