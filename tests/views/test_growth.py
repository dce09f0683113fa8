"""No page runs more queries as its rows grow."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Claim, Stance
from archive.search import queue
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = pytest.mark.django_db

SNOW = "Snow fell on the harbour. The ferry stayed in port.\n\nFishermen doubt that snow fell at all."


ADDRESSES = [
    "/",
    "/articles/",
    "/articles/a/",
    "/claims/",
    "/claims/c/",
    "/tags/",
    "/tags/t/",
    "/sources/",
    "/sources/s/",
    "/compare/?article=a&article=b",
    "/compare/",
    "/matrix/",
    "/matrix/?columns=articles",
    "/timeline/",
    "/search/?q=snow",
    "/search/",
    "/search/?q=snow&kind=claims",
    "/search/?q=snow&kind=passages",
    "/search/?q=stance:disputes+claim:c",
    "/search/complete/?q=sno",
]


def test_the_queries_of_a_page_do_not_grow_with_its_rows(client: Client, searchable: None) -> None:
    source = make_source("S", slug="s")
    claim = make_claim("C", tags=("t",), slug="c")
    one = make_article(SNOW, title="a", slug="a", source=source)
    two = make_article(SNOW, title="b", slug="b")
    make_passage(one, claim, "Snow fell")
    make_passage(two, claim, "Snow fell", Stance.DISPUTES)
    make_passage(make_article(SNOW, title="a third"), claim, "Snow fell")

    def count(address: str) -> int:
        client.get(address, follow=True)  # what is done once a process is done
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, follow=True).status_code == 200
        return len(queries)

    def counts() -> dict[str, int]:
        queue.flush()
        return {address: count(address) for address in ADDRESSES}

    few = counts()
    for number in range(12):
        other = make_claim(f"Another {number}.", tags=("t", f"tag {number}"))
        third = make_article(SNOW, title=f"More {number}", source=make_source() if number % 2 else source)
        for article in (one, two, third):
            make_passage(article, other, "The ferry stayed in port")
            make_passage(article, claim, SNOW[: 10 + number], Stance.QUALIFIES)
    assert Claim.objects.count() == 13
    grown = {address: (few[address], many) for address, many in counts().items() if many > few[address]}
    assert grown == {}
