"""What was met in web archives: very many hashes in little memory, 12 to 24 bytes each, where a set takes some 80."""

from __future__ import annotations

from array import array
from collections.abc import Hashable

_MASK = (1 << 64) - 1
_FIRST = 1 << 10  # places at the beginning; a power of two
_FULL = 2 / 3  # of the places: the table is doubled then


class Seen:
    """A set of things that are known by their hashes of 64 bits, of which no two of millions are the same.

    A table of hashes with linear probing; 0 is an empty place.
    """

    def __init__(self) -> None:
        self._table = array("Q", [0]) * _FIRST
        self._count = 0

    def add(self, *things: Hashable) -> None:
        for thing in things:
            self._put(_hash(thing))

    def __contains__(self, thing: Hashable) -> bool:
        value = _hash(thing)
        return self._table[self._place(value)] == value

    def _put(self, value: int) -> None:
        place = self._place(value)
        if self._table[place]:
            return
        self._table[place] = value
        self._count += 1
        if self._count > _FULL * len(self._table):
            self._grow()

    def _grow(self) -> None:
        old = self._table
        self._table = array("Q", [0]) * (2 * len(old))
        for value in old:
            if value:
                self._table[self._place(value)] = value

    def _place(self, value: int) -> int:
        """Where a hash stands, or would."""
        table, last = self._table, len(self._table) - 1
        place = value & last
        while table[place] not in (0, value):
            place = (place + 1) & last
        return place


def _hash(thing: Hashable) -> int:
    return hash(thing) & _MASK or 1
