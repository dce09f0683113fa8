"""Phrases are found where a plain search through the words finds them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.engine import analysis, phrases
from archive.search.engine.phrases import INEXACT, Step
from archive.search.engine.segments.vocabulary import GAP
from archive.search.engine.store import Store
from tests.search.engine.making import Row, clear, put, store

FEW = ["lamp", "lamps", "Lamp", "tide", "the", "C++", "灯塔"]
texts = st.lists(st.sampled_from(FEW), max_size=9).map(tuple)
titles = st.lists(st.lists(st.sampled_from(FEW), min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
segments = st.lists(st.lists(st.tuples(texts, titles), min_size=1, max_size=4), min_size=1, max_size=3)
wanted_words = st.lists(st.sampled_from(FEW), min_size=2, max_size=3)
Places = dict[str, dict[int, str]]  # by term: place -> form


def places(values: list[str]) -> Places:
    found: defaultdict[str, dict[int, str]] = defaultdict(dict)
    start = 0
    for value in values:
        tokens = list(analysis.tokens(value))
        for token in tokens:
            for term in token.terms:
                found[term][start + token.position] = token.form
        start += len(tokens) + GAP
    return found


def naive(held: Places, steps: list[Step], slop: int) -> list[bool]:
    """For each place where the phrase ends, whether all its words stand there in the form that is asked for."""
    first = steps[0]
    reached = {place: not first.form or form == first.form for place, form in held.get(_text(first), {}).items()}
    for step in steps[1:]:
        following = {}
        for place, form in held.get(_text(step), {}).items():
            before = [one for one in reached if 0 < place - one <= slop + 1]
            if before:
                following[place] = reached[max(before)] and (not step.form or form == step.form)
        reached = following
    return list(reached.values())


def _text(step: Step) -> str:
    return step.term.decode()


def steps_of(words: list[str], *, quoted: bool) -> list[Step]:
    tokens = analysis.tokens(" ".join(words))
    return [Step(token.term.encode(), token.form if quoted else "") for token in tokens]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store(tmp_path_factory.mktemp("index"))


Documents = list[list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]]


def written(index: Store, held: Documents) -> list[Row]:
    """The documents by their number in a new index, each list of them a segment."""
    clear(index)
    numbered, every = 0, []
    for group in held:
        some = [Row(numbered + place, text, title) for place, (text, title) in enumerate(group)]
        put(index, some)
        numbered += len(some)
        every += some
    return every


@settings(max_examples=80)
@given(
    held=segments,
    words=wanted_words,
    slop=st.integers(0, 3),
    quoted=st.booleans(),
    name=st.sampled_from(["text", "title"]),
)
def test_a_phrase_is_where_its_words_follow_each_other(
    index: Store, held: Documents, words: list[str], slop: int, quoted: bool, name: str
) -> None:
    every = written(index, held)
    steps = steps_of(words, quoted=quoted)
    expected = {}
    for number, row in enumerate(every):
        values = [" ".join(row.text)] if name == "text" else [" ".join(one) for one in row.title]
        if found := naive(places(values), steps, slop):
            expected[number] = sum(1.0 if exact else INEXACT for exact in found)
    snapshot = index.snapshot()
    docs, counts = phrases.postings(snapshot, name, steps, slop)
    assert dict(zip(docs.tolist(), counts.tolist(), strict=True)) == expected
    assert docs.tolist() == sorted(expected)
    among = np.arange(0, snapshot.size, 2)
    docs, counts = phrases.postings(snapshot, name, steps, slop, among=among)
    assert dict(zip(docs.tolist(), counts.tolist(), strict=True)) == {n: c for n, c in expected.items() if n % 2 == 0}


@settings(max_examples=40)
@given(held=segments, word=st.sampled_from([word for word in FEW if word != "灯塔"]))
def test_one_quoted_word_counts_other_forms_less(index: Store, held: Documents, word: str) -> None:
    every = written(index, held)
    (step,) = steps_of([word], quoted=True)
    expected = {}
    for number, row in enumerate(every):
        if found := naive(places([" ".join(row.text)]), [step], 0):
            expected[number] = sum(1.0 if exact else INEXACT for exact in found)
    docs, counts = phrases.single(index.snapshot(), "text", step)
    assert dict(zip(docs.tolist(), counts.tolist(), strict=True)) == expected


def test_no_phrase_spans_two_values(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, [Row(1, title=(("lamp",), ("tide",))), Row(2, title=(("lamp", "tide"),))])
    docs, _ = phrases.postings(index.snapshot(), "title", steps_of(["lamp", "tide"], quoted=False), 50)
    assert docs.tolist() == [1]
