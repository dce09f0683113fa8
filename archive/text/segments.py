"""Overlapping spans become ordered segments, so that each stretch of a text is rendered once and keeps every mark."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.text.selectors import Span


@dataclass(frozen=True, slots=True)
class Segment:
    """The half-open range [start, end) of a text, in code points, and the indexes of the spans on it, ascending."""

    start: int
    end: int
    spans: tuple[int, ...]


def segments(length: int, spans: Sequence[Span], start: int = 0, most: int | None = None) -> list[Segment]:
    """The segments that `cut` yields, in a list."""
    return list(cut(length, spans, start, most))


def cut(length: int, spans: Sequence[Span], start: int = 0, most: int | None = None) -> Iterator[Segment]:
    """Cut [start, length) at every edge of `spans` into segments, in order, none empty.

    Spans are clipped to the range; one that lies outside of it marks nothing. `Segment.spans` index into `spans`; of
    more than `most` on one segment it holds those that come first in `spans`. One sweep over the sorted edges:
    O(n log n + k) for n spans and k marks in the result, which without `most` may be the square of n.
    """
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for index, span in enumerate(spans):
        first, last = max(span.start, start), min(span.end, length)
        if first < last:
            opening.setdefault(first, []).append(index)
            closing.setdefault(last, []).append(index)
    cuts = sorted({start, length, *opening, *closing}) if start < length else []
    active: list[int] = []
    for place, following in pairwise(cuts):
        for index in closing.get(place, ()):
            del active[bisect_left(active, index)]
        for index in opening.get(place, ()):
            insort(active, index)
        yield Segment(place, following, tuple(active[:most]))
