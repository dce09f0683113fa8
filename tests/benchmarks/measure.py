"""Asking engines in turn, and what many times come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def median(values: Sequence[float]) -> float:
    """The middle value; of an even number the mean of the two. Raises ValueError for no values."""
    if not values:
        raise ValueError("There is no median of nothing.")
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def in_turn(count: int, round_number: int) -> Iterator[int]:
    """The numbers below `count`, beginning with another one each round, so that nobody always follows the same."""
    return ((round_number + place) % count for place in range(count))


def interleaved(
    engines: Sequence[Item], asks: int, rounds: int, once: Callable[[Item, int], float | None]
) -> list[list[list[float]]]:
    """Times by engine and round: each ask goes to every engine before the next ask does.

    once(engine, number of the ask): the time, or None where it is not to be taken.
    """
    times: list[list[list[float]]] = [[[] for _ in range(rounds)] for _ in engines]
    for round_number in range(rounds):
        for ask in range(asks):
            for place in in_turn(len(engines), round_number + ask):
                taken = once(engines[place], ask)
                if taken is not None:
                    times[place][round_number].append(taken)
    return times
