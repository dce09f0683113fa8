"""Every kind of field: what comes back of it, what finds it, sorts by it and counts it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from haystack.exceptions import SearchBackendError
from haystack.models import SearchResult

from archive.models import Article
from archive.search.engine.backend import ArchiveBackend
from tests.search.searchqueryset.asking import at
from tests.search.searchqueryset.probing import EVERY_KIND, MOMENT, Probe, article


def test_values_come_back_as_they_were_given(probe: Probe) -> None:
    probe.put(EVERY_KIND, {"names": []})
    first, second = probe.all()
    assert (first.text, first.title, first.label, first.codes) == ("A lantern.", "The Pier", "Paris, Texas", "a,b c")
    assert (first.names, first.numbers, second.names) == (["Ada", "Kim, Lee"], [3, 5, 1], [])
    assert (first.weight, first.count, first.price, first.ticked) == (1.25, -7, "12.50", True)
    assert first.day == at(2014, 9, 27)
    assert first.moment == MOMENT.replace(tzinfo=None)
    assert {"boost", "unknown", "slug"}.isdisjoint(first.get_additional_fields())


@pytest.mark.parametrize(
    "query",
    [
        "lantern",
        "title:pier",
        'label_exact:"Paris, Texas"',
        'names_exact:"Kim, Lee"',
        "names:lee",
        "numbers:5",
        "weight:1.25",
        "weight:[1 to 2]",
        "weight:{1.2 to}",
        "count:-7",
        "count:[-8 to -6]",
        "price:12.50",
        "ticked:true",
        "day:20140927",
        "day:[20140927 to 20140927]",
        "moment:201409",
        "begun:harb",
        "parts:rbou",
        "codes:a",
        'codes:"b c"',
        "spoken:red",
        'spoken:"red lamp"',
        "spoken:re*",
        "spoken:rad~1",
        "id:archive.article.1",
        "django_id:(1 OR 2)",
        "text:*",
        "lan?ern",
        "*anter*",
        "lantrn~",
        "('lantern')",
        "lantern^2",
    ],
)
def test_what_finds_it(probe: Probe, query: str) -> None:
    probe.put(EVERY_KIND)
    assert probe.found(query) == [1]


@pytest.mark.parametrize(
    "query",
    [
        "weight:{1.25 to}",
        "count:[-6 to]",
        "ticked:false",
        "day:2015",
        "moment:[20140928 to]",
        "moment:[yesterday to tomorrow]",
        "moment:2014-99",
        "codes:b",
        "spoken:lamps",
        'spoken:"lamp red"',
        "names_exact:Kim",
        "nowhere:x",
        "AND",
        "(",
        '"',
    ],
)
def test_what_does_not(probe: Probe, query: str) -> None:
    probe.put(EVERY_KIND)
    assert probe.found(query) == []


@pytest.mark.parametrize("field", ["weight", "count", "day", "moment", "title", "label", "ticked", "price"])
def test_sorting_puts_what_has_no_value_last(probe: Probe, field: str) -> None:
    pairs: dict[str, tuple[Any, Any]] = {
        "weight": (-2.5, 10.0),
        "count": (-3, 11),
        "day": (dt.date(2013, 12, 31), dt.date(2014, 1, 1)),
        "moment": (MOMENT, MOMENT + dt.timedelta(microseconds=1)),
        "ticked": (False, True),
    }
    low, high = pairs.get(field, ("the b", "the c"))
    probe.put({field: None}, {field: high}, {field: low})
    assert probe.sorted_by(field) == [3, 2, 1]
    assert probe.sorted_by(f"-{field}") == [2, 3, 1]


def test_sorting_by_several_fields_each_in_its_direction(probe: Probe) -> None:
    probe.put({"title": "b", "count": 1}, {"title": "b", "count": 2}, {"title": "a", "count": 3})
    assert probe.sorted_by("title", "-count") == [3, 2, 1]
    assert probe.sorted_by("-title", "count") == [1, 2, 3]
    assert probe.sorted_by("-django_id") == [3, 2, 1]
    assert probe.sorted_by("id") == [1, 2, 3]
    assert probe.sorted_by("django_ct") == [1, 2, 3]


@pytest.mark.parametrize("field", ["names", "numbers", "slug", "nowhere"])
def test_what_cannot_be_sorted_by_is_said(probe: Probe, field: str) -> None:
    probe.put({field: ["a", "b"], "text": "x"})
    with pytest.raises(SearchBackendError, match=f"cannot sort by '{field}'"):
        probe.sorted_by(field)


@pytest.mark.parametrize(
    ("field", "values", "counts"),
    [
        ("label_exact", ["b c", "a", "b c"], [("b c", 2), ("a", 1)]),
        ("names_exact", [["b", "a"], ["b"], []], [("b", 2), ("a", 1)]),
        ("title", ["The Pier", "A Pier", "The Pier"], [("The Pier", 2), ("A Pier", 1)]),
        ("numbers", [[1, 2], [2], None], [("2", 2), ("1", 1)]),
        ("count", [7, -7, 7], [(7, 2), (-7, 1)]),
        ("weight_exact", [0.5, -0.5, None], [(-0.5, 1), (0.5, 1)]),
        ("ticked", [True, False, True], [(True, 2), (False, 1)]),
        ("moment_exact", [at(2014, 1), None, at(2013, 1)], [(at(2013, 1), 1), (at(2014, 1), 1)]),
        ("price", ["1.0", "2", None], [("1.0", 1), ("2", 1)]),
    ],
)
def test_counting(probe: Probe, field: str, values: list[Any], counts: list[tuple[Any, int]]) -> None:
    probe.put(*({field.removesuffix("_exact"): value} for value in values))
    assert probe.counts(field) == counts


@pytest.mark.parametrize("field", ["slug", "nowhere"])
def test_what_cannot_be_counted_is_said(probe: Probe, field: str) -> None:
    probe.put({"slug": "x"})
    with pytest.raises(SearchBackendError, match=f"cannot count '{field}'"):
        probe.counts(field)


def test_nothing_is_asked_nothing_is_checked(probe: Probe) -> None:
    probe.put(EVERY_KIND)
    options: dict[str, Any] = {"highlight": True, "facets": ["nowhere"], "sort_by": ["nowhere"], "within": {"a": 1}}
    assert probe.backend.search("", **options) == {"results": [], "hits": 0}
    with pytest.raises(SearchBackendError, match="does not do within"):
        probe.backend.search("x", within={"a": 1})


def test_a_page_without_room_is_empty_and_knows_the_total(probe: Probe) -> None:
    probe.put({}, {})
    for start, end in [(0, 0), (2, 4), (50, 60)]:
        answer = probe.backend.search("*", start_offset=start, end_offset=end)
        assert (answer["results"], answer["hits"]) == ([], 2)


def test_everything_comes_in_the_order_of_indexing(probe: Probe) -> None:
    probe.put(*({} for _ in range(23)))
    assert probe.found("*") == list(range(1, 24))
    assert min(result.score for result in probe.backend.search("*")["results"]) >= 0


class OwnResult(SearchResult):  # type: ignore[misc]  # Haystack publishes no types
    pass


def test_what_else_a_backend_of_haystacks_takes(probe: Probe) -> None:
    probe.put({"text": "A lantern by the quay."}, {"text": "A lantern by the quay at dusk."}, {"text": "Grain."})
    options: dict[str, Any] = {
        "fields": ["text"],
        "models": {Article},
        "limit_to_registered_models": False,
        "result_class": OwnResult,
    }
    (result,) = probe.backend.search("grain", spelling_query="x", **options)["results"]
    assert isinstance(result, OwnResult)
    assert probe.backend.search("*", limit_to_registered_models=False)["hits"] == 3
    first, second, _ = probe.all()
    assert (first.pk, second.pk) == ("1", "2")
    row = article(1, {"text": "A lantern by the quay."})
    assert [one.pk for one in probe.backend.more_like_this(row, **options)["results"]] == ["2"]


def test_values_that_do_not_fit_change_nothing(probe: Probe) -> None:
    probe.put({"text": "lantern"})
    for wrong in ({"count": "many"}, {"weight": "heavy"}, {"moment": "soon"}):
        with pytest.raises((ValueError, TypeError)):
            probe.put({"text": "tide"}, wrong)
    assert probe.found("*") == probe.found("lantern") == [1]


def test_clearing_an_index_that_is_not_there_makes_an_empty_one(probe: Probe) -> None:
    probe.backend.clear()
    assert probe.found("*") == []
    probe.put({})
    for file in Path(probe.backend.path).iterdir():
        file.unlink()
    Path(probe.backend.path).rmdir()
    probe.backend.delete_index()
    assert probe.found("*") == []


def test_memory_is_no_place_for_an_index() -> None:
    with pytest.raises(ImproperlyConfigured, match="Leave STORAGE out"):
        ArchiveBackend("default", STORAGE="ram", PATH="x")
    with pytest.raises(ImproperlyConfigured, match="PATH"):
        ArchiveBackend("default")
