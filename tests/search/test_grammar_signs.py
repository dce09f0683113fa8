"""Wildcards, ~ and ^: what they mean, how far they go, and where the same signs mean nothing."""

from __future__ import annotations

import pytest

from archive.search.grammar.tree import EVERYTHING, And, Boosted, Fuzzy, Node, Not, Or, Pattern, Phrase, Range, Word
from archive.search.query import SearchQuery


def read(typed: str) -> tuple[Node | None, str, tuple[str, ...]]:
    query = SearchQuery.parse(typed)
    assert SearchQuery.parse(query.unparse()) == query
    return query.root, query.unparse(), query.notes


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("lant*", Pattern("lant*")),
        ("l?ntern", Pattern("l?ntern")),
        ("*tern", Pattern("*tern")),
        ("l*n", Pattern("l*n")),
        ("??tern", Pattern("??tern")),
        ("title:lant*", Pattern("lant*", "title")),
        ("by:riv*", Pattern("riv*", "author")),
        ("tag:tid*", Pattern("tid*", "tag")),
        ("lant*^2", Boosted(Pattern("lant*"), 2)),
        ("-lant*", Not(Pattern("lant*"))),
        ("o'br*", Pattern("o'br*")),
        ("हिन्दी*", Pattern("हिन्दी*")),
        ("lantren~", Fuzzy("lantren", slips=2)),
        ("lantren~1", Fuzzy("lantren", slips=1)),
        ("lantren~2", Fuzzy("lantren", slips=2)),
        ("lantren~0.8", Fuzzy("lantren", slips=2)),  # as older search engines wrote it
        ("quya~", Fuzzy("quya", slips=1)),
        ("title:lantren~1", Fuzzy("lantren", "title", 1)),
        ("lantren~0", Word("lantren")),
        ("lantern^2", Boosted(Word("lantern"), 2)),
        ("lantern^.5", Boosted(Word("lantern"), 0.5)),
        ("lantern^1", Word("lantern")),
        ("lantren~1^3", Boosted(Fuzzy("lantren", slips=1), 3)),
        ("lantren^3~1", Boosted(Fuzzy("lantren", slips=1), 3)),
        ("title:lantern^2", Boosted(Word("lantern", "title"), 2)),
        ('"low tide"^3', Boosted(Phrase("low tide"), 3)),
        ('title:"low tide"~2^3', Boosted(Phrase("low tide", "title", 2), 3)),
        ("(quay OR pier)^0.5", Boosted(Or((Word("quay"), Word("pier"))), 0.5)),
        ("(quay pier)^2 tide", And((Boosted(And((Word("quay"), Word("pier"))), 2), Word("tide")))),
        ("((quay)^2)^3", Boosted(Word("quay"), 6)),
        ("-quay^2", Not(Word("quay"))),
        ('"low tide"~3', Phrase("low tide", slop=3)),
        ('"low tide"~0', Phrase("low tide")),
        ("NOT~1", Fuzzy("NOT", slips=1)),
        ("*", None),
        ("***", None),
        ("* quay *", Word("quay")),
        ("-*", Not(EVERYTHING)),
        ("quay OR *", Or((Word("quay"), EVERYTHING))),
        ("tag:*", Pattern("*", "tag")),
        ("year:*", Pattern("*", "year")),
        ("-author:*", Not(Pattern("*", "author"))),
        ("year:2014..*", Range("year", "2014", "")),
        ("title:(quay OR pier)", Or((Word("quay", "title"), Word("pier", "title")))),
        ('TITLE:(quay "low tide")', And((Word("quay", "title"), Phrase("low tide", "title")))),
        ("title:((quay) tag:x) pier", And((Word("quay", "title"), Word("x", "tag"), Word("pier")))),
        ("year:(2013 OR 2015..)", Or((Word("2013", "year"), Range("year", "2015", "")))),
    ],
)  # fmt: skip
def test_signs_are_read(typed: str, tree: Node | None) -> None:
    assert read(typed)[::2] == (tree, ())


@pytest.mark.parametrize(
    "typed",
    [
        "C++", "C#", "F#", "U.S.", "35%", "$2", "€2,500.50", "wi-fi", "don't", "don’t", "AT&T", "24/7", "3:15",
        "and/or",
        "https://example.org/a?b=c*&d", "https://example.org/~ana/x_(y)?z=1#part", "www.example.org/what?now",
        "example.org/find?q=a*", "ana@example.org", "#lantern", "@keeper", "10^6", "10~20", "what?", "Why??",
        "snake_case",
        "A.B.", "Node.js", "x=y", "<b>", "'low", "lan~tern", "lan^tern", "50+", "小米*", "^2", "M&A", "C++17", "½",
        "🙂1",
        "co-op's", "rock'n'roll", "title", "or", "and", "not", "Tide:", "(quay)", "小米手机",
    ],
)  # fmt: skip
def test_what_people_write_is_searched_for_as_it_is_written(typed: str) -> None:
    """Beside words before and after, so that it is no accident of standing alone."""
    text = typed.strip("()")
    root, written, notes = read(f"low {typed} tide")
    assert root == And((Word("low"), Word(text), Word("tide")))
    assert (written, notes) == (f"low {text} tide", ())


@pytest.mark.parametrize(
    "typed", ["lant*", "l?ntern", "quay~", "quay^2", "-quay", "quay OR pier", "(quay)", "tag:x", "C++", "*"]
)
def test_in_quotation_marks_every_sign_is_itself(typed: str) -> None:
    assert read(f'harbour "{typed}"')[0] in {And((Word("harbour"), Phrase(typed))), Word("harbour")}
    assert SearchQuery.parse(f'title:"{typed} x"').root == Phrase(f"{typed} x", "title")


