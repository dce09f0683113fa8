"""What a search costs does not grow with the documents that it has nothing to do with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.search.stock.counting import bytes_taken, calls, files_opened
from tests.search.stock.sides import Side, article, fault

RARE = "A rare lantern shone over the words of two articles."
WORDS = ["tide", "quay", "harbour", "keeper", "storm", "rope", "barrel", "salt", "gull", "pier"]


def other(key: int) -> Any:
    """An article without the lantern, with a word that no other has."""
    text = " ".join(WORDS[(key * 7 + place * place) % 10] for place in range(40))
    return article(key, f"{text} {chr(97 + key % 26)}{chr(97 + key // 26)}zq", labels=[f"l{key % 7}"], day=key % 300)


def fill(side: Side, start: int, stop: int) -> None:
    """Add others, and leave the index as one segment, so that only the documents count."""
    side.put(*(other(key) for key in range(start, stop)))
    side.backend.optimize()


def costs(
    side: Side, count: Callable[[Callable[[], Any]], int], run: Callable[[Side], Any], many: int = 202
) -> tuple[int, int]:
    """What the same search costs, when it is asked again, in an index of 42 documents and in one of `many`."""
    side.put(article(9001, RARE, labels=["l1"]), article(9002, f"{RARE} Then it rained.", labels=["l2"]))
    found = []
    for start, stop in ((0, 40), (40, many - 2)):
        fill(side, start, stop)
        run(side)
        found.append(count(lambda: run(side)))
    return found[0], found[1]


def is_flat(side: Side, run: Callable[[Side], Any], many: int = 202) -> bool:
    at_few, at_many = costs(side, calls, run, many)
    return at_many < 1.25 * at_few


def search(side: Side) -> Any:
    return side.all().filter(content="lantern")[0:5]


def facets(side: Side) -> Any:
    return side.all().filter(content="lantern").facet("labels").facet_counts()


def months(side: Side) -> Any:
    first, last = dt.date(2000, 1, 1), dt.date(2020, 1, 1)
    return side.all().filter(content="lantern").date_facet("moment", first, last, "month").facet_counts()


def more_like_it(side: Side) -> Any:
    return side.all().more_like_this(article(9001, RARE))[0:5]


def suggestion(side: Side) -> Any:
    return side.backend.create_spelling_suggestion("lantorn")


@fault
def test_a_search_of_some_model_does_not_visit_all_its_documents(side: Side) -> None:
    assert is_flat(side, search)


@fault
def test_facets_are_not_computed_over_the_whole_index(side: Side) -> None:
    assert is_flat(side, facets)


@fault
def test_months_of_twenty_years_are_not_searched_one_by_one(side: Side) -> None:
    _, many = costs(side, calls, months)
    assert many < 100_000  # some hundred for each of 240 months, to name it


@fault
def test_more_like_this_does_not_visit_unlike_documents(side: Side) -> None:
    assert is_flat(side, more_like_it, 402)


@fault
def test_a_suggestion_does_not_walk_the_vocabulary_in_python(side: Side) -> None:
    assert is_flat(side, suggestion)


@fault
def test_the_index_is_not_opened_for_each_search(side: Side) -> None:
    fill(side, 0, 40)
    for run in (search, facets, more_like_it, suggestion):
        run(side)
        opened = files_opened(side.folder, partial(run, side))
        assert [name for name in opened if not name.endswith((".toc", "LOCK"))] == []


@fault
def test_no_search_copies_the_index(side: Side) -> None:
    fill(side, 0, 200)
    search(side)
    size = sum(path.stat().st_size for path in side.files())
    taken = bytes_taken(lambda: search(side))
    assert taken < size / 4


@fault
def test_one_article_does_not_rewrite_the_index(side: Side) -> None:
    for batch in range(9):
        side.put(*(other(key) for key in range(batch * 40, batch * 40 + 40)))
    before = {path.name: path.stat().st_size for path in side.files()}
    side.put(article(9001, RARE))
    written = sum(path.stat().st_size for path in side.files() if path.name not in before)
    assert written < sum(before.values()) / 4
