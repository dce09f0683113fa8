from __future__ import annotations

import random

from tests.benchmarks import queries, vocabulary
from tests.benchmarks.values import Ask, Document

WORDS = [f"{first}{second}{third}" for first in "bdfg" for second in "aeiou" for third in "lmnr"]


def documents(count: int) -> list[Document]:
    """Texts in which the words at the list's beginning are common and those at its end are rare."""
    draw = random.Random(1)  # noqa: S311 - reproducible, not secret
    weights = [1 / (place + 1) for place in range(len(WORDS))]
    return [
        Document(key, f"Title {key}", "", " ".join(draw.choices(WORDS, weights, k=60)), "Volume", "2001-02-03", "en")
        for key in range(1, count + 1)
    ]


def matching(ask: Ask, document: Document) -> bool:
    if ask.facet and getattr(document, ask.facet) != ask.value:
        return False
    words = document.text.split()
    if not ask.phrase:
        return set(ask.words) <= set(words)
    return any(tuple(words[place : place + len(ask.words)]) == ask.words for place in range(len(words)))


def test_every_query_finds_something_and_every_run_asks_the_same() -> None:
    held = documents(200)
    drawn = queries.draw(held, vocabulary.count(held), 12)
    assert drawn == queries.draw(held, vocabulary.count(held), 12)
    assert drawn.pages
    assert drawn.common
    assert any(ask.facet for ask in drawn.pages)
    assert {len(ask.words) for ask in drawn.phrases} == {2, 3}
    for ask in (*drawn.pages, *drawn.common, *drawn.phrases):
        assert any(matching(ask, document) for document in held), ask


def test_the_vocabulary_owns_up_to_repeats() -> None:
    first, second, *_ = documents(2)
    counted = vocabulary.count([first, second, first])
    assert (counted.documents, counted.texts, counted.words) == (3, 2, 180)
    assert counted.holders[first.text.split()[0]] >= 2
    assert "1 repeat one under another key" in counted.lines()[0]
