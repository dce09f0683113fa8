"""What facets count."""

from __future__ import annotations

import datetime as dt

import pytest
from haystack import connections
from haystack.exceptions import SearchBackendError

from archive.models import Article
from archive.search import queue
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.search.searchqueryset.asking import articles, at, keys, made

pytestmark = pytest.mark.django_db


def faceted() -> list[int]:
    """Three articles of two sources; two with a lantern, of which one carries tags."""
    one, other = make_source("The Quay, Evening"), make_source("The Pier")
    rows = [
        make_article("A lantern.", source=one, published="2014-09-27"),
        make_article("A lantern too.", source=other, published="2014-11-01"),
        make_article("A tide.", source=other, published="2016-01-01"),
    ]
    make_passage(rows[0], make_claim(tags=("Paris, Texas", "organising")), "A lantern")
    queue.flush()
    return [row.pk for row in rows]


def test_facets_count_what_was_found() -> None:
    faceted()
    counts = articles().filter(content="lantern").facet("source").facet("tags").facet_counts()["fields"]
    assert dict(counts["source"]) == {"The Quay, Evening": 1, "The Pier": 1}
    assert counts["tags"] == [("Paris, Texas", 1), ("organising", 1)]
    assert articles().facet("source").facet_counts()["fields"]["source"] == [("The Pier", 2), ("The Quay, Evening", 1)]


def test_narrowing_narrows_hits_and_facets() -> None:
    first, _, _ = faceted()
    results = articles().filter(content="lantern").facet("source").narrow('tags_exact:"Paris, Texas"')
    assert keys(results) == [first]
    assert results.facet_counts()["fields"]["source"] == [("The Quay, Evening", 1)]
    assert list(results.narrow("text:tide")) == []


def test_date_facets_count_by_month() -> None:
    faceted()
    made("A lantern without a date.")
    results = (
        articles().filter(content="lantern").date_facet("published", dt.date(2014, 1, 1), dt.date(2015, 1, 1), "month")
    )
    counts = dict(results.facet_counts()["dates"]["published"])
    assert counts == {(at(2014, 9), at(2014, 10)): 1, (at(2014, 11), at(2014, 12)): 1, None: 1}


def test_date_facets_count_by_longer_gaps() -> None:
    faceted()
    results = articles().date_facet("published", dt.date(2012, 1, 1), dt.date(2018, 1, 1), "year", 2)
    ((first, last), count), ((_, end), later) = results.facet_counts()["dates"]["published"]
    assert (first.year, last.year, count) == (2014, 2016, 2)
    assert (end.year, later) == (2018, 1)


def test_query_facets_count_what_a_query_would_find() -> None:
    faceted()
    results = articles().filter(content="lantern").query_facet("source", '"The Pier"').query_facet("text", "tide")
    assert sorted(results.facet_counts()["queries"].values()) == [0, 1]


def test_query_facets_are_named_by_field_and_query() -> None:
    first, _, _ = faceted()
    results = articles().query_facet("text", "lantern").query_facet("text", "lantern OR tide")
    counts = results.query_facet("published", "[2014 to 2015]").facet_counts()
    assert counts["queries"] == {"text:lantern": 2, "text:lantern OR tide": 3, "published:[2014 to 2015]": 2}
    assert counts["fields"] == counts["dates"] == {}
    named = connections["default"].get_backend().search("*", query_facets={"content": "lantern"}, models={Article})
    assert named["facets"]["queries"] == {"content:lantern": 2}
    assert first in keys(results)


def test_facets_of_every_kind_at_once() -> None:
    faceted()
    results = articles().facet("source").query_facet("text", "tide")
    counts = results.date_facet("published", at(2014, 1), at(2015, 1), "year").facet_counts()
    assert counts["fields"]["source"] == [("The Pier", 2), ("The Quay, Evening", 1)]
    assert counts["dates"]["published"] == [((at(2014, 1), at(2015, 1)), 2), (None, 1)]
    assert counts["queries"] == {"text:tide": 1}
    assert articles().facet_counts() == {}


@pytest.mark.parametrize("field", ["title", "nowhere"])
def test_only_dates_are_counted_as_dates(field: str) -> None:
    with pytest.raises(SearchBackendError, match="no dates"):
        articles().date_facet(field, at(2014, 1), at(2015, 1), "year").facet_counts()
