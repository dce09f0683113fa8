"""A reader of an article is told where else it was published, once a curator has said so."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Likeness, Verdict
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db


def alike(one: Article, other: Article, verdict: str) -> None:
    first, second = sorted((one, other), key=lambda article: article.pk)
    Likeness.objects.create(article=first, other=second, similarity=0.9, verdict=verdict)


def facts(client: Client, article: Article) -> dict[str, list[str]]:
    """What the page's record says, by its term."""
    page = BeautifulSoup(client.get(article.get_absolute_url()).content, "html.parser")
    terms: dict[str, list[str]] = {}
    name = ""
    for row in page.select("section.record dl > *"):
        if row.name == "dt":
            name = row.get_text(strip=True)
            continue
        lines = row.select("div") or [row]
        terms.setdefault(name, []).extend(" ".join(line.get_text(" ", strip=True).split()) for line in lines)
    return terms


def test_linked_articles_are_named_on_both_pages_with_source_and_date(client: Client) -> None:
    one = make_article(title="Lanterns lit", source=make_source("The Gazette"), published="2014-05-03")
    late = make_article(title="Quay lanterns", source=make_source("The Post"), published="2014-05-05")
    early = make_article(title="Lights of the quay", source=make_source("The Herald"), published="2014-05-04")
    alike(one, late, Verdict.LINKED)
    alike(early, one, Verdict.LINKED)
    lines = facts(client, one)["Also published as"]
    assert [line.split(" , ")[:2] for line in lines] == [
        ["Lights of the quay", "The Herald"],
        ["Quay lanterns", "The Post"],
    ]
    assert "4 May 2014" in lines[0]
    assert "Lanterns lit" in facts(client, early)["Also published as"][0]


@pytest.mark.parametrize("verdict", [Verdict.FOUND, Verdict.DISMISSED])
def test_what_no_curator_has_linked_is_not_told(client: Client, verdict: str) -> None:
    one, other = make_article(), make_article()
    alike(one, other, verdict)
    assert "Also published as" not in facts(client, one)


def test_queries_do_not_grow_with_the_places_of_publication(client: Client) -> None:
    article = make_article("Lanterns are lit.")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(article.get_absolute_url())
        return len(queries)

    def publish(count: int) -> None:
        for _ in range(count):
            alike(article, make_article("The quay sleeps."), Verdict.LINKED)

    publish(2)
    cost()
    before = cost()
    publish(4)
    assert cost() == before
    assert len(facts(client, article)["Also published as"]) == 6
