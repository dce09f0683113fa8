"""Searching a text for what is sought finds what reading it finds, with work that grows as the text does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.search.engine import analysis
from archive.search.occurrences import LEAST_SHARE, occurrences
from archive.search.query import SearchQuery
from archive.search.sought import Sought, sought

WORDS = [
    *("a", "A", "an", "copy", "Copying", "copies", "cop", "tide", "TIDES", "the", "o'er", "Ann’s", "anns", "no-one"),
    *("c", "C++", "c+", "c#", "$2", "2", "2,500", "2500", "1.5km", "km", "35%", "35", "u.s.", "U.S", "us", "google+"),
    *("café", "cafe", "cafe\u0301", "straße", "STRASSE", "İzmir", "ΟΔΟΣ", "οδος", "ΑΣ.Α", "дом", "дома", "hello世界"),
    *("世", "界", "世界", "ｶﾞ", "ガ", "등대에서", "등대", "สวัสดี", "हिन्दी", "كتاب", "ＡＢ", "²", "5²", "x_y", "K", "ﬁn"),
]
JOINS = [
    " ",
    " ",
    " ",
    "",
    "\n",
    "-",
    "'",
    "’",
    ".",
    ",",
    "+",
    "%",
    "$",
    "(",
    "。",
    "_",
    "\u0301",
    "\u200d",
    "🙂",
    "..",
    "--",
]
pieces = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINS)), max_size=14)
texts = pieces.map(lambda found: "".join(word + join for word, join in found))
wild = st.text(alphabet="aAbs'’.,-+%$#12 \n世界\u0301éİΣςｶﾞ한กิ²Ⅻ_\u3000", max_size=40)
terms_typed = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
typed = st.one_of(
    terms_typed, terms_typed.map('"{}"'.format), st.lists(st.one_of(terms_typed, wild), max_size=3).map(" ".join)
)


def forms_in(text: str) -> dict[str, set[str]]:
    """What an index that holds this text would tell."""
    found: dict[str, set[str]] = {}
    for token in analysis.tokens(text):
        for term in token.terms:
            found.setdefault(term, set()).add(token.form)
    return found


def both(
    text: str, query: str, spelt: Collection[Collection[str]] = (), forms: Mapping[str, Collection[str]] | None = None
) -> tuple[Sought, Sought]:
    asked = SearchQuery.parse(query)
    return sought(asked, forms_in(text) if forms is None else forms, spelt), sought(asked, None, spelt)


@given(st.one_of(texts, wild), typed, st.lists(st.sets(st.sampled_from(WORDS).map(str.lower)), max_size=2))
@example("aa-a aaa", "a", [])
@example("1.5km 5km km", "km", [])
@example("2,500 12,500 2,5001", "2,500", [])
@example("ΑΣ.Α ΑΣ", "ας", [])
@example("İ a İ a", "a", [])
@example("abcＡ tide abc tide", '"abc tide"', [])
@example("abcＡ tide", '"abcＡ tide"', [])
@settings(max_examples=400)
def test_searching_finds_what_reading_finds(text: str, query: str, spelt: list[set[str]]) -> None:
    searching, reading = both(text, query, spelt)
    assert occurrences(text, searching) == occurrences(text, reading)


@given(texts, st.integers(1, 60))
def test_forms_of_many_kinds_are_found_as_well(text: str, count: int) -> None:
    """More than are searched for one by one."""
    spelt = {f"{chr(97 + number % 26)}{chr(97 + number // 26)}x" for number in range(count)} | set(
        map(str.lower, WORDS)
    )
    searching, reading = both(text, "", [spelt])
    assert occurrences(text, searching) == occurrences(text, reading)


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("copyright, copy; a Copy-book recopied copies", "copying", ["copy", "Copy", "copies"]),
        ("C, C++ and C#; c+", "C++", ["C++"]),
        ("C, C++ and C#", "c", ["C", "C++", "C#"]),
        ("Google+ and Google", "google", ["Google+", "Google"]),
        ("35% of 35 or 135%", "35%", ["35%"]),
        ("the quay, then the quays; the  quay", '"the quay"', ["the quay", "the quays", "the  quay"]),
        ("小米手机，小米 手机；小米的手机", "小米手机", ["小米手机", "小米 手机"]),
        ("U.S. and us", "U.S.", ["U.S."]),
        ("हिन्दी में हिन्दीवाला", "हिन्दी", ["हिन्दी"]),
    ],
)
def test_words_are_found_as_the_analysis_sees_them(text: str, query: str, found: list[str]) -> None:
    for one in both(text, query):
        assert [text[place.start : place.end] for place in occurrences(text, one)] == found


def test_the_forms_that_a_pattern_matched_are_found_and_nothing_else() -> None:
    text = "Xiaomi, Xiao and xiaomis; a woman"
    for one in both(text, "woman", [{"xiaomi", "xiao"}]):
        assert [text[place.start : place.end] for place in occurrences(text, one)] == ["Xiaomi", "Xiao", "woman"]


def test_a_word_that_the_index_does_not_hold_is_found_as_it_was_typed() -> None:
    searching, _ = both("", "Lanterns", forms={})
    assert [place[0] for place in occurrences("no lanterns, no lantern", searching)] == [3]


def calls(run: Callable[[], object]) -> int:
    """How many functions run() calls, built-in ones included."""
    count = 0

    def counted(frame: FrameType, event: str, value: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    ("part", "query"),
    [
        ("tide and quay, ", "tide quay"),
        ("a", "a"),
        ("a'", "a"),
        ("a.", "a"),
        ("2,", "2"),
        ("+a", "a"),
        ("a ----- ", '"a b"'),
        ("a b ", '"a b a b c"'),
        ("a ", '"' + "a " * 200 + 'b"'),
        ("世", "世界"),
        ("世a", "a"),
        ("aé ", "é"),
        ("的。", "的 世"),
    ],
)
def test_the_work_grows_as_the_text_and_not_faster(part: str, query: str) -> None:
    for searched in (True, False):
        counts = []
        for times in (400, 800):
            text = part * times
            one = both(text, query)[0 if searched else 1]
            occurrences(text, one)
            counts.append(calls(lambda text=text, one=one: occurrences(text, one)))  # type: ignore[misc]
        assert counts[1] <= 2.1 * counts[0] + 20


def test_of_very_many_matches_a_fair_share_of_each_word_is_considered() -> None:
    text = "tide " * 3_000 + "quay " * 3_000
    searching, reading = both(text, "tide quay")
    found = occurrences(text, searching, most=4 * LEAST_SHARE)
    assert len(found) == 4 * LEAST_SHARE
    assert {one.search for one in found} == {0, 1}
    assert len(occurrences(text, reading, most=4 * LEAST_SHARE)) == 4 * LEAST_SHARE
