"""No page of the admin runs more queries as rows grow."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import content_store, curation
from archive.models import (
    AnchorState,
    Article,
    Capture,
    Claim,
    Fetch,
    Likeness,
    Passage,
    PendingIndexing,
    Reanchoring,
    Source,
    Tag,
)
from archive.text.selectors import Selectors, TextQuote
from tests.admin.pages import fill, read_form
from tests.factories import make_article, make_claim, make_passage, make_source

WORDS = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "inlet", "jetty"]


class World:
    """An archive in which one row of each kind gathers ever more others around it."""

    def __init__(self) -> None:
        self.source = make_source("The Gazette", country="NO", language="en")
        self.text = " ".join(f"Lantern {word} burns." for word in WORDS)
        self.article = make_article(self.text, source=self.source, published="2013?")
        self.claim = make_claim("Lanterns burn.", ("light",))
        self.tag = Tag.objects.get(name="light")
        self.rounds = 0
        self.passage = make_passage(self.article, self.claim, "Lantern jetty")

    def grow(self) -> None:
        """Three more of each, around the first rows and apart from them."""
        for number in range(self.rounds, self.rounds + 3):
            make_passage(self.article, self.claim, f"Lantern {WORDS[number]}", status="proposed")
            orphan = Selectors(TextQuote(f"nowhere {number}"))
            curation.add_passage(self.article, self.claim, "disputes", orphan, keep_orphan=True)
            other = make_article(self.text, source=self.source, published="2014-09-27", title=f"Other {number}")
            claim = make_claim(f"Claim {number}.", ("light", f"tag {number}"))
            self.claim.tags.add(Tag.objects.get(name=f"tag {number}"))
            make_passage(other, claim, f"Lantern {WORDS[number]}", "disputes")
            stands = make_passage(other, self.claim, "Lantern jetty")
            Reanchoring.objects.create(passage=stands, old_capture=other.capture, state=AnchorState.MOVED, score=1)
            Likeness.objects.create(article=self.article, other=other, similarity=0.9)
            Fetch.objects.create(url=f"https://lantern.example/{number}", article=other, status=200)
            make_article(source=make_source(f"Source {number}"))
            Tag.objects.create(name=f"alias {number}", alias_of=self.tag)
            raw = f"capture {number}".encode()
            Capture.objects.create(
                article=self.article, sha256=content_store.write(raw), size=len(raw), media_type="text/plain"
            )
            PendingIndexing.objects.create(model="archive.article", key=str(number))
            self._log()
        self.rounds += 3

    def _log(self) -> None:
        rows = (self.article, self.claim, self.tag, self.source, self.passage)
        LogEntry.objects.log_actions(User.objects.get().pk, rows, CHANGE, "Changed.")


MODELS = (Article, Capture, Claim, Fetch, Likeness, Passage, PendingIndexing, Reanchoring, Source, Tag)
LISTS = [reverse_name for model in MODELS if (reverse_name := f"archive_{model._meta.model_name}_changelist")]
QUERIES = {
    "archive_claim_changelist": "?q=lantern&state=disputed&_facets=True",
    "archive_passage_changelist": "?q=lantern&_facets=True",
    "archive_article_changelist": "?q=o&state=proposed&_facets=True",
    "archive_tag_changelist": "?q=alias&kind=all&_facets=True",
    "archive_source_changelist": "?q=o&_facets=True",
    "archive_capture_changelist": "?q=t&_facets=True",
    "archive_fetch_changelist": "?q=lantern&_facets=True",
    "archive_likeness_changelist": "?q=o&_facets=True",
    "archive_reanchoring_changelist": "?q=lantern&_facets=True",
    "archive_pendingindexing_changelist": "?_facets=True",
}
AUTOCOMPLETES = [("passage", "article"), ("passage", "claim"), ("claim", "tags"), ("article", "source")]


def count(client: Client, url: str, data: dict[str, Any] | None = None) -> int:
    """How many queries the page runs."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url) if data is None else client.post(url, data)
        assert response.status_code == 200, response
    return len(queries)


