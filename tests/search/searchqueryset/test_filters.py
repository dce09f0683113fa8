"""Which articles conditions find."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from haystack.inputs import AutoQuery, Exact, Raw
from haystack.query import SQ, SearchQuerySet

from archive.models import Claim
from archive.search import queue
from tests.factories import make_article, make_claim, make_source
from tests.search.searchqueryset.asking import articles, at, found, keys, made

pytestmark = pytest.mark.django_db


DAY = at(2014, 9, 27)


def test_filters_are_and() -> None:
    both, _, _ = made("A lantern by the tide.", "A lantern.", "A tide.")
    assert found(content="lantern tide") == {both}
    assert keys(articles().filter(content="lantern").filter(content="tide")) == [both]


def test_either_of_two_conditions() -> None:
    first, second, _ = made("A lantern.", "A tide.", "A quay.")
    assert set(keys(articles().filter(SQ(content="lantern") | SQ(content="tide")))) == {first, second}
    assert set(keys(articles().filter_or(content="lantern").filter_or(content="tide"))) == {first, second}


def test_exclusion() -> None:
    first, second, third = made("A lantern.", "A lantern by the tide.", "A quay.")
    assert keys(articles().filter(content="lantern").exclude(content="tide")) == [first]
    assert set(keys(articles().exclude(content="lantern"))) == {third}
    assert set(keys(articles().filter(~SQ(content="tide")))) == {first, third}
    assert second not in keys(articles().exclude(content="tide"))


def test_a_field_is_searched_alone() -> None:
    first = make_article("A tide.", title="The lantern")
    make_article("A lantern.", title="The tide")
    queue.flush()
    assert found(title="lantern") == {first.pk}


@pytest.mark.parametrize(
    ("condition", "hits"),
    [
        ({"content__startswith": "organis"}, {"Organising", "organisers"}),
        ({"content__startswith": "organ"}, {"Organising", "organisers", "Organs"}),
        ({"content__startswith": "organising"}, {"Organising"}),
        ({"content__endswith": "isers"}, {"organisers"}),
        ({"content__contains": "ganisi"}, {"Organising"}),
    ],
)
def test_parts_of_words(condition: dict[str, str], hits: set[str]) -> None:
    words = ("Organising", "organisers", "Organs")
    by_key = dict(zip(made(*(f"{word} met." for word in words)), words, strict=True))
    assert {by_key[key] for key in found(**condition)} == hits


def test_a_word_with_slips() -> None:
    lantern, _ = made("A lantern.", "A tide.")
    assert found(content__fuzzy="lantrn") == {lantern}
    assert found(content__fuzzy="lanturns") == {lantern}


def test_a_phrase() -> None:
    first, _ = made("The red lamp burns.", "The lamp burns red.")
    assert found(content__exact="red lamp") == {first}
    assert found(content=Exact("red lamp")) == {first}
    assert found(content=AutoQuery('"red lamp"')) == {first}


def test_one_of_several_values() -> None:
    one, other, third = (make_source(name) for name in ("The Quay, Evening", "The Pier", "The Mole"))
    rows = [make_article("x", source=source) for source in (one, other, third)]
    queue.flush()
    assert found(source_exact__in=["The Quay, Evening", "The Pier"]) == {rows[0].pk, rows[1].pk}
    assert found(django_id__in=[rows[2].pk]) == {rows[2].pk}


@pytest.mark.parametrize(
    ("condition", "hits"),
    [
        ({"published_from__gt": 20140927}, {2015}),
        ({"published_from__gte": 20140927}, {2014, 2015}),
        ({"published_from__lt": 20140927}, {2013}),
        ({"published_from__lte": 20140927}, {2013, 2014}),
        ({"published_from__range": [20130101, 20141231]}, {2013, 2014}),
        ({"published_from": 20140927}, {2014}),
        ({"published__gte": DAY}, {2014, 2015}),
        ({"published__lte": DAY}, {2013, 2014}),
        ({"published__range": [DAY, at(2016, 1)]}, {2014, 2015}),
    ],
)
def test_ranges(condition: dict[str, Any], hits: set[int]) -> None:
    years = three_years()
    assert {years[key] for key in found(**condition)} == hits


def three_years() -> dict[int, int]:
    """An article of each year, and one without a date."""
    made("x")
    days = {2013: "2013-09-27", 2014: "2014-09-27T00:00:00Z", 2015: "2015-09-27"}
    return {made("x", published=day)[0]: year for year, day in days.items()}


def test_a_moment_itself_is_neither_before_nor_after() -> None:
    years = three_years()
    assert {years[key] for key in found(published__gt=DAY)} == {2015}
    assert {years[key] for key in found(published__lt=DAY)} == {2013}


def test_moments_of_any_zone_and_fraction() -> None:
    (key,) = made("x", published="2014-09-27T23:30:00-05:00")
    zone = dt.timezone(dt.timedelta(hours=9))
    moment = dt.datetime(2014, 9, 28, 13, 30, tzinfo=zone)
    assert found(published__gte=moment) == found(published__lte=moment) == {key}
    assert found(published__gt=moment) == found(published__lt=moment) == set()
    later, earlier = moment + dt.timedelta(microseconds=1), moment - dt.timedelta(microseconds=1)
    assert found(published__lt=later) == found(published__gt=earlier) == {key}
    assert found(published__gte=later) == found(published__lte=earlier) == set()
    assert found(published__range=[earlier, later]) == found(published__in=[moment]) == {key}


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("{2013 to}", {2014, 2015}),
        ("{2013 to 2015}", {2014}),
        ("[2013 to 2014]", {2013, 2014}),
        ("[2013 to 2015}", {2013, 2014}),
        ("{20140927000000 to}", {2015}),
        ("{to 20140927}", {2013}),
        ("[to]", {2013, 2014, 2015}),
    ],
)
def test_typed_ranges_of_dates(typed: str, hits: set[int]) -> None:
    years = three_years()
    assert {years[key] for key in keys(articles().raw_search(f"published:{typed}"))} == hits


@pytest.mark.parametrize("written", ["cafe", "café", "CAFÉ"])
@pytest.mark.parametrize("kind", ["content", "startswith", "contains", "fuzzy", "exact"])
def test_accents_make_no_difference(kind: str, written: str) -> None:
    both = made("A cafe.", "Un Café.")
    assert found(**{f"content__{kind}": written}) == set(both)


def test_what_users_type() -> None:
    first, second, _ = made("The red lamp on the quay.", "A lamp, red, on the quay by the tide.", "The red lamp.")
    assert set(keys(articles().auto_query("lamp quay"))) == {first, second}
    assert keys(articles().auto_query('"red lamp" quay')) == [first]
    assert keys(articles().auto_query("lamp quay -tide")) == [first]
    assert keys(articles().auto_query("lamp AND (unbalanced")) == []


def test_whooshs_own_language() -> None:
    first, second, third = made("A lantern.", "A quay.", "A lantern on a quay.")
    assert set(keys(articles().raw_search("text:lantern OR text:quay"))) == {first, second, third}
    assert keys(articles().raw_search("text:lantern NOT text:quay")) == [first]
    assert keys(articles().filter(content=Raw("quay AND NOT lantern"))) == [second]


def test_one_model_or_all() -> None:
    (article,) = made("A lantern.")
    claim = make_claim("Lanterns burn.")
    queue.flush()
    assert keys(SearchQuerySet().models(Claim).filter(content="lantern")) == [claim.pk]
    both = {(result.model_name, int(result.pk)) for result in SearchQuerySet().filter(content="lantern")}
    assert both == {("article", article), ("claim", claim.pk)}


def test_none_and_all() -> None:
    every = made("A lantern.", "A tide.")
    assert list(articles().none()) == []
    assert set(keys(articles().all())) == set(every)
