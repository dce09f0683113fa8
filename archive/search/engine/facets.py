"""How many of some documents hold each value of a field: counted by numbers, without reading the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from archive.search.engine.segments.layout import Array
from archive.search.engine.segments.read import Field
from archive.search.engine.snapshot import Kinds, Snapshot, View

Count = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a field in all segments, sorted. numbers: by segment that has the field, the place of each of its
    values among all; None where they are the same."""

    values: list[str]
    numbers: list[tuple[View, Field, Array]]

    def counts(self, docs: Array) -> Array:
        """By value, how many of the documents, ascending, hold it."""
        found = np.zeros(len(self.values), np.int64)
        for view, field, numbers in self.numbers:
            low, high = docs.searchsorted((view.offset, view.offset + field.documents))
            held = field.terms_of(docs[low:high] - view.offset)
            found[numbers] += np.bincount(held, minlength=len(numbers))
        return found


def values(snapshot: Snapshot, name: str) -> Values:
    """The values of the field, read once a generation."""
    return snapshot.once(("values", name), lambda: _values(snapshot, name))


def _values(snapshot: Snapshot, name: str) -> Values:
    held = [(view, field) for view, field in snapshot.fields(name) if len(field.terms)]
    every = sorted(set().union(*(field.values for _, field in held)))
    place = {value: number for number, value in enumerate(every)}
    return Values(
        every,
        [(view, field, np.array([place[value] for value in field.values], np.int64)) for view, field in held],
    )


def places(snapshot: Snapshot, name: str) -> Array:
    """By document the place of its value among all values of the field; -1 where it has none."""
    found = np.full(snapshot.size, -1, np.int64)
    for view, field, numbers in values(snapshot, name).numbers:
        found[view.offset : view.offset + field.documents] = np.append(numbers, -1)[field.term_numbers]
    return found


def counted(snapshot: Snapshot, kinds: Kinds, name: str, docs: Array) -> tuple[Count, ...]:
    """Each value that some live document of `kinds` holds, with how many of `docs` do; most frequent first."""
    field = values(snapshot, name)
    present = snapshot.once(
        ("present", name, kinds.names), lambda: np.flatnonzero(field.counts(np.flatnonzero(kinds.live)))
    )
    return _sorted(field.values, field.counts(docs), present)


def held(snapshot: Snapshot, name: str, docs: Array) -> tuple[Count, ...]:
    """Each value that some of the documents, ascending, hold, with how many do; most frequent first."""
    field = values(snapshot, name)
    counts = field.counts(docs)
    return _sorted(field.values, counts, np.flatnonzero(counts))


def _sorted(every: Sequence[str], counts: Array, chosen: Array) -> tuple[Count, ...]:
    # Values are in their order already, so a stable sort by count alone keeps it among equals.
    order = chosen[np.argsort(-counts[chosen], kind="stable")]
    return tuple((every[number], count) for number, count in zip(order.tolist(), counts[order].tolist(), strict=True))
