"""The truth that anchoring is measured by."""

from __future__ import annotations

import pytest

from archive.text.selectors import Span
from tests.benchmarks.anchoring import judged, overlap
from tests.benchmarks.counterparts import Alignment, Fate, Target

OLD = "The harbour froze in January and every pilot stayed ashore until the ice was gone in spring"


def target(new: str, first: int = 4, last: int = 12) -> tuple[Fate, str]:
    """What the words `January and every pilot stayed ashore until the` have become."""
    found = Alignment(OLD, new).target(first, last)
    return found.fate, new[found.span.start : found.span.end] if found.span else ""


@pytest.mark.parametrize(
    ("new", "fate", "words"),
    [
        (f"Note. {OLD}", Fate.STANDS, "January and every pilot stayed ashore until the"),
        (OLD.replace("stayed", "remained"), Fate.CHANGED, "January and every pilot remained ashore until the"),
        (OLD.replace("every", "almost every"), Fate.CHANGED, "January and almost every pilot stayed ashore until the"),
        (f"{OLD}. {OLD}", Fate.REPEATED, "January and every pilot stayed ashore until the"),
        ("The harbour froze in ice was gone in spring", Fate.GONE, ""),
    ],
)
def test_what_words_have_become(new: str, fate: Fate, words: str) -> None:
    assert target(new) == (fate, words)


def test_a_way_is_judged_by_where_it_leads() -> None:
    meant = Target(Fate.CHANGED, Span(10, 20), 0.9)
    verdicts = [judged(found, meant) for found in (Span(10, 20), Span(11, 20), Span(0, 12), None)]
    assert verdicts == ["exact", "near", "elsewhere", "lost"]
    assert judged(Span(0, 5), Target(Fate.GONE, None, 0.0)) == "elsewhere"
    assert overlap(Span(0, 10), Span(5, 15)) == pytest.approx(1 / 3)
