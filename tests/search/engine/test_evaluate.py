"""Conditions match the documents that sets of Python match, and words score by the formula."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import reduce
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from archive.search.engine import analysis, execute
from archive.search.engine.evaluate import Evaluator
from archive.search.engine.request import (
    AllOf,
    AnyOf,
    Boosted,
    Condition,
    Everything,
    Fuzzy,
    Named,
    NamedBetween,
    NamedUnder,
    NoneOf,
    NumberBetween,
    Order,
    Pattern,
    Request,
    Words,
)
from archive.search.engine.scoring import K1, B
from archive.search.engine.store import Store
from tests.search.engine.making import LABELS, MODEL, WORDS, Row, clear, numbered, put, rows, store

FIELDS = (("text", 1.0), ("title", 2.5))
commits = st.lists(numbered(rows(st.integers(0, 9)), least=1, most=5), min_size=1, max_size=3)

words = st.sampled_from(WORDS)
ends = st.none() | st.sampled_from(LABELS)
numbers = st.none() | st.integers(-3, 3)
leaves: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Words, words, st.just(FIELDS), quoted=st.booleans()),
    st.builds(Pattern, st.sampled_from(["la*", "*s", "?", "c++"]), st.just(FIELDS)),
    st.builds(Fuzzy, st.sampled_from(["lamb", "quai"]), st.just(FIELDS), st.integers(1, 2)),
    st.builds(Named, st.just("labels"), st.sampled_from([*LABELS, "nowhere"])),
    st.builds(NamedUnder, st.just("labels"), st.sampled_from(["zh", "ZH", "z", "quays"])),
    st.builds(NamedBetween, st.just("labels"), ends, ends),
    st.builds(NumberBetween, st.just("count"), numbers, numbers),
    st.just(Everything()),
)


def compounds(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, max_size=3).map(tuple)
    return st.one_of(
        st.builds(AllOf, several),
        st.builds(AnyOf, several),
        st.builds(NoneOf, parts),
        st.builds(Boosted, parts, st.sampled_from([0.5, 2.0])),
    )


conditions = st.recursive(leaves, compounds, max_leaves=5)


def forms(row: Row) -> set[str]:
    return {token.form for value in values(row) for token in analysis.tokens(value)}


def values(row: Row) -> list[str]:
    return [" ".join(row.text), *(" ".join(one) for one in row.title)]


def fulfils(row: Row, condition: Condition, every: list[Row]) -> bool:
    match condition:
        case AllOf(parts):
            return all(fulfils(row, one, every) for one in parts)
        case AnyOf(parts):
            return any(fulfils(row, one, every) for one in parts)
        case NoneOf(part):
            return not fulfils(row, part, every)
        case Boosted(part, _):
            return fulfils(row, part, every)
        case Words(text):
            wanted = analysis.terms(text)
            return any(_follow(one, wanted) for one in values(row))
        case Pattern(text):
            return any(fnmatchcase(form, text) for form in forms(row))
        case Fuzzy(text, _, slips):
            return any(OSA.distance(text, form) <= slips and form[0] == text[0] for form in forms(row))
        case _:
            return _has(row, condition, every)


def _has(row: Row, condition: Condition, every: list[Row]) -> bool:
    match condition:
        case Named(_, value):
            # In any writing, where none has it exactly.
            exact = any(value in one.labels for one in every)
            key = analysis.name_key(value)
            return value in row.labels if exact else any(analysis.name_key(one) == key for one in row.labels)
        case NamedUnder(_, value):
            return any(f"{one}-".lower().startswith(f"{value}-".lower()) for one in row.labels)
        case NamedBetween(_, low, high):
            return any((low is None or low <= one) and (high is None or one <= high) for one in row.labels)
        case NumberBetween(_, least, most):
            count = row.count
            return count is not None and (least is None or least <= count) and (most is None or count <= most)
        case _:
            return True


def _follow(text: str, wanted: tuple[str, ...]) -> bool:
    held = [token.terms for token in analysis.tokens(text)]
    return any(
        all(term in terms for term, terms in zip(wanted, held[start:], strict=False))
        for start in range(len(held) - len(wanted) + 1)
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store(tmp_path_factory.mktemp("index"))


def written(index: Store, held: list[list[Row]]) -> dict[str, Row]:
    """The documents that a new index holds after these commits."""
    clear(index)
    found: dict[str, Row] = {}
    for group in held:
        put(index, group)
        found |= {row.identifier: row for row in group}
    return found


@settings(max_examples=80)
@given(held=commits, asked=st.lists(conditions, min_size=1, max_size=4))
def test_conditions_match_what_they_say(index: Store, held: list[list[Row]], asked: list[Condition]) -> None:
    every = written(index, held)
    snapshot = index.snapshot()
    evaluator = Evaluator(snapshot, snapshot.kinds([MODEL]))
    rows = list(every.values())
    for condition in [*asked, *asked]:  # again, from what was kept
        matched = evaluator.matched(condition)
        found = {str(snapshot.stored(number)["id"]) for number in np.flatnonzero(matched.mask).tolist()}
        assert found == {row.identifier for row in rows if fulfils(row, condition, rows)}, condition
        assert (matched.scores() >= 0).all()


@settings(max_examples=60)
@given(held=numbered(rows(st.integers(0, 9)), least=1), word=words.filter(lambda one: len(analysis.terms(one)) == 1))
def test_a_word_scores_by_the_formula(index: Store, held: list[Row], word: str) -> None:
    written(index, [held])
    snapshot = index.snapshot()
    matched = Evaluator(snapshot, snapshot.kinds([MODEL])).matched(Words(word, FIELDS))
    found = {str(snapshot.stored(n)["id"]): float(matched.scores()[n]) for n in np.flatnonzero(matched.mask).tolist()}
    assert found == pytest.approx(by_formula(held, analysis.terms(word)[-1]))


def by_formula(held: list[Row], term: str) -> dict[str, float]:
    """BM25F as Robertson, Zaragoza and Taylor have it, with Lucene's idf."""
    parts: dict[str, Callable[[Row], list[str]]] = {
        "text": lambda row: [" ".join(row.text)],
        "title": lambda row: [" ".join(one) for one in row.title],
    }
    weights = dict.fromkeys((row.identifier for row in held), 0.0)
    for name, weight in FIELDS:
        tokens = {row.identifier: [t for v in parts[name](row) for t in analysis.tokens(v)] for row in held}
        lengths = [len(one) for one in tokens.values() if one]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        for key, one in tokens.items():
            often = sum(term in token.terms for token in one)
            weights[key] += weight * often / (1 - B + B * len(one) / mean)
    holding = sum(weight > 0 for weight in weights.values())
    idf = math.log(1 + (len(held) - holding + 0.5) / (holding + 0.5))
    return {key: idf * (K1 + 1) * one / (K1 + one) for key, one in weights.items() if one > 0}


