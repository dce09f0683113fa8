"""Counting what sorting and sweeping over spans costs: comparisons of their edges, not seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.text.selectors import Span


class CountedInt(int):
    """A number that counts how often it is compared."""

    compared = 0

    def __lt__(self, other: int) -> bool:
        CountedInt.compared += 1
        return int(self) < int(other)

    def __le__(self, other: int) -> bool:
        CountedInt.compared += 1
        return int(self) <= int(other)

    def __gt__(self, other: int) -> bool:
        CountedInt.compared += 1
        return int(self) > int(other)

    def __ge__(self, other: int) -> bool:
        CountedInt.compared += 1
        return int(self) >= int(other)


class CountedSpan(Span):
    """A span whose edges count."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(CountedInt(start), CountedInt(end))


def comparisons(run: Callable[[list[Span]], Any], count: int) -> int:
    """How many comparisons of edges `run` makes of `count` spans, each overlapping three others, given in disorder."""
    disordered: list[Span] = [
        CountedSpan(5 * place, 5 * place + 12) for place in (i * 7919 % count for i in range(count))
    ]
    CountedInt.compared = 0
    run(disordered)
    return CountedInt.compared
