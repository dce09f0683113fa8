"""Patterns and near misses mean the forms that a plain look through all forms finds."""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from archive.search.engine import analysis, patterns
from archive.search.engine.store import Store
from tests.search.engine.making import WORDS, Row, put, store

MORE = ["lampe", "lapm", "lmap", "amp", "clamp", "camp", "lam", "灯", "organism", "organised", "naïve", "naive"]
HELD: list[list[tuple[str, ...]]] = [
    [("lamp", "tide", "C++"), ("lamps", "lamp"), ("Lamping", "C", "c++")],
    [(word,) for word in WORDS],
    [(word, "tide") for word in MORE],
    [("lamping", "lamps", "lampe")],
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = store(tmp_path_factory.mktemp("index"))
    key = 0
    for group in HELD:
        put(made, [Row(key + place, text, (text,)) for place, text in enumerate(group)])
        key += len(group)
    return made


def forms() -> list[set[str]]:
    """By document."""
    return [{token.form for token in analysis.tokens(" ".join(text))} for group in HELD for text in group]


def plain(form: str) -> str:
    """In small letters, without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", form.lower()) if not unicodedata.combining(sign))


def check(index: Store, choose: patterns.Chooser, meant: set[str]) -> None:
    snapshot = index.snapshot()
    assert patterns.forms(snapshot, ["text", "title"], choose) == meant
    docs, counts = patterns.postings(snapshot, "text", choose)
    assert docs.tolist() == [number for number, held in enumerate(forms()) if held & meant]
    assert counts.tolist() == [1.0] * len(docs)


signs = st.sampled_from(["*", "?", *"lamptide c++é灯塔[.$35%"])


@settings(max_examples=150)
@given(pattern=st.lists(signs, min_size=1, max_size=6).map("".join))
def test_a_pattern_means_the_forms_that_it_matches(index: Store, pattern: str) -> None:
    every = set().union(*forms())
    escaped = plain(pattern).replace("[", "[[]")
    check(index, patterns.like(pattern), {form for form in every if fnmatchcase(plain(form), escaped)})


@settings(max_examples=150)
@given(
    word=st.sampled_from([*WORDS, *MORE]) | st.text("lamp灯", min_size=1, max_size=6),
    slips=st.integers(1, 2),
    kept=st.integers(0, 3),
)
def test_a_near_miss_means_the_forms_within_its_slips(index: Store, word: str, slips: int, kept: int) -> None:
    every, asked = set().union(*forms()), plain(word)
    near = {form for form in every if OSA.distance(asked, plain(form)) <= slips}
    meant = {form for form in near if plain(form).startswith(asked[:kept])}
    check(index, patterns.near(word, slips, kept), meant)


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("organis*", {"organism", "organised"}),
        ("lamp", {"lamp"}),
        ("C+*", {"c++"}),
        ("NAÏV?", {"naïve", "naive"}),
        ("?", {"c", "2", "灯", "塔", "光"}),
    ],
)
def test_nothing_is_stemmed_by_the_way(index: Store, pattern: str, meant: set[str]) -> None:
    assert patterns.forms(index.snapshot(), ["text"], patterns.like(pattern)) == meant


@pytest.mark.parametrize("pattern", ["*" * 5_000, "*a" * 60, "?" * 5_000, "(" * 50, "\\", "\n", "a\nb"])
def test_strange_patterns_mean_nothing_or_everything(index: Store, pattern: str) -> None:
    found = patterns.forms(index.snapshot(), ["text"], patterns.like(pattern))
    assert found in (set(), set().union(*forms()))


def test_many_stars_are_tried_once_each(tmp_path: Path) -> None:
    """Trying each star at each letter would not end within a life."""
    index, long = store(tmp_path), "a" * 4_000
    put(index, [Row(1, (long, "lamp"))])
    assert patterns.forms(index.snapshot(), ["text"], patterns.like("*a" * 50 + "b")) == set()
    assert patterns.forms(index.snapshot(), ["text"], patterns.like("*a" * 50 + "*")) == {long}


def test_no_index_no_forms(tmp_path: Path) -> None:
    assert patterns.forms(store(tmp_path).snapshot(), ["text"], patterns.like("*")) == set()
