"""The places that a curator may choose from when a quotation is lost."""

from __future__ import annotations

from itertools import pairwise

from archive.text.fuzzy import nearest
from archive.text.selectors import TextPosition, TextQuote

TEXT = (
    "The pilots stayed ashore all winter.\n\n"
    "For eleven long days the old ferry had stayed in the port, people said.\n\n"
    "Gardens are open until the autumn. The ferry will not stay in port again."
)
QUOTE = TextQuote("The ferry stayed in port for eleven days", "", "")


def test_the_likeliest_place_comes_first_and_none_overlaps_another() -> None:
    found = nearest(TEXT, QUOTE, None)
    words = [TEXT[span.start : span.end] for span, _ in found]
    assert any("ferry" in one for one in words[:2])
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    spans = sorted(span for span, _ in found)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_words_that_stand_twice_are_offered_both() -> None:
    twice = "The quay is old and grey.\n\nMany came. The quay is old and grey."
    found = nearest(twice, TextQuote("The quay is old and grey."), TextPosition(0, 25))
    assert [(span.start, score) for span, score in found[:2]] == [(0, 1.0), (38, 1.0)]


def test_nothing_is_offered_for_nothing_or_for_far_too_much() -> None:
    assert nearest(TEXT, TextQuote(" \n "), None) == []
    assert nearest(TEXT, TextQuote("word " * 2000), None) == []
    assert nearest("", QUOTE, None) == []
