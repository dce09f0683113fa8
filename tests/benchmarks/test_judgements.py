"""Rankings judged by hand, against what is computed of them."""

from __future__ import annotations

import math

import pytest

from tests.benchmarks.judgements import average_precision, ndcg, reciprocal_rank


def test_a_perfect_ranking_gains_all_there_is() -> None:
    assert ndcg([3, 1, 2], {1, 2, 3}) == pytest.approx(1)
    assert average_precision([3, 1, 2], {1, 2, 3}) == pytest.approx(1)


def test_relevant_documents_gain_less_the_lower_they_stand() -> None:
    best = 1 + 1 / math.log2(3)
    assert ndcg([9, 1, 8, 2], {1, 2}) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / best)


def test_what_lies_below_the_depth_gains_nothing() -> None:
    assert ndcg([*range(100, 110), 1], {1}) == 0
    assert reciprocal_rank([*range(100, 110), 1], 1) == 0


def test_more_relevant_documents_than_places_can_still_be_perfect() -> None:
    assert ndcg(list(range(10)), set(range(50))) == pytest.approx(1)


def test_average_precision_counts_what_was_not_found() -> None:
    assert average_precision([1, 9, 2], {1, 2, 3, 4}) == pytest.approx((1 / 1 + 2 / 3) / 4)


def test_the_rank_of_the_one_that_is_wanted() -> None:
    assert reciprocal_rank([5, 6, 7], 7) == pytest.approx(1 / 3)
    assert reciprocal_rank([], 7) == 0


@pytest.mark.parametrize("judge", [ndcg, average_precision])
def test_nothing_relevant_is_no_judgement(judge: object) -> None:
    with pytest.raises(ValueError, match="cannot be judged"):
        judge([1, 2], set())  # type: ignore[operator] # both take these
