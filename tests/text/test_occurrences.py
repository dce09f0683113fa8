"""Every place of some words, the nearest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.occurrences import outwards


def by_distance(text: str, words: str, near: int) -> list[int]:
    """The same, found the slow way."""
    near = min(max(near, 0), len(text))
    starts = [start for start in range(len(text)) if text.startswith(words, start)]
    return sorted(starts, key=lambda start: (abs(start - near), start))


@given(st.text("ab", max_size=50), st.text("ab", min_size=1, max_size=4), st.integers(-5, 60))
def test_short_words(text: str, words: str, near: int) -> None:
    assert list(outwards(text, words, near)) == by_distance(text, words, near)


@given(st.text("ab", max_size=4), st.integers(65, 80), st.integers(0, 30), st.integers(-5, 200))
def test_words_longer_than_reverse_search_bears(edge: str, size: int, more: int, near: int) -> None:
    text = edge + "a" * (size + more) + edge + "a" * size + edge

    assert list(outwards(text, "a" * size, near)) == by_distance(text, "a" * size, near)


def test_nothing_is_no_words_to_look_for() -> None:
    with pytest.raises(ValueError, match="there must be words"):
        next(outwards("tide", "", 0))
