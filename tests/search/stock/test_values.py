"""Values come back as they were given, counted, shown and marked."""

from __future__ import annotations

import pytest

from tests.search.stock.sides import Side, article, fault, fault_that_raises

# A sentence that no compression can hide: its bytes are looked for in the index's files.
SENTENCE = "Vexed jackdaws quoth grumpy zephyrs by flickering mauve lamps."


@fault
def test_facet_values_are_not_stemmed(side: Side) -> None:
    side.put(article(1, "A lantern.", title="Evening Meetings"), article(2, "A lantern.", title="Evening Meetings"))
    counts = side.all().filter(content="lantern").facet("title").facet_counts()["fields"]["title"]
    assert counts == [("Evening Meetings", 2)]


@fault
def test_a_comma_does_not_split_a_tag(side: Side) -> None:
    side.put(article(1, "A lantern.", labels=["Paris, Texas", "quays"]))
    counts = side.all().filter(content="lantern").facet("labels").facet_counts()["fields"]["labels"]
    assert counts == [("Paris, Texas", 1), ("quays", 1)]


@fault
def test_a_comma_does_not_split_a_stored_value(side: Side) -> None:
    side.put(article(1, "A lantern.", labels=["Paris, Texas", "quays"]))
    assert side.all().filter(content="lantern")[0].labels == ["Paris, Texas", "quays"]


@fault
def test_numbers_come_back_as_numbers(side: Side) -> None:
    side.put(article(7, "A lantern."))
    assert side.all().filter(content="lantern")[0].numbers == [3, 5, 7]


@fault
def test_what_is_not_to_be_stored_is_not(side: Side) -> None:
    """The stock backend keeps each text twice, stored and for sorting, whatever the field says."""
    side.put(article(1, "A lantern.", section=SENTENCE))
    (result,) = side.all().filter(content="lantern")
    assert "section" not in result.get_additional_fields()
    assert not any(SENTENCE.encode() in path.read_bytes() for path in side.files())


@fault
def test_a_match_far_down_is_marked(side: Side) -> None:
    side.put(article(1, f"{'The tide went out. ' * 2000} Then a lantern was lit."))
    (result,) = side.all().filter(content="lantern").highlight()
    assert "<em>lantern</em>" in result.highlighted["text"][0]


@fault
def test_names_of_fields_are_not_marked(side: Side) -> None:
    side.put(article(1, "The title of the lantern was disputed.", title="Harbours"))
    (result,) = side.all().filter(title="harbours").filter(content="lantern").highlight()
    assert "<em>lantern</em>" in result.highlighted["text"][0]
    assert "<em>title</em>" not in result.highlighted["text"][0]


@fault
def test_words_that_are_excluded_are_not_marked(side: Side) -> None:
    side.put(article(1, "The quay and the lantern.", title="Harbours"))
    (result,) = side.all().filter(content="lantern").exclude(title="quay").highlight()
    assert "<em>lantern</em>" in result.highlighted["text"][0]
    assert "<em>quay</em>" not in result.highlighted["text"][0]


@fault
def test_a_single_sign_is_marked(side: Side) -> None:
    side.put(article(1, "灯塔 照 海"))
    marked = [result.highlighted["text"][0] for result in side.all().filter(content="塔").highlight()]
    assert len(marked) == 1
    assert "<em>塔</em>" in marked[0]


@fault_that_raises(Warning)
def test_queries_are_counted(side: Side) -> None:
    side.put(article(1, "A lantern.", title="One"), article(2, "A lantern.", title="Two"), article(3, "A tide."))
    results = side.all().filter(content="lantern").query_facet("title", "One")
    counts = results.facet_counts()["queries"]
    assert list(counts.values()) == [1]


@pytest.mark.parametrize("value", ["2014", "1.50", "true", "[1, 2]", "2014-09-27T00:00:00"])
def test_texts_that_look_like_something_else_stay_texts(side: Side, value: str) -> None:
    side.put(article(1, "A lantern.", title=value, byline=value))
    (result,) = side.all().filter(content="lantern")
    assert (result.title, result.byline) == (value, value)
