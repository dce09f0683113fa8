"""Did you mean."""

from __future__ import annotations

import pytest
from haystack import connections

from archive.search import queue
from archive.search.engine.spelling import bare
from tests.factories import make_article, make_source
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(db: None) -> None:
    reset_index()


def corrected(*words: str) -> dict[str, str]:
    found: dict[str, str] = connections["default"].get_backend().correct(words)
    return found


def suggested(query: str) -> str | None:
    found: str | None = connections["default"].get_backend().create_spelling_suggestion(query)
    return found


def index_texts(*texts: str) -> None:
    for text in texts:
        make_article(text, title="x")
    queue.flush()


def test_the_fewest_slips_win_then_the_most_articles() -> None:
    index_texts("The harbour and the harbor.", "A harbour.", "The harbours.")
    assert corrected("harbuor") == {"harbuor": "harbour"}
    assert corrected("harbar") == {"harbar": "harbor"}


def test_of_equally_near_forms_the_one_that_stands_in_more_articles() -> None:
    index_texts("A lamp lit.", "A lamp.", "Lamb, lamb, lamb and a lame one.")
    assert corrected("lamx") == {"lamx": "lamp"}


@pytest.mark.parametrize(("word", "meant"), [("lanten", "lantern"), ("latnern", "lantern"), ("lanteern", "lantern")])
def test_one_letter_more_or_less_or_two_swapped(word: str, meant: str) -> None:
    index_texts("A lantern.")
    assert corrected(word) == {word: meant}


@pytest.mark.parametrize("word", ["cafe", "café", "Cafés", "CAFE", "lanterns", "lantern's", "LANTERN"])
def test_a_word_that_the_search_finds_is_no_slip(word: str) -> None:
    index_texts("A café with a lantern.")
    assert corrected(word) == {}


@pytest.mark.parametrize("word", ["kantern", "la", "l4ntern", "lan-tern", "灯", "", "*", "x" * 5000, "zzzzz"])
def test_what_nothing_is_near_to_or_is_no_word_is_left_alone(word: str) -> None:
    index_texts("A lantern.")
    assert corrected(word) == {}


def test_names_of_sources_are_known_and_not_offered() -> None:
    make_article("x", title="x", source=make_source("Quayside Courier"))
    queue.flush()
    assert corrected("courier") == corrected("couriar") == {}


def test_an_accent_is_no_slip_and_comes_back() -> None:
    index_texts("The cafétéria.")
    assert corrected("cafteria", "cafeteria") == {"cafteria": "cafétéria"}


def test_haystacks_suggestion_knows_forms_and_not_only_stems() -> None:
    index_texts("The archive was indexed as an example.")
    assert corrected("exampl", "indexe") == {}
    assert suggested("exampl") == "example"
    assert suggested("Indexe") == "indexed"
    assert suggested("example") is None


def test_haystacks_suggestion_leaves_the_language_of_queries_out() -> None:
    index_texts("A lantern by the quay.")
    assert suggested("(text:(lantorn) AND NOT 'quay')") == "lantern quay"
    assert suggested("(quay)") is None
    assert suggested("") is None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("title:(red lamp)", ["red", "lamp"]),
        ("red OR 'blue' AND NOT \"green\"", ["red", "blue", "green"]),
        ("o'neill lamp*", ["o'neill", "lamp"]),
        ("[2014 TO 2015}", ["2014", "2015"]),
        ("", []),
    ],
)
def test_the_bare_words_of_a_query(query: str, words: list[str]) -> None:
    backend = connections["default"].get_backend()
    assert bare(query, backend.RESERVED_WORDS, backend.RESERVED_CHARACTERS) == words
