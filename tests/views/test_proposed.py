"""A proposed passage is the curators': no page that readers see is changed by it, not by a count, not by an order."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.models import Article, Passage, Stance, Status
from archive.search import queue
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


def _pages(articles: list[Article], spoken: Passage) -> list[str]:
    one, two, three = articles
    return [
        "/",
        *(f"/articles/{article.slug}/" for article in articles),
        *(f"/articles/{one.slug}/cite.{form}" for form in ("txt", "md", "bib", "ris", "json")),
        *("/articles/", "/articles/?sort=claims", "/articles/?tag=sky", "/articles/?tag=lone"),
        *("/claims/", "/claims/?sort=disputed", "/claims/?tag=sky", "/claims/c/", "/claims/d/", "/claims/c/?year=2020"),
        *("/tags/", "/tags/sky/", "/tags/lone/", "/sources/", f"/sources/{one.source.slug}/"),
        *("/sources/silent/", spoken.get_absolute_url(), f"{spoken.get_absolute_url()}cite.txt"),
        *("/compare/", f"/compare/{one.pk}/", f"/compare/{one.pk}-{three.pk}/", f"/compare/{one.pk}-{two.pk}/"),
        f"/compare/{one.pk}-{two.pk}-{three.pk}/?show=contested",
        *("/matrix/", "/matrix/?columns=articles", "/matrix/?columns=years", "/matrix/?contested=on"),
        *("/matrix/?sort=disputed", "/matrix/?stance=disputes", "/matrix/?source=silent", "/matrix/?tag=lone"),
        *("/timeline/", "/timeline/?tag=lone", "/timeline/?source=silent", "/timeline/?stance=qualifies"),
        *(
            "/search/?q=snow",
            "/search/?q=snow&kind=passages",
            "/search/?q=snow&kind=claims",
            "/search/?q=stance:disputes",
        ),
        *("/search/complete/?q=sno", "/search/complete/?q=speaker:Gu"),
    ]


def test_no_page_tells_of_a_proposed_passage(client: Client, admin_client: Client) -> None:
    claim, lone = make_claim("C snow", tags=("sky",), slug="c"), make_claim("D snow", tags=("lone",), slug="d")
    text = "Snow fell here. It was deep.\n\nGulls cried."
    articles = [
        make_article(text, title=f"Snow {name}", source=make_source(name, slug=name), published=date)
        for name, date in (("lantern", "2019"), ("pier", "2020-01-02"), ("silent", "2013?"))
    ]
    one, two, three = articles
    spoken = make_passage(one, claim, "Snow fell here")
    make_passage(two, claim, "It was deep", Stance.ASSERTS)
    make_passage(one, lone, "Gulls cried", Stance.QUALIFIES)
    queue.flush()
    pages = _pages(articles, spoken)
    before = {address: client.get(address).content for address in pages}
    proposed = [
        make_passage(article, about, quote, stance, status=Status.PROPOSED, speaker="Gull", note="Hushed.")
        for article, about, quote, stance in (
            (one, claim, "Snow", Stance.DISPUTES),
            (two, lone, "Gulls", Stance.DISPUTES),
            (three, claim, "Snow fell here", Stance.DISPUTES),
            (three, lone, "It was deep", Stance.ASSERTS),
        )
    ]
    queue.flush()
    changed = [address for address in pages if client.get(address).content != before[address]]
    assert changed == []
    for passage in proposed:
        for address in (passage.get_absolute_url(), f"{passage.get_absolute_url()}cite.txt"):
            assert client.get(address).status_code == 404
            assert admin_client.get(address).status_code == 200
