from __future__ import annotations

import pytest

from tests.benchmarks.extraction_pages import Score, of_all, score

WANTED = "the ferry sails again in the spring"  # 7 words: 4 runs


@pytest.mark.parametrize(
    ("found", "wanted", "expected"),
    [
        (WANTED, WANTED, Score(1.0, 1.0)),
        ("The ferry, sails!", WANTED, Score(0.0, 0.0)),
        ("the ferry sails again", WANTED, Score(1.0, 0.25)),
        (f"{WANTED} and {WANTED}", WANTED, Score(4 / 12, 1.0)),
        ("", WANTED, Score(None, 0.0)),
        ("two words", "two words", Score(1.0, 1.0)),
    ],
)
def test_a_text_is_scored_by_its_runs_of_words(found: str, wanted: str, expected: Score) -> None:
    assert score(found, wanted) == expected


def test_means_leave_out_the_precision_of_nothing() -> None:
    both = of_all([Score(None, 0.0), Score(0.8, 1.0)])
    assert both == Score(0.8, 0.5)
    assert both.f1 == pytest.approx(2 * 0.8 * 0.5 / 1.3)
    assert Score(None, 0.0).f1 == 0.0
