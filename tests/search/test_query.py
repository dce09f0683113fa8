"""Queries: read as typed, mended where malformed, written back in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.query import SearchQuery

# What queries are made of, sound and odd, to be strung together.
_PIECES = """
quay tide OR NOT AND - ( ) " title: tag: stance:asserts year:2014 by: “ : .. year:2013.. date:2014-09 source: nofield:
// | & + é 小 小米手机 − * ? lant* ~ ~1 ~9 ^ ^2 ^0.01 )^3 "~2 "^.5 title:( year:( year:>= [ TO ] ' # @ / https://x.y
"""
PARTS = st.sampled_from([*_PIECES.split(), " ", " ", " ", "\x00", "\u200b", "\u0301"])
TYPED = st.lists(PARTS, max_size=24).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("  harbour   quay ", "harbour quay"),
        ("harbour AND quay", "harbour quay"),
        ("harbour quay OR pier", "harbour quay OR pier"),
        ("(harbour quay) OR pier", "(harbour quay) OR pier"),
        ("harbour (quay OR pier)", "harbour quay OR pier"),
        ("harbour (quay pier)", "harbour quay pier"),
        ("NOT quay", "-quay"),
        ("NOT (quay pier)", "-(quay pier)"),
        ("-(-quay)", "quay"),
        ("harbour -“low  tide”", 'harbour -"low tide"'),
        ('AUTHOR:rivera by:"Ana Rivera"', 'author:rivera author:"Ana Rivera"'),
        ("stance:disputed", "disputed"),
        ("stance:Dispute", "stance:disputes"),
        ("year:2019..2013", "year:2013..2019"),
        ("year:2019..", "year:2019.."),
        ("date:2014-09", "published:2014-09"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("Analysis: quay", "Analysis: quay"),
        ("knock-off", "knock-off"),
        ("10:30", "10:30"),
        ("title:-quay", "title:-quay"),
    ],
)
def test_a_query_has_one_writing(typed: str, canonical: str) -> None:
    assert SearchQuery.parse(typed).unparse() == canonical


@pytest.mark.parametrize(
    ("typed", "canonical", "note"),
    [
        ('harbour "low tide', 'harbour "low tide"', "quotation mark"),
        ("(harbour quay", "harbour quay", "left open"),
        ("harbour) quay", "harbour quay", "closing bracket"),
        ("harbour OR", "harbour", "OR or NOT"),
        ("OR harbour", "harbour", "OR or NOT"),
        ("harbour NOT", "harbour", "OR or NOT"),
        ("colour:red", "colour red", "no field “colour”"),
        ("year:soon", "soon", "a year of four digits"),
        ("year:..", "", "a year of four digits"),
        ("stance:maybe", "maybe", "asserts, disputes, qualifies"),
        ("tag: harbour", "harbour", "has no value"),
        ("harbour &&& quay", "harbour quay", "nothing that can be searched for"),
        ('""', "", "empty pair"),
    ],
)
def test_what_is_malformed_is_mended_and_said(typed: str, canonical: str, note: str) -> None:
    query = SearchQuery.parse(typed)
    assert query.unparse() == canonical
    assert any(note in one for one in query.notes), query.notes


@pytest.mark.parametrize("typed", ["harbour quay", 'a "b c" OR d -e source:x', "year:2013..2019", ""])
def test_a_sound_query_has_no_notes(typed: str) -> None:
    assert SearchQuery.parse(typed).notes == ()


@given(TYPED, st.sampled_from(["source", "tag"]), st.text(max_size=30))
def test_a_facet_added_is_there_and_removed_is_gone(typed: str, field: str, value: str) -> None:
    query = SearchQuery.parse(typed)
    added = query.with_facet(field, value)
    assert SearchQuery.parse(added.unparse()) == added
    if any(sign.isalnum() for sign in value):
        assert added.has_facet(field, value)
        assert added.with_facet(field, value) == added
        assert not added.without_facet(field, value).has_facet(field, value)


def test_at_most_64_words() -> None:
    query = SearchQuery.parse(" ".join(f"w{number}" for number in range(70)))
    assert len(query.parts) == 64
    assert query.notes == ("Only the first 64 words were searched for.",)


def test_a_facet_finds_room_in_a_full_query() -> None:
    query = SearchQuery.parse(" ".join(f"w{number}" for number in range(64))).with_facet("tag", "tides")
    assert (len(query.parts), query.facets) == (64, {"tag": ("tides",)})
    assert SearchQuery.parse(query.unparse()) == query


def test_facets_are_the_top_level_values_of_facet_fields() -> None:
    query = SearchQuery.parse(
        'quay tag:tides TAGS:"night shift" -tag:wind (source:x OR source:y) year:2014 year:2015..'
    )
    assert query.facets == {"tag": ("tides", "night shift"), "year": ("2014",)}
    assert query.without_facets().unparse() == "quay -tag:wind source:x OR source:y"


def test_facets_stand_beside_an_or() -> None:
    query = SearchQuery.parse("quay OR pier").with_facet("source", "Harbour Post")
    assert query.unparse() == 'quay OR pier source:"Harbour Post"'
    assert query.facets == {"source": ("Harbour Post",)}


def test_facet_values_with_commas_quotes_and_keywords() -> None:
    query = (
        SearchQuery().with_facet("tag", "Paris, Texas").with_facet("source", 'The "Real" OR').with_facet("tag", "OR")
    )
    assert query.unparse() == 'tag:"Paris, Texas" source:"The Real OR" tag:OR'
    assert query.has_facet("source", 'The "Real" OR')
    assert query.without_facet("tag", "paris, texas").without_facet("source", 'The "Real" OR').unparse() == "tag:OR"


def test_a_field_that_is_no_facet_is_refused() -> None:
    with pytest.raises(KeyError, match="Facets: source, year, tag, stance, lang"):
        SearchQuery().with_facet("title", "x")


def test_text_only_is_what_a_text_may_hold() -> None:
    query = SearchQuery.parse('harbour -wind (quay OR "low tide") title:x text:lamp source:y -(-pier)')
    assert [leaf.text for leaf in query.text_only()] == ["harbour", "quay", "low tide", "lamp", "pier"]


def test_words_are_replaced_where_they_stand() -> None:
    query = SearchQuery.parse('harbuor "low tyde" -tyde source:tyde')
    assert query.words() == ("harbuor", "low", "tyde")
    meant = query.with_words({"harbuor": "harbour", "tyde": "tide"})
    assert meant.unparse() == 'harbour "low tide" -tide source:tyde'
