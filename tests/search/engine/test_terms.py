"""A TermList answers as a sorted list does."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.search.engine.segments.terms import TermList, term_arrays

# Few letters, so that terms share beginnings longer than the eight bytes that are kept as a number.
term = st.lists(st.sampled_from([b"a", b"ab", b"\0", b"\xff", "灯".encode(), b"aaaaaaaa"]), max_size=4).map(b"".join)
terms = st.lists(term | st.binary(max_size=12), unique=True).map(sorted)


def made(held: list[bytes]) -> TermList:
    arrays = term_arrays(held)
    return TermList(arrays["blob"], arrays["ends"], arrays["heads"])


@given(held=terms, asked=st.lists(term))
def test_it_finds_and_places_as_a_sorted_list_does(held: list[bytes], asked: list[bytes]) -> None:
    found = made(held)
    assert len(found) == len(held)
    assert [found[number] for number in range(len(found))] == held
    for one in [*asked, *held]:
        assert found.place(one) == bisect_left(held, one)
        assert found.find(one) == (held.index(one) if one in held else -1)


@given(held=terms, ends=st.tuples(st.integers(0, 20), st.integers(0, 20)))
def test_all_terms_or_a_run_of_them(held: list[bytes], ends: tuple[int, int]) -> None:
    found = made(held)
    start, stop = (min(end, len(held)) for end in sorted(ends))
    assert found.all() == held
    assert found.all(range(start, stop)) == held[start:stop]


def test_no_terms() -> None:
    found = made([])
    assert (len(found), found.all(), found.find(b"a"), found.place(b"a")) == (0, [], -1, 0)
    assert term_arrays([])["heads"].dtype == np.dtype("<u8")
