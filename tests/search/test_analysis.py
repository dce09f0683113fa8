"""What a word is."""

from __future__ import annotations

import pytest

from archive.search.engine import analysis


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The Running of Dogs", ("the", "run", "of", "dog")),
        ("naïve Ærø Straße", ("naiv", "aero", "strass")),
        ("don't O’Brien's", ("dont", "obrien")),
        ("knock-off", ("knock", "off")),
        ("$5,500.50 and 35% in 3.5mm SU7", ("$5500.50", "and", "35%", "in", "3.5", "mm", "su7")),
        ("1,2,3", ("1", "2", "3")),
        ("小米SU7", ("小", "米", "su7")),
        ("ガラス", ("ガ", "ラ", "ス")),
        ("발표", ("발", "표")),
        ("हिन्दी ไทย", ("हिन्दी", "ไทย")),
        ("snake_case", ("snake", "case")),
        ("🙂 — !", ()),
    ],
)
def test_terms(text: str, terms: tuple[str, ...]) -> None:
    assert analysis.terms(text) == terms


def test_tokens_stand_where_they_say_and_stop_words_keep_their_places() -> None:
    text = "A lantern at the quay"
    found = list(analysis.tokens(text))
    assert [text[token.start : token.end] for token in found] == text.split()
    assert [token.position for token in found] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("one", "other"),
    [("The Dong-A Ilbo", "the-dong-a-ilbo"), ("Café Niño", "CAFE NINO"), ("Paris, Texas", "paris-texas")],
)
def test_a_slug_is_its_name(one: str, other: str) -> None:
    assert analysis.name_key(one) == analysis.name_key(other)


def test_names_are_not_stemmed() -> None:
    assert analysis.name_key("The Times") != analysis.name_key("The Time")
