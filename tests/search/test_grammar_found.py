"""Each sign of the language, asked of a real index."""

from __future__ import annotations

import pytest

from archive.search import queue
from archive.search.query import SearchQuery
from archive.search.run import run
from tests.search.test_run import harbour
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db

WATCH, DARK, SOLD, TOWER = "Night watch", "Dark quay", "Lantern sold", "灯塔"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("*", {WATCH, DARK, SOLD, TOWER}),
        ("lant*", {WATCH, DARK, SOLD}),
        ("qu?y", {WATCH, DARK}),
        ("title:lant*", {SOLD}),
        ("source:harb*", {DARK, SOLD, TOWER}),
        ("lantren~", {WATCH, DARK, SOLD}),
        ('"lantern quay"~3', {WATCH, DARK}),
        ("lantern^3 quay", {WATCH, DARK}),
        ("(tide OR keeper)^2", {SOLD, DARK}),
        ("title:(dark OR night)", {WATCH, DARK}),
        ("-tag:*", {SOLD, TOWER}),
        ("author:*", {WATCH}),
        ("claim:*", {WATCH, DARK}),
        ("stance:*", {WATCH, DARK}),
        ("published:*", {WATCH, DARK, SOLD}),
        ("lang:zh", {TOWER}),
        ("quay -lang:zh", {WATCH, DARK}),
        ("year:<2014", {WATCH}),
    ],
)
def test_what_a_sign_finds(typed: str, found: set[str]) -> None:
    reset_index()
    harbour()
    queue.flush()
    results = run(SearchQuery.parse(typed))
    assert {hit.article.title for hit in results.articles} == found
    assert not results.fallback
