"""Hostile lengths: what would take hours takes no time, and what would fill a disk stays a page.

No clock is read: without their bounds these would not end, or would end in hundreds of megabytes.
"""

from __future__ import annotations

import re

import pytest

from archive import rendering
from archive.admin import placing
from archive.models import Article, Claim, Passage
from archive.rendering import DEEPEST, Mark
from archive.search import excerpts
from archive.search.engine import analysis
from archive.search.query import SearchQuery
from archive.text.segments import Segment, segments
from archive.text.selectors import Span, TextQuote
from tests.factories import paragraphs


def test_figures_in_threes_without_end() -> None:
    text = "1" + ",111" * 50_000 + ",11"
    assert sum(len(token.term) for token in analysis.tokens(text)) == text.count("1")
    assert analysis.name_key(text).count(" ") > 100


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("1,234,567.89", ("1234567.89",)),
        ("1,234,56", ("1", "234", "56")),
        ("1,234,567,8", ("1", "234", "567", "8")),
        ("1,234.", ("1234",)),
        ("1,234,.5", ("1", "234", "5")),
    ],
)
def test_figures_are_what_they_were(text: str, terms: tuple[str, ...]) -> None:
    assert analysis.terms(text) == terms


def _marks(spans: list[Span]) -> list[Mark]:
    claim = Claim(pk=1, slug="light", statement="Light is lit.")
    return [
        Mark(span, Passage(pk=number, claim=claim, stance="asserts", start=span.start, end=span.end), 1)
        for number, span in enumerate(spans)
    ]


def test_thousands_of_passages_within_each_other() -> None:
    text = "abcd " * 2_000
    spans = [Span(place, len(text) - place) for place in range(2_000)]
    html = rendering.render_body(paragraphs(text), _marks(spans), [Span(5_000, 5_004)])
    assert html.count('class="ref ') == len(spans), "each is named"
    assert html.count('id="match-1"') == 1
    assert re.sub("<[^>]+>", "", re.sub("<a .*?</a>", "", html)).strip() == text.strip(), "no word is lost"
    assert len(html) < 1_000 * len(text)
    assert "<mark" * (DEEPEST + 2) not in re.sub("<(?!mark)[^>]*>|[^<]*>", "", html)
    inside = html[: html.index("match-1")]
    assert inside.count("<mark") - inside.count("</mark>") == DEEPEST + 1, "the shortest and the match are drawn"


def test_the_first_spans_stand_where_there_are_too_many() -> None:
    spans = [Span(0, 4), Span(1, 3), Span(0, 2)]
    assert segments(4, spans, most=1) == [
        Segment(0, 1, (0,)), Segment(1, 2, (0,)), Segment(2, 3, (0,)), Segment(3, 4, (0,)),
    ]  # fmt: skip


def test_a_quotation_of_many_words_that_nearly_stands_everywhere() -> None:
    article = Article(title="Echo", text="a " * 200_000)
    quote = TextQuote("a\n" * 100_000 + "b")
    assert placing.selectors_of(article, quote, None).quote == quote


@pytest.mark.parametrize(
    ("text", "typed", "stands"),
    [
        ("Lanterns are lit.\n\nThe quay sleeps.", "lit. The quay", "lit.\n\nThe quay"),
        ("Lanterns are lit.\n\nThe quay sleeps.", "erns  are\nlit", "erns are lit"),
        ("Lanterns are lit.", "Lanterns were lit", "Lanterns were lit"),
        (" lit", "lit  x", "lit x"),
    ],
)
def test_a_quotation_takes_the_white_space_of_the_text(text: str, typed: str, stands: str) -> None:
    found = placing.selectors_of(Article(title="Quay", text=text), TextQuote(typed), None)
    assert found.quote is not None
    assert found.quote.exact == stands


def test_a_text_of_ten_megabytes_is_marked_as_far_as_a_book_goes() -> None:
    text = "harbour lantern " * 625_000
    query = SearchQuery.parse("lantern")
    found = excerpts.matches(text, query)
    assert len(found) == excerpts.MOST_MARKED // 16
    assert [text[span.start : span.end] for span in found[:: len(found) // 5]][:1] == ["lantern"]
    assert excerpts.excerpts(text, query)[0].pieces
    far = "harbour " * 100_000 + "lantern"
    assert len(excerpts.matches(far, query)) == 1
    assert excerpts.excerpts(far, query)[0].at_start
