"""What is marked in the texts of results."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article
from archive.search.engine.highlight import Highlighter, Needle
from tests.search.searchqueryset.asking import articles, made
from tests.search.searchqueryset.probing import Probe

pytestmark = pytest.mark.django_db


def marked(results: Any) -> list[str]:
    return [result.highlighted["text"][0] for result in results.highlight()]


def test_matches_are_marked() -> None:
    made("Before dawn the keepers kept lamps burning, and a lamp burned.")
    (text,) = marked(articles().filter(content="lamp burn"))
    for form in ("lamps", "burning", "lamp", "burned"):
        assert f"<em>{form}</em>" in text
    assert "<em>keepers</em>" not in text


def test_marked_texts_are_escaped() -> None:
    made("A <b>lantern</b> & a tide.")
    (text,) = marked(articles().filter(content="lantern"))
    assert "&lt;b&gt;<em>lantern</em>&lt;/b&gt; &amp; a tide" in text


def test_the_beginning_of_a_word_marks_the_word() -> None:
    made("The organisers met.")
    (text,) = marked(articles().filter(content__startswith="organi"))
    assert "<em>organisers</em>" in text


def test_a_match_outside_the_text_leaves_the_text_unmarked() -> None:
    made("A tide.", title="The lantern")
    (text,) = marked(articles().filter(content="lantern"))
    assert "<em>" not in text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ('"red lamp"', "A <em>red lamp</em>, a lamp, red. <em>Red lamps</em>."),
        ('"red lamp"~2', "A <em>red lamp</em>, a lamp, <em>red. Red lamps</em>."),
        ("lamp~1/1", "A red <em>lamp</em>, a <em>lamp</em>, red. Red <em>lamps</em>."),
        ("l?mp", "A red <em>lamp</em>, a <em>lamp</em>, red. Red lamps."),
        ("red NOT title:red", "A <em>red</em> lamp, a lamp, <em>red</em>. <em>Red</em> lamps."),
        ("red NOT blue", "A <em>red</em> lamp, a lamp, <em>red</em>. <em>Red</em> lamps."),
        ("title:x", "A red lamp, a lamp, red. Red lamps."),
        ("*", "A red lamp, a lamp, red. Red lamps."),
    ],
)
def test_what_a_query_marks(query: str, text: str) -> None:
    made("A red lamp, a lamp, red. Red lamps.", title="x")
    assert marked(articles().raw_search(query)) == [text]


def test_accents_are_marked_as_they_are_written() -> None:
    made("Un café noir.", title="x")
    for written in ("cafe", "café", "CAF*"):
        assert marked(articles().raw_search(written)) == ["Un <em>café</em> noir."]


def test_a_long_text_shows_the_fragment_that_tells_most_first() -> None:
    filler = "The tide went out and nobody saw it. " * 30
    made(f"{filler}A quay. {filler}A lantern on the quay. {filler}", title="x")
    (result,) = articles().filter(content="lantern quay").highlight()
    first, *others = result.highlighted["text"]
    assert "A <em>lantern</em> on the <em>quay</em>." in first
    assert any("A <em>quay</em>." in other for other in others)
    assert all(len(one) < 400 for one in [first, *others])


def test_a_long_text_without_a_match_shows_its_beginning() -> None:
    made("The tide went out & nobody saw it. " * 30, title="The lantern")
    (result,) = articles().filter(content="lantern").highlight()
    (text,) = result.highlighted["text"]
    assert text.startswith("The tide went out &amp; nobody")
    assert len(text) < 300


def test_texts_are_read_in_one_query_and_a_row_that_has_gone_has_none() -> None:
    first, *_ = made("A lantern.", "Two lanterns.", "Three lanterns.")
    Article.objects.filter(pk=first).update(capture=None)
    Article.objects.get(pk=first).captures.all().delete()
    Article.objects.filter(pk=first).delete()
    with CaptureQueriesContext(connection) as few:
        texts = {int(one.pk): one.highlighted["text"] for one in articles().filter(content="lantern").highlight()}
    assert texts[first] == [""]
    assert sorted(texts.values()) == [[""], ["Three <em>lanterns</em>."], ["Two <em>lanterns</em>."]]
    made(*(f"Lantern {number}." for number in range(5)))
    with CaptureQueriesContext(connection) as many:
        assert len([one.highlighted for one in articles().filter(content="lantern").highlight()]) == 7
    assert len(few) == len(many)


def test_stored_texts_need_no_row(probe: Probe) -> None:
    probe.put({"text": "A <lantern>\n&c."})
    (result,) = probe.all().filter(content="lantern").highlight(pre_tags=["<b>"])
    assert result.highlighted == {"text": ["A &lt;<em>lantern</em>&gt;\n&amp;c."]}
    (plain,) = probe.all().filter(content="lantern")
    assert "highlighted" not in plain.get_additional_fields()


@given(st.text(max_size=400), st.lists(st.sampled_from(["red", "lamp", "灯", "İx", "a'b"]), max_size=4))
def test_marks_take_nothing_away_and_add_nothing(text: str, words: list[str]) -> None:
    found = [Needle((lambda token, word=word: token.form == word,), frozenset({word})) for word in words]  # type: ignore[misc]
    whole = f" {text} {' '.join(words)} {text}"
    shown = Highlighter(tuple(found)).highlighted(whole)
    assert shown
    for one in shown:
        assert unescape(re.sub("</?em>", "", one)) in whole