# --- whole requests ---


@settings(max_examples=50)
@given(
    held=commits,
    condition=conditions,
    chosen=st.none() | st.sampled_from(LABELS),
    order=st.sampled_from(list(Order)),
    page=st.tuples(st.integers(0, 6), st.integers(0, 6)),
)
def test_pages_totals_and_facets_are_true(
    index: Store, held: list[list[Row]], condition: Condition, chosen: str | None, order: Order, page: tuple[int, int]
) -> None:
    every = list(written(index, held).values())
    filters: dict[str, Condition] = {} if chosen is None else {"labels": NamedBetween("labels", chosen, chosen)}
    fulfilling = [row for row in every if fulfils(row, condition, every)]
    wanted = [row for row in fulfilling if chosen is None or chosen in row.labels]

    def ask(offset: int, limit: int) -> Any:
        request = Request(MODEL, condition, filters, ("labels",), order, "moment", offset, limit)
        return execute.answer(index.snapshot(), request)

    whole = ask(0, 1_000)
    assert {hit.key for hit in whole.hits} == {str(row.key) for row in wanted}
    assert whole.total == len(whole.hits) == len(wanted)
    part = ask(*page)
    assert [hit.key for hit in part.hits] == [hit.key for hit in whole.hits][page[0] : sum(page)]
    assert part.total == whole.total
    # A facet is counted without its own filter, and tells what is there at a count of nought.
    counts = reduce(lambda one, other: one + other, (Counter(set(row.labels)) for row in fulfilling), Counter[str]())
    present = {label for row in every for label in row.labels}
    assert dict(whole.facets["labels"]) == {label: counts[label] for label in present}
    if order is Order.RELEVANCE:
        scores = [hit.score for hit in whole.hits]
        assert scores == sorted(scores, reverse=True)
