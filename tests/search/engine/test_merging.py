"""Commits merge little and often enough: few segments, little work in any one commit."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.engine import merging
from archive.search.engine.merging import MANY_SEGMENTS, WORDS_IN_A_COMMIT
from archive.search.engine.segments.codec import ArchiveSegment
from archive.search.engine.segments.write import MOST_WORDS


def of_words(words: int, documents: int = 1, gone: int = 0) -> ArchiveSegment:
    return ArchiveSegment("test", documents, words).without(frozenset(range(gone)))


def grown(sizes: Iterable[int], held: list[ArchiveSegment] | None = None) -> tuple[list[ArchiveSegment], list[int]]:
    """The segments after commits of so many words each, and how many words each commit merged."""
    held, merged = held or [], []
    for words in sizes:
        held.append(of_words(words))
        count = merging.tail_to_merge(held, words)
        tail = held[len(held) - count :]
        merged.append(sum(one.live_words for one in tail))
        if count:
            held[len(held) - count :] = [of_words(merged[-1])]
    return held, merged


def test_three_hundred_single_articles() -> None:
    held, merged = grown([500] * 300)
    assert len(held) <= 16
    assert max(merged) <= WORDS_IN_A_COMMIT
    assert sum(map(bool, merged)) <= 300 / 5  # most commits merge nothing
    assert sum(merged) <= 5 * 300 * 500  # and a word is written again once a tier


@pytest.mark.parametrize("words", [1, 500, 5_000, 100_000])
def test_single_articles_beside_a_large_index_never_rewrite_it(words: int) -> None:
    large = [of_words(MOST_WORDS), of_words(MOST_WORDS // 2), of_words(1_000_000)]
    held, merged = grown([words] * 300, large)
    assert max(merged) <= max(WORDS_IN_A_COMMIT, 4 * words) * 8
    assert len(held) <= MANY_SEGMENTS + 20
    assert [one.words for one in held[:2]] == [MOST_WORDS, MOST_WORDS // 2]


@given(sizes=st.lists(st.integers(1, 2_000_000), max_size=60))
def test_whatever_is_committed_a_merge_is_bounded(sizes: list[int]) -> None:
    held, merged = grown(sizes)
    for words, one in zip(sizes, merged, strict=True):
        assert one <= min(8 * max(WORDS_IN_A_COMMIT, 4 * words), MOST_WORDS)
    assert sum(one.words for one in held) == sum(sizes)


@given(sizes=st.lists(st.tuples(st.integers(0, MOST_WORDS), st.integers(1, 9), st.integers(0, 9)), max_size=20))
def test_groups_are_runs_that_each_fit_one_segment(sizes: list[tuple[int, int, int]]) -> None:
    segments = [of_words(words, documents, min(gone, documents)) for words, documents, gone in sizes]
    groups = merging.groups(segments)
    assert [one for group in groups for one in group] == segments
    for group in groups:
        assert group
        assert sum(one.live_words for one in group) <= MOST_WORDS
    for group, following in pairwise(groups):
        assert sum(one.live_words for one in [*group, following[0]]) > MOST_WORDS


def test_deleted_documents_cost_nothing_to_merge() -> None:
    assert of_words(1_000, 10, 4).live_words == 600
    assert of_words(1_000, 10, 10).live_words == 0
