"""In which order, on which page and as what results come."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from haystack.query import ValuesListSearchQuerySet

from tests.search.searchqueryset.asking import articles, keys, made

pytestmark = pytest.mark.django_db


def test_the_best_match_comes_first() -> None:
    _, best, _ = made(
        "A lantern and much else of the tide and the quay.", "Lantern, lantern, lantern.", "A lantern on the quay."
    )
    results = articles().filter(content="lantern")
    assert int(results[0].pk) == int(results.best_match().pk) == best
    scores = [result.score for result in results]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


def test_a_boosted_word_outweighs() -> None:
    lanterns, quays = made("Lantern, lantern and quay.", "Lantern, quay and quay.")
    assert keys(articles().filter(content="lantern").boost("quay", 20.0)) == [quays, lanterns]
    assert keys(articles().filter(content="quay").boost("lantern", 20.0)) == [lanterns, quays]


def test_order() -> None:
    (old,) = made("x", title="B", byline="Kim", published="2011")
    (new,) = made("x", title="C", byline="Ada", published="2013")
    (middle,) = made("x", title="A", byline="Lee", published="2012")
    (undated,) = made("x", title="D", byline="Bea")
    assert keys(articles().order_by("published")) == [old, middle, new, undated]
    assert keys(articles().order_by("-published")) == [new, middle, old, undated]
    assert keys(articles().order_by("title_exact")) == [middle, old, new, undated]
    assert int(articles().latest("published").pk) == new


# --- pages ---


def test_iteration_goes_on_after_the_first_batch() -> None:
    every = made(*(f"Lantern {number}." for number in range(25)))
    assert sorted(keys(articles().filter(content="lantern"))) == sorted(every)
    assert len(articles().filter(content="lantern")) == articles().filter(content="lantern").count() == 25


def test_slices() -> None:
    every = [made("A lantern.", published=f"20{10 + number}")[0] for number in range(12)]
    results = articles().filter(content="lantern").order_by("published")
    assert keys(results[5:12]) == every[5:12]
    assert int(results[3].pk) == every[3]
    assert keys(results[10:30]) == every[10:]
    assert results[30:40] == []


def test_values() -> None:
    every = [made("A lantern.", published=f"201{number}")[0] for number in range(3)]
    results = articles().filter(content="lantern").order_by("published")
    assert [row["pk"] for row in results.values("pk", "model_name")] == [str(key) for key in every]
    assert [tuple(row) for row in results.values_list("pk", "model_name")] == [(str(key), "article") for key in every]
    flat = results.values_list("pk", flat=True)
    assert isinstance(flat, ValuesListSearchQuerySet)
    assert flat[1:3] == [str(key) for key in every[1:]]


def test_rows_are_loaded_together() -> None:
    made(*(f"Lantern {number}." for number in range(3)))
    assert _queries_to_load() == (few := _queries_to_load())
    made(*(f"Lantern {number}." for number in range(3, 9)))
    assert _queries_to_load() == few


def _queries_to_load() -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert all(result.object.title for result in articles().filter(content="lantern").load_all())
    return len(queries)
