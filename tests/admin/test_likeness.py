"""Near duplicates: seen side by side, linked or dismissed, never merged."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.models import Article, Likeness, Verdict
from tests.admin.conftest import staff_with
from tests.admin.pages import act, html_of, list_values, messages_of
from tests.factories import make_article, make_source

LIST = "/admin/archive/likeness/"


def alike(similarity: float = 0.9, verdict: str = Verdict.FOUND) -> Likeness:
    one = make_article(title="Lanterns <lit>", source=make_source("The Gazette & Co"), published="2014-05-03")
    other = make_article(title="Quay lanterns", url="https://example.org/quay", published="2014?")
    return Likeness.objects.create(article=one, other=other, similarity=similarity, verdict=verdict)


def test_what_nobody_has_judged_comes_first_and_the_likest_of_it(desk: Client) -> None:
    make = make_article
    rows = [
        Likeness.objects.create(article=make(), other=make(), similarity=similarity, verdict=verdict)
        for similarity, verdict in ((0.99, Verdict.LINKED), (0.75, Verdict.FOUND), (0.95, Verdict.FOUND))
    ]
    assert list_values(desk.get(LIST)) == [rows[2], rows[1], rows[0]]
    assert f'<a href="{LIST}?verdict__exact=found">2</a>' in html_of(desk.get("/admin/"))


def test_both_are_told_apart_and_compared(desk: Client) -> None:
    row = alike()
    html = html_of(desk.get(LIST))
    for words in ("Lanterns &lt;lit&gt;", "The Gazette &amp; Co", "3 May 2014", "https://example.org/quay", "90%"):
        assert words in html
    assert reverse("comparison", args=[[row.article_id, row.other_id]]) in html


@pytest.mark.parametrize(
    ("action", "verdict", "told"), [("link", "linked", "1 pair linked."), ("dismiss", "dismissed", "1 pair dismissed.")]
)
def test_a_verdict_is_given_and_taken_back(desk: Client, action: str, verdict: str, told: str) -> None:
    row = alike()
    assert told in messages_of(act(desk, LIST, action, [row.pk]))
    row.refresh_from_db()
    assert row.verdict == verdict
    assert row.decided_at is not None
    assert Article.objects.count() == 2, "nothing is merged"
    act(desk, LIST, "reopen", [row.pk])
    row.refresh_from_db()
    assert row.verdict == Verdict.FOUND


def test_the_articles_page_shows_what_is_not_dismissed(desk: Client) -> None:
    row = alike()
    page = reverse("admin:archive_article_change", args=[row.other_id])
    assert "Lanterns &lt;lit&gt;" in html_of(desk.get(page))
    Likeness.objects.update(verdict=Verdict.DISMISSED)
    assert "Lanterns &lt;lit&gt;" not in html_of(desk.get(page))


def test_who_may_not_change_articles_judges_none(db: None) -> None:
    row = alike()
    looker = staff_with("view_article")
    assert "Quay lanterns" in html_of(looker.get(LIST))
    looker.post(LIST, {"action": "link", "_selected_action": [row.pk], "index": "0"})
    row.refresh_from_db()
    assert row.verdict == Verdict.FOUND
    assert staff_with("view_tag", "view_source").get(LIST).status_code == 403


def test_queries_do_not_grow_with_the_pairs(desk: Client) -> None:
    article = make_article()

    def more(count: int) -> None:
        for _ in range(count):
            Likeness.objects.create(article=article, other=make_article(), similarity=0.8)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        assert not [query for query in queries if url == LIST and '"archive_article"."text"' in query["sql"]]
        return len(queries)

    pages = (LIST, reverse("admin:archive_article_change", args=[article.pk]))
    more(2)
    for page in pages:
        cost(page)
    before = [cost(page) for page in pages]
    more(4)
    assert [cost(page) for page in pages] == before
