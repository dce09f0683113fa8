"""What anchoring promises of any text."""

from __future__ import annotations

import string

from hypothesis import assume, given
from hypothesis import strategies as st

from archive.text.anchoring import MINIMUM_SCORE, AnchorState, anchor, describe
from archive.text.selectors import Selectors, Span, TextPosition, TextQuote

anything = st.text(st.characters(exclude_categories=()), max_size=200)  # lone surrogates too
repetitive = st.text("ab \n", max_size=120)
texts = anything | repetitive
words = st.text(string.ascii_lowercase, min_size=4, max_size=6)
selectors = st.builds(
    Selectors,
    st.none() | st.builds(TextQuote, texts, texts, texts),
    st.none() | st.builds(TextPosition, st.integers(), st.integers()),
)


@st.composite
def texts_with_span(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(texts.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


def places(text: str, quote: TextQuote) -> list[int]:
    """Every place where the quotation stands with just these words before and behind it."""
    return [
        start
        for start in range(len(text))
        if text.startswith(quote.exact + quote.suffix, start) and text[:start].endswith(quote.prefix)
    ]


@given(texts_with_span(), st.integers(0, 40))
def test_what_is_described_is_found_where_it_is(case: tuple[str, Span], context: int) -> None:
    text, span = case
    found = anchor(text, describe(text, span, context))

    assert (found.state, found.span, found.score) == (AnchorState.EXACT, span, 1.0)


@given(texts_with_span(), st.integers(0, 40))
def test_without_its_position_it_is_found_just_where_words_and_surroundings_stand_once(
    case: tuple[str, Span], context: int
) -> None:
    text, span = case
    quote = describe(text, span, context).quote
    assert quote
    found = anchor(text, Selectors(quote))

    if len(places(text, quote)) == 1:
        assert (found.state, found.span) == (AnchorState.EXACT, span)
    else:
        assert (found.state, found.span, found.score) == (AnchorState.LOST, None, 1.0)


@given(texts_with_span(), texts, texts)
def test_after_any_edits_elsewhere_it_is_found_if_its_words_stand_once(
    case: tuple[str, Span], before: str, behind: str
) -> None:
    text, span = case
    exact = text[span.start : span.end]
    later = before + exact + behind
    assume(later.find(exact) == later.rfind(exact))

    found = anchor(later, describe(text, span))

    state = AnchorState.EXACT if len(before) == span.start else AnchorState.MOVED
    assert (found.state, found.span) == (state, Span(len(before), len(before) + len(exact)))


@given(texts_with_span(), texts, texts)
def test_after_edits_beyond_its_surroundings_it_is_found_if_words_and_surroundings_stand_once(
    case: tuple[str, Span], before: str, behind: str
) -> None:
    text, span = case
    described = describe(text, span, context=5)
    quote = described.quote
    assert quote
    later = before + quote.prefix + quote.exact + quote.suffix + behind
    assume(len(places(later, quote)) == 1)

    start = len(before) + len(quote.prefix)
    assert anchor(later, described).span == Span(start, start + len(quote.exact))


@given(st.lists(words, min_size=40, max_size=60, unique=True), st.data())
def test_a_passage_that_lost_one_word_is_found_by_the_rest(vocabulary: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(vocabulary) - 12), label="first word")
    changed = first + data.draw(st.integers(3, 8), label="changed word")
    text = " ".join(vocabulary)
    start = len(" ".join([*vocabulary[:first], ""])) if first else 0
    span = Span(start, start + len(" ".join(vocabulary[first : first + 12])))
    later = " ".join([*vocabulary[:changed], "EDITED", *vocabulary[changed + 1 :]])

    found = anchor(later, describe(text, span))

    assert found.state is AnchorState.FUZZY
    assert found.span
    moved_by = len("EDITED") - len(vocabulary[changed])
    assert (found.span.start, found.span.end) == (span.start, span.end + moved_by)


@given(texts, selectors)
def test_it_never_raises_nor_calls_other_words_exact(text: str, given_selectors: Selectors) -> None:
    found = anchor(text, given_selectors)

    assert 0 <= found.score <= 1
    assert (found.span is None) == (found.state is AnchorState.LOST)
    if found.span is None:
        return
    assert found.span.end <= len(text)
    quote = given_selectors.quote
    if found.state is AnchorState.FUZZY:
        assert found.score >= MINIMUM_SCORE
    elif quote and quote.exact:
        assert text[found.span.start : found.span.end] == quote.exact
        assert found.score == 1
