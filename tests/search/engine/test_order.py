"""The best of many documents are those that sorting all of them puts first."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.search.engine import order

values = st.integers(-3, 3)


@given(
    held=st.lists(st.tuples(values, values, values), max_size=30),
    wanted=st.integers(0, 40),
    kind=st.sampled_from([np.int64, np.float64]),
)
def test_the_best_are_the_first_of_all_sorted(
    held: list[tuple[int, int, int]], wanted: int, kind: type[np.int64 | np.float64]
) -> None:
    docs = np.arange(len(held)) * 3
    keys = [np.array([one[place] for one in held], kind) for place in range(3)]
    found = order.best(docs, [*keys, docs], wanted)
    assert found.tolist() == [number * 3 for number in sorted(range(len(held)), key=lambda n: (held[n], n))][:wanted]


@given(held=st.lists(st.none() | st.floats(allow_nan=False)), descending=st.booleans())
def test_ranks_sort_as_values_do_with_the_missing_last(held: list[float | None], descending: bool) -> None:
    missing = np.array([one is None for one in held], bool)
    found = order.ranks(np.array([one or 0.0 for one in held]), missing, descending=descending).tolist()
    for one, rank in zip(held, found, strict=True):
        for other, after in zip(held, found, strict=True):
            if one is None or other is None:
                assert (rank < after) == (one is not None and other is None)
            else:
                assert (rank < after) == ((one > other) if descending else (one < other))
