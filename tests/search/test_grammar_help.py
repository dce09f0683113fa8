"""The help on the search page: each of its examples is read as the help says, and written back as it stands there."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape

from archive.search.grammar.tree import And, Boosted, Fuzzy, Node, Not, Or, Pattern, Phrase, Range, Word
from archive.search.query import FACETS, FIELDS, OPERATORS, SearchQuery

MEANT: dict[str, Node] = {
    "harbour lantern": And((Word("harbour"), Word("lantern"))),
    '"harbour lantern"': Phrase("harbour lantern"),
    '"harbour lantern"~3': Phrase("harbour lantern", slop=3),
    "harbour OR quay": Or((Word("harbour"), Word("quay"))),
    "harbour -lantern": And((Word("harbour"), Not(Word("lantern")))),
    "(harbour quay) OR lantern": Or((And((Word("harbour"), Word("quay"))), Word("lantern"))),
    "lant*": Pattern("lant*"),
    "l?ntern": Pattern("l?ntern"),
    "lantren~": Fuzzy("lantren", slips=2),
    "harbour lantern^3": And((Word("harbour"), Boosted(Word("lantern"), 3))),
    "C++ wi-fi 35% $2": And((Word("C++"), Word("wi-fi"), Word("35%"), Word("$2"))),
    "title:harbour OR title:quay": Or((Word("harbour", "title"), Word("quay", "title"))),
    "title:lant*": Pattern("lant*", "title"),
    "year:2013..": Range("year", "2013", ""),
    "year:..2018": Range("year", "", "2018"),
    "tag:tides tag:ships": And((Word("tides", "tag"), Word("ships", "tag"))),
    "-tag:*": Not(Pattern("*", "tag")),
    "title:harbour": Word("harbour", "title"),
    "text:lantern": Word("lantern", "text"),
    "author:rivera": Word("rivera", "author"),
    'speaker:"Ana Rivera"': Phrase("Ana Rivera", "speaker"),
    "claim:tides": Word("tides", "claim"),
    'source:"Harbour Post"': Phrase("Harbour Post", "source"),
    "year:2013..2019": Range("year", "2013", "2019"),
    "tag:tides": Word("tides", "tag"),
    "stance:disputes": Word("disputes", "stance"),
    "lang:zh": Word("zh", "lang"),
    "published:2014-09": Word("2014-09", "published"),
}
EXAMPLES = [row.example for row in (*OPERATORS, *FIELDS)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_means_what_its_help_says(example: str) -> None:
    query = SearchQuery.parse(example)
    assert (query.root, query.unparse(), query.notes) == (MEANT[example], example, ())


@pytest.mark.parametrize(
    ("said", "example"),
    [
        ("harbour | quay", "harbour OR quay"),
        ("harbour NOT lantern", "harbour -lantern"),
        ("title:(harbour OR quay)", "title:harbour OR title:quay"),
        ("year:>=2013", "year:2013.."),
        ("year:<2019", "year:..2018"),
    ],
)
def test_what_is_said_to_be_the_same_is_the_same(said: str, example: str) -> None:
    assert any(said in row.help for row in OPERATORS if row.example == example)
    assert SearchQuery.parse(said) == SearchQuery.parse(example)


def test_the_page_shows_every_row() -> None:
    page = render_to_string("partials/search_help.html", {"operators": OPERATORS, "fields": FIELDS})
    for row in (*OPERATORS, *FIELDS):
        assert f"<code>{escape(row.example)}</code>" in page
        assert escape(row.help) in page
    assert len(set(EXAMPLES)) == len(EXAMPLES)


def test_every_field_is_known_by_its_names_in_any_case() -> None:
    for field in FIELDS:
        _, value = field.example.split(":", 1)
        for name in (field.name.upper(), *field.aliases):
            assert SearchQuery.parse(f"{name}:{value}").unparse() == field.example
    assert set(FACETS) <= {field.name for field in FIELDS}