@pytest.mark.parametrize(
    ("typed", "canonical", "note"),
    [
        ("a* quay", "a quay", "at least 2 letters"),
        ("*a", "a", "at least 2 letters"),
        ("2*", "2", "at least 2 letters"),
        ("title:a*", "title:a", "at least 2 letters"),
        ("wi-fi*", "wi fi*", "“wi-fi*” was searched for as “wi fi*”"),
        ("-wi-fi*", "-(wi fi*)", "“wi-fi*” was searched for as “wi fi*”"),
        ("quay OR wi-fi*", "quay OR (wi fi*)", "within a single word"),
        ("小米SU*", "小米 SU*", "within a single word"),
        ("source:dong-a*", "source:dong-a", "“dong-a” was searched for without it"),
        ("quay a*b*c*d*e*f", "quay", "at most 4 stars"),
        ("qu~", "qu", "3 letters or more"),
        ("wi-fi~", "wi-fi", "3 letters or more"),
        ("小米手机~", "小米手机", "3 letters or more"),
        ("C++~", "C++", "3 letters or more"),
        ("OR~", '"OR"', "3 letters or more"),
        ("quay~2", "quay~", "“quay”, ~ allows one slip at most"),
        ("lantern~5", "lantern~", "“lantern”, ~ allows two slips at most"),
        ("lant*~1", "lant*", "do not go together"),
        ("quay^99", "quay^10", "between 0.1 and 10"),
        ("quay^0", "quay^0.1", "between 0.1 and 10"),
        ("(quay pier)^0.01", "(quay pier)^0.1", "between 0.1 and 10"),
        ("tag:tides^3", "tag:tides", "“tag:” have no weight"),
        ("(tag:tides)^3", "tag:tides", "“tag:” have no weight"),
        ('source:"Harbour Post"^3', 'source:"Harbour Post"', "“source:” have no weight"),
        ("stance:disputes^3", "stance:disputes", "“stance:” have no weight"),
        ('source:"Harbour Post"~3', 'source:"Harbour Post"', "mean nothing"),
        ('"low tide"~', '"low tide"', "needs a number"),
        ('"low tide"~99', '"low tide"~20', "at most 20"),
        ("stance:disp*", '"disp*"', "asserts, disputes, qualifies"),
        ("year:2013~1", "2013~1", "a year of four digits"),
    ],
)
def test_what_goes_too_far_is_mended_and_said(typed: str, canonical: str, note: str) -> None:
    _, written, notes = read(typed)
    assert written == canonical
    assert any(note in one for one in notes), notes
    assert SearchQuery.parse(written).notes == ()


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("lant**", "lant*"),
        ("la*?n", "la?*n"),
        ("wom?n?", "wom?n"),
        ("lant*?", "lant*"),
        ("lantren~2", "lantren~"),
        ("quay~1", "quay~"),
        ("quay^2.00", "quay^2"),
        ("quay^.25", "quay^0.25"),
        ("quay^0.333", "quay^0.33"),
        ("((quay pier)^2)^2", "(quay pier)^4"),
        ("(lant*)^1", "lant*"),
        ("(10)^6", '"10"^6'),
        ("title:(https://example.org)^3", 'title:"https://example.org"^3'),
        ("(tag:tides tag:tides)^2", "(tag:tides tag:tides)^2"),
        ("body:(quay OR pier)", "text:quay OR text:pier"),
    ],
)
def test_signs_have_one_writing(typed: str, canonical: str) -> None:
    assert read(typed)[1] == canonical


def test_at_most_8_words_look_through_the_vocabulary() -> None:
    typed = " ".join(
        [*(f"word{number}*" for number in range(6)), *(f"lantern{number}~" for number in range(6)), "quay"]
    )
    root, written, notes = read(typed)
    assert isinstance(root, And)
    assert sum(isinstance(node, Pattern | Fuzzy) for node in root.nodes) == 8
    assert written.endswith("lantern1~ quay")
    assert notes == ("Only the first 8 words with a wildcard or ~ were searched for.",)


def test_a_star_for_any_value_is_no_costly_word() -> None:
    assert SearchQuery.parse("tag:* source:* year:* author:* " + " ".join(f"word{n}*" for n in range(8))).notes == ()


def test_patterns_are_what_a_text_may_hold_a_form_of() -> None:
    query = SearchQuery.parse("quay lant* -wind* (lantren~ OR pi?r^2) title:x* text:low* tag:* -(-tid*) *")
    assert query.patterns() == (
        Pattern("lant*"),
        Fuzzy("lantren", slips=2),
        Pattern("pi?r"),
        Pattern("low*", "text"),
        Pattern("tid*"),
    )
    assert query.text_only() == (Word("quay"),)


def test_corrections_and_facets_do_not_turn_into_signs() -> None:
    query = SearchQuery.parse("lantren quay title:lantren")
    assert query.with_words({"lantren": "lant*"}).unparse() == '"lant*" quay title:"lant*"'
    assert SearchQuery.parse('"low tyde"~3').with_words({"tyde": "tide"}).unparse() == '"low tide"~3'
    assert SearchQuery().with_facet("tag", "lant*").unparse() == 'tag:"lant*"'
    assert SearchQuery().with_facet("tag", "lantren~").facets == {"tag": ("lantren~",)}
    assert SearchQuery.parse('tag:"lant*" tag:lant*').without_facet("tag", "lant*").unparse() == "tag:lant*"