@pytest.fixture
def world(desk: Client) -> World:
    world = World()
    world.grow()
    return world


def assert_constant(desk: Client, world: World, urls: list[str]) -> None:
    """The world grows once for many pages: making rows costs more than asking for a page."""
    for url in urls:
        count(desk, url)  # so that what Django remembers is warm
    before = {url: count(desk, url) for url in urls}
    world.grow()
    assert {url: count(desk, url) for url in urls} == before


def test_the_index(desk: Client, world: World) -> None:
    assert_constant(desk, world, [reverse("admin:index")])


def test_lists(desk: Client, world: World) -> None:
    assert_constant(desk, world, [reverse(f"admin:{name}") for name in LISTS])


def test_searched_and_filtered_lists(desk: Client, world: World) -> None:
    assert set(QUERIES) == set(LISTS)
    assert_constant(desk, world, [reverse(f"admin:{name}") + query for name, query in QUERIES.items()])


@pytest.mark.parametrize("page", ["change", "history"])
def test_pages_of_one_row(desk: Client, world: World, page: str) -> None:
    rows = [world.article, world.claim, world.passage, world.source, world.tag]
    names = [f"admin:archive_{row._meta.model_name}_{page}" for row in rows]
    assert_constant(desk, world, [reverse(name, args=[row.pk]) for name, row in zip(names, rows, strict=True)])


def test_questions_before_deleting(desk: Client, world: World) -> None:
    rows = [world.claim, world.passage, world.source, world.tag]
    urls = [reverse(f"admin:archive_{row._meta.model_name}_delete", args=[row.pk]) for row in rows]
    assert_constant(desk, world, urls)


def test_a_capture(desk: Client, world: World) -> None:
    assert_constant(desk, world, [reverse("admin:archive_capture_change", args=[world.article.capture_id])])


def test_autocompletion(desk: Client, world: World) -> None:
    address = reverse("admin:autocomplete")
    asked = [f"?app_label=archive&model_name={model}&field_name={field}&term=" for model, field in AUTOCOMPLETES]
    assert_constant(desk, world, [address + query for query in asked])


@pytest.mark.parametrize(("model", "action"), [(Tag, "merge"), (Tag, "delete_selected"), (Passage, "delete_selected")])
def test_questions_about_many_rows(desk: Client, world: World, model: Any, action: str) -> None:
    def asked() -> int:
        url = reverse(f"admin:archive_{model._meta.model_name}_changelist")
        form = read_form(desk.get(url), "changelist-form")
        keys = list(model.objects.filter(**({"alias_of": None} if model is Tag else {})).values_list("pk", flat=True))
        return count(desk, url, fill(form, {"action": action, "_selected_action": keys, "index": "0"}))

    asked()  # so that what Django remembers is warm
    before = asked()
    world.grow()
    assert asked() == before


def test_lists_do_not_carry_the_texts_of_articles(desk: Client, world: World) -> None:
    pages = [reverse(f"admin:archive_{noun}_changelist") for noun in ("article", "passage", "capture", "claim")]
    pages += [reverse("admin:archive_claim_change", args=[world.claim.pk])]
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            desk.get(page)
        assert not [query["sql"] for query in queries if '"archive_article"."text"' in query["sql"]], page


def test_accepting_costs_the_same_for_each_passage(desk: Client, world: World) -> None:
    def cost(passages: list[int]) -> int:
        url = reverse("admin:archive_passage_changelist")
        form = read_form(desk.get(url), "changelist-form")
        data = fill(form, {"action": "accept", "_selected_action": passages, "index": "0"})
        with CaptureQueriesContext(connection) as queries:
            desk.post(url, data)
        return len(queries)

    world.grow()
    keys = list(Passage.objects.filter(status="proposed").values_list("pk", flat=True))
    one, two, three = cost(keys[:1]), cost(keys[1:3]), cost(keys[3:6])
    assert two - one == three - two
