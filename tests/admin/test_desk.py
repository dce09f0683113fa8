"""The first page: what there is, in a curator's order, and what awaits them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from archive import curation
from archive.models import PendingIndexing
from archive.text.selectors import Selectors, TextQuote
from tests.admin.pages import html_of, list_values
from tests.factories import make_article, make_claim, make_passage


def test_the_index_is_named_and_in_order(desk: Client) -> None:
    page = html_of(desk.get("/admin/"))
    assert "<title>Curation | Parallax</title>" in " ".join(page.split())
    nouns = ["claim", "passage", "tag", "article", "source", "capture", "pendingindexing"]
    places = [page.index(f'id="archive-{noun}"') for noun in nouns]
    assert places == sorted(places)
    assert places[-1] < page.index('id="auth-user"')


def test_nothing_awaits_in_an_empty_archive(desk: Client) -> None:
    assert "What awaits you" not in html_of(desk.get("/admin/"))


def test_what_awaits_is_counted_and_linked(desk: Client) -> None:
    article = make_article("Lanterns are lit. The quay sleeps.")
    make_passage(article, quote="Lanterns", status="proposed")
    make_passage(article, quote="quay", status="proposed")
    orphan, _ = curation.add_passage(
        article, make_claim(), "asserts", Selectors(TextQuote("gone words")), keep_orphan=True, status="accepted"
    )
    page = html_of(desk.get("/admin/"))
    assert '<a href="/admin/archive/passage/?status__exact=proposed">2</a>' in page
    orphans = "/admin/archive/passage/?anchor_state__exact=orphan&status__in=proposed,accepted"
    assert f'<a href="{escape(orphans)}">1</a>' in page
    assert list_values(desk.get(orphans)) == [orphan]


def test_the_queue_is_only_looked_at(desk: Client) -> None:
    PendingIndexing.objects.all().delete()
    row = PendingIndexing.objects.create(model="archive.article", key="1")
    assert list_values(desk.get("/admin/archive/pendingindexing/")) == [row]
    assert desk.get("/admin/archive/pendingindexing/add/").status_code == 403
    assert desk.get(f"/admin/archive/pendingindexing/{row.pk}/delete/").status_code == 403


@pytest.mark.parametrize("noun", ["claim", "article", "tag", "source", "passage"])
def test_rows_lead_to_their_public_page(desk: Client, noun: str) -> None:
    passage = make_passage(make_article(), make_claim(tags=("light",)))
    rows: dict[str, Any] = {
        "claim": passage.claim,
        "article": passage.article,
        "tag": passage.claim.tags.get(),
        "source": passage.article.source,
        "passage": passage,
    }
    row = rows[noun]
    address = row.get_absolute_url()
    assert f'href="{address}"' in html_of(desk.get(f"/admin/archive/{noun}/"))
    assert f'<a href="{address}" class="viewsitelink">' in html_of(desk.get(f"/admin/archive/{noun}/{row.pk}/change/"))
