"""A query as what the engine is asked: nodes, and the fields of the index that each word is looked for in."""

from __future__ import annotations

import pytest

from archive.search import translate
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
    Pattern,
    Words,
)
from archive.search.query import SearchQuery
from archive.search.translate import ANYWHERE

TITLE = (("title", translate.WEIGHTS["title"]),)
TAGS = (("tags", translate.WEIGHTS["tags"]),)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", Everything()),
        ("*", Everything()),
        ("-*", NoneOf(Everything())),
        ("quay", Words("quay", ANYWHERE)),
        ('"low tide"', Words("low tide", ANYWHERE, quoted=True)),
        ('title:"low tide"~3', Words("low tide", TITLE, quoted=True, slop=3)),
        ("Lant*", Pattern("lant*", ANYWHERE)),
        ("title:l?nt*", Pattern("l?nt*", TITLE)),
        ("title:*", Pattern("*", TITLE)),
        ("Lantren~1", Fuzzy("lantren", ANYWHERE, 1)),
        ("title:lantren~", Fuzzy("lantren", TITLE, 2)),
        ("quay^2", Boosted(Words("quay", ANYWHERE), 2)),
        ("(quay OR pi*)^0.5", Boosted(AnyOf((Words("quay", ANYWHERE), Pattern("pi*", ANYWHERE))), 0.5)),
        ("the quay", AllOf((Words("quay", ANYWHERE),))),
        ("(the quay)^2", Boosted(AllOf((Words("quay", ANYWHERE),)), 2)),
        ("quay -lang:zh", AllOf((Words("quay", ANYWHERE), NoneOf(NamedUnder("language_exact", "zh"))))),
        ("-tag:*", NoneOf(NamedBetween("tags_exact", None, None))),
        ("claim:*", NamedBetween("claim_slugs_exact", None, None)),
        ("published:*", NumberBetween("published_from", None, None)),
        (
            'claim:"low tide"',
            Named("claim_slugs_exact", "low tide", Words("low tide", (("claims", 1.5),), quoted=True)),
        ),
        ("claim:tid*", Pattern("tid*", (("claims", translate.WEIGHTS["claims"]),))),
        (
            "published:>2014-09",
            AllOf((NumberBetween("published_to", 2014_10_01, None), NumberBetween("published_from", None, None))),
        ),
    ],
)
def test_what_the_engine_is_asked(typed: str, asked: Condition) -> None:
    query = SearchQuery.parse(typed)
    assert translate.condition(query) == asked
    assert not translate.filters(query)


@pytest.mark.parametrize(
    ("typed", "field", "asked"),
    [
        ("lang:zh", "language_exact", NamedUnder("language_exact", "zh")),
        ("tag:tid*", "tags_exact", Pattern("tid*", TAGS)),
        ("tag:tdies~", "tags_exact", Fuzzy("tdies", TAGS, 1)),
        ("tag:*", "tags_exact", NamedBetween("tags_exact", None, None)),
        ("year:>=2013", "years_exact", NamedBetween("years_exact", "2013", None)),
        ("stance:*", "stances_exact", NamedBetween("stances_exact", None, None)),
    ],
)
def test_facets_are_filters_beside_what_is_asked(typed: str, field: str, asked: Condition) -> None:
    query = SearchQuery.parse(f"quay {typed}")
    assert translate.filters(query) == {field: AnyOf((asked,))}
    assert translate.condition(query) == Words("quay", ANYWHERE)


def test_a_name_that_no_document_has_is_looked_for_as_words() -> None:
    named = Named("source_exact", "Harbour Post", Words("Harbour Post", (("source", 1.0),), quoted=True))
    assert translate.filters(SearchQuery.parse('source:"Harbour Post"')) == {"source_exact": AnyOf((named,))}
