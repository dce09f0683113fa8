"""What was met: a set that takes little memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.warc.seen import Seen


@given(st.lists(st.one_of(st.text(max_size=3), st.tuples(st.text(max_size=2), st.text(max_size=2))), max_size=60))
def test_it_holds_what_was_added_and_nothing_else(things: list[object]) -> None:
    seen = Seen()
    for number, thing in enumerate(things):
        assert (thing in seen) == (thing in things[:number])
        seen.add(thing)
    assert all(thing in seen for thing in things)


def peak(add: Callable[[str], None]) -> int:
    """Bytes that are taken at most while many things are added."""
    tracemalloc.start()
    try:
        for number in range(100_000):
            add(f"here {number}")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_many_things_are_all_held_in_half_of_what_hashes_in_a_set_take() -> None:
    seen, plain = Seen(), set[int]()
    assert 2 * peak(seen.add) < peak(lambda thing: plain.add(hash(thing)))
    assert all(f"here {number}" in seen for number in range(100_000))
    assert not any(f"there {number}" in seen for number in range(100_000))


class Zero:
    """Whose hash is the mark of an empty place."""

    def __hash__(self) -> int:
        return 0


def test_a_hash_of_nothing_is_one_like_others() -> None:
    seen, thing = Seen(), Zero()
    assert thing not in seen
    seen.add(thing)
    assert thing in seen
