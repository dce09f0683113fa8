"""W3C selectors in and out, and every way in which one can be unreadable."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.selectors import SelectorError, Selectors, Span, TextPosition, TextQuote

QUOTE = {"type": "TextQuoteSelector", "exact": "tide", "prefix": "the ", "suffix": " turns"}
POSITION = {"type": "TextPositionSelector", "start": 4, "end": 8}

quotes = st.builds(TextQuote, st.text(min_size=1).filter(str.strip), st.text(), st.text())
positions = st.tuples(st.integers(0, 10**9), st.integers(1, 10**6)).map(lambda pair: TextPosition(pair[0], sum(pair)))


@given(
    st.builds(Selectors, quotes, positions) | st.builds(Selectors, quotes) | st.builds(Selectors, position=positions)
)
def test_what_is_written_is_read_back(selectors: Selectors) -> None:
    assert Selectors.from_w3c(selectors.to_w3c()) == selectors


def test_written_as_the_data_model_says() -> None:
    assert Selectors(TextQuote("tide", "the ", " turns"), TextPosition(4, 8)).to_w3c() == [QUOTE, POSITION]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (QUOTE, Selectors(TextQuote("tide", "the ", " turns"))),
        (POSITION, Selectors(position=TextPosition(4, 8))),
        ([POSITION, QUOTE], Selectors(TextQuote("tide", "the ", " turns"), TextPosition(4, 8))),
        ({"type": "TextQuoteSelector", "exact": "tide"}, Selectors(TextQuote("tide"))),
        ([{"type": "XPathSelector", "value": "/p"}, QUOTE], Selectors(TextQuote("tide", "the ", " turns"))),
        ([QUOTE, {"type": "TextQuoteSelector", "exact": "ebb"}], Selectors(TextQuote("tide", "the ", " turns"))),
    ],
    ids=["quote", "position", "both, any order", "quote alone", "unknown kind beside", "the first of two"],
)
def test_forms_that_are_read(value: object, expected: Selectors) -> None:
    assert Selectors.from_w3c(value) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "NoneType, not an object"),
        ("tide", "str, not an object"),
        ([QUOTE, 7], "int, not an object"),
        ([], "neither a TextQuoteSelector nor"),
        ({"type": "XPathSelector", "value": "/p"}, "neither a TextQuoteSelector nor"),
        (QUOTE | {"exact": ""}, "exact is missing or blank"),
        (QUOTE | {"exact": " \n\t"}, "exact is missing or blank"),
        ({"type": "TextQuoteSelector"}, "exact is missing or blank"),
        (QUOTE | {"exact": 5}, "exact is int, not a string"),
        (QUOTE | {"prefix": None}, "prefix is NoneType, not a string"),
        (QUOTE | {"suffix": ["x"]}, "suffix is list, not a string"),
        (POSITION | {"start": "4"}, "must be whole numbers"),
        (POSITION | {"end": 8.0}, "must be whole numbers"),
        (POSITION | {"start": True}, "must be whole numbers"),
        ({"type": "TextPositionSelector", "start": 4}, "must be whole numbers"),
        (POSITION | {"start": -1}, "not -1 and 8"),
        (POSITION | {"end": 4}, "not 4 and 4"),
        (POSITION | {"end": 2}, "not 4 and 2"),
    ],
)
def test_forms_that_are_refused(value: Any, message: str) -> None:
    with pytest.raises(SelectorError, match=message):
        Selectors.from_w3c(value)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (-4, -1)])
def test_no_span_is_empty_or_backwards(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"not {start} and {end}"):
        Span(start, end)


def test_a_span_has_its_length_in_code_points() -> None:
    assert len(Span(2, 9)) == 7
