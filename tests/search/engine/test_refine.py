"""Refining ranks the best hits anew, and changes nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from archive.search.engine import execute, refine
from archive.search.engine.evaluate import Evaluator
from archive.search.engine.request import AllOf, AnyOf, Condition, Request, Response, Words
from archive.search.engine.store import Store
from tests.search.engine.making import MODEL, Row, put, store

TEXT = (("text", 1.0),)
LAMP, TIDE = Words("lamp", TEXT), Words("tide", TEXT)
MANY = refine.REFINED + 100
FILLERS = [f"filler{number}x" for number in range(300)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two segments of documents with both words, in some beside each other."""
    made = store(tmp_path_factory.mktemp("index"))
    chosen = random.Random(3)  # noqa: S311 - the same documents in each run
    for start in (0, MANY // 2):
        put(made, [Row(key, text(chosen)) for key in range(start, start + MANY // 2)])
    return made


def text(chosen: random.Random) -> tuple[str, ...]:
    words = [*chosen.choices(FILLERS, k=chosen.randrange(3, 20)), "lamp", "tide"]
    chosen.shuffle(words)
    return tuple(words)


def ask(index: Store, condition: Condition, offset: int = 0, limit: int = 1_000) -> Response:
    return execute.answer(index.snapshot(), Request(MODEL, condition, offset=offset, limit=limit, date_field="moment"))


@pytest.mark.parametrize("condition", [AllOf((LAMP, TIDE)), AnyOf((LAMP, TIDE))])
def test_the_best_stay_the_best_and_the_others_keep_their_order(index: Store, condition: Condition) -> None:
    snapshot = index.snapshot()
    matched = Evaluator(snapshot, snapshot.kinds([MODEL])).matched(condition)
    scores = matched.scores()
    plain = sorted(np.flatnonzero(matched.mask).tolist(), key=lambda number: (-scores[number], -number))
    plain_keys = [str(snapshot.stored(number)["django_id"]) for number in plain]
    found = [hit.key for hit in ask(index, condition).hits]
    assert len(found) == MANY
    assert set(found[: refine.REFINED]) == set(plain_keys[: refine.REFINED])
    assert found[refine.REFINED :] == plain_keys[refine.REFINED :]
    assert found != plain_keys


@pytest.mark.parametrize("condition", [AllOf((LAMP, TIDE)), AnyOf((LAMP, TIDE))])
def test_pages_fit_together(index: Store, condition: Condition) -> None:
    whole = [hit.key for hit in ask(index, condition).hits]
    pages = [hit.key for start in range(0, MANY, 20) for hit in ask(index, condition, start, 20).hits]
    assert pages == whole


@pytest.mark.parametrize("condition", [AllOf((LAMP, TIDE)), AnyOf((LAMP, TIDE)), LAMP])
def test_what_is_added_is_never_less_than_nothing(index: Store, condition: Condition) -> None:
    snapshot = index.snapshot()
    kinds = snapshot.kinds([MODEL])
    matched = Evaluator(snapshot, kinds).matched(condition)
    docs = np.flatnonzero(matched.mask)[:50]
    mass = sum(part.rarity for part in matched.parts)
    added = refine.refined(snapshot, kinds, condition, docs, matched.scores()[docs], mass)
    assert np.isfinite(added).all()
    assert (added >= 0).all()


def test_words_beside_each_other_come_first(tmp_path: Path) -> None:
    index = store(tmp_path)
    apart, beside, turned = ("lamp", "quay", "tide"), ("lamp", "tide", "quay"), ("tide", "lamp", "quay")
    put(index, [Row(1, beside), Row(2, apart), Row(3, turned), Row(4, ("quay",) * 3)])
    assert [hit.key for hit in ask(index, AllOf((LAMP, TIDE))).hits] == ["1", "3", "2"]


def test_feedback_prefers_what_shares_words_with_the_best(tmp_path: Path) -> None:
    index = store(tmp_path)
    best = Row(1, ("lamp", "lamp", "keeper", "lantern"))
    like, unlike = Row(2, ("lamp", "keeper", "lantern", "quay")), Row(3, ("lamp", "barrel", "salt", "quay"))
    fill = [Row(key, ("gull", "pier", "rope", f"x{key}")) for key in range(10, 40)]
    put(index, [best, like, unlike, Row(4, ("barrel", "salt")), *fill])
    assert [hit.key for hit in ask(index, AnyOf((LAMP,))).hits] == ["1", "2", "3"]
