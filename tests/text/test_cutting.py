"""Fragments begin and end where a reader would let them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.cutting import from_word, sentence_start, to_word

SIGNS = "ab é\u0301 -.,。、（）港は한กำिन\u200d🙂\n"


@pytest.mark.parametrize(
    ("text", "start", "begins"),
    [
        ("the lantern burns", 5, "burns"),
        ("the lantern burns", 4, "lantern burns"),
        ("潮が引く。港", 2, "引く。港"),
        ("潮が引く。港", 4, "港"),
        ("（灯台）の港", 1, "台）の港"),
        ("（灯台）の港", 3, "の港"),
        ("등대에서 본 항구", 1, "본 항구"),
        ("longword-without-space", 3, "-without-space"),
        ("กำแพง", 1, "แพง"),
    ],
)
def test_a_fragment_begins_at_the_first_place_that_allows_it(text: str, start: int, begins: str) -> None:
    assert text[from_word(text, start, len(text) - 1) :] == begins


@pytest.mark.parametrize(
    ("text", "end", "ends"),
    [
        ("the lantern burns", 9, "the"),
        ("the lantern burns", 11, "the lantern"),
        ("潮が引く。港", 4, "潮が引"),
        ("潮が引く。港", 5, "潮が引く。"),
        ("港（灯台）", 2, "港"),
        ("नमस्ते", 3, "नम"),
        ("ok 👍\U0001f3fd!", 4, "ok"),
    ],
)
def test_a_fragment_ends_at_the_last_place_that_allows_it(text: str, end: int, ends: str) -> None:
    assert text[: to_word(text, 0, end)] == ends


@example("a\u0301\u0e33", 2)  # one grapheme, with no place in it to cut at
@given(st.text(alphabet=SIGNS, min_size=1, max_size=30), st.integers(0, 30))
def test_no_word_and_no_grapheme_is_cut_where_a_space_is_in_reach(text: str, end: int) -> None:
    end = min(end, len(text))
    cut = to_word(text, 0, end)
    assert 0 <= cut <= end
    begins_a_grapheme = [sign != "\u0e33" and unicodedata.category(sign)[0] not in "MC" for sign in text[1 : end + 1]]
    if 0 < cut < len(text) and any(begins_a_grapheme):
        assert unicodedata.category(text[cut])[0] != "M"
    if " " in text[:end].strip() and 0 < cut < len(text):
        assert not (text[cut - 1] in "abé" and text[cut] in "abé")


@pytest.mark.parametrize(
    ("text", "wanted", "begins"),
    [
        ("It was dark. A lantern burned. The quay slept", 11, "A lantern burned. The quay slept"),
        ("It was dark. A lantern burned. The quay slept", 28, "The quay slept"),
        ("It was dark. A lantern burned. The quay slept", 2, "It was dark. A lantern burned. The quay slept"),
        ("for Mr. Hale, e.g. one or vs. nobody", 9, "for Mr. Hale, e.g. one or vs. nobody"),
        ("title\n\nA lantern burned by the quay", 9, "A lantern burned by the quay"),
        ("夜は静かだ。「港だ。」彼は言った", 10, "彼は言った"),
        ("he said so.” Then he left the quay", 12, "Then he left the quay"),
        ("रात थी। दीपक जला", 7, "दीपक जला"),
    ],
)
def test_the_sentence_nearest_to_what_is_wanted_is_found(text: str, wanted: int, begins: str) -> None:
    start = sentence_start(text, 0, wanted, len(text) - 1)
    assert start is not None
    assert text[start:] == begins


def test_without_a_sentence_near_there_is_none() -> None:
    assert sentence_start("It was dark. A lantern burned", 15, 18, 25) is None
