"""A retired passage is kept at its address for those who cited it, and left out everywhere else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive import curation
from archive.models import Passage, Status
from tests.factories import make_article, make_claim, make_passage

pytestmark = pytest.mark.django_db

QUOTE = "The zebra crossing was repainted on a Sunday"


@pytest.fixture
def retired() -> Passage:
    article = make_article(f"{QUOTE}. The quay sleeps.", title="Zebras")
    claim = make_claim("The crossing was repainted.", tags=("roads",))
    passage = make_passage(article, claim, QUOTE)
    curation.retire([passage])
    return passage


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_its_own_page_says_so_and_keeps_the_quotation(client: Client, retired: Passage) -> None:
    page = html(client, retired.get_absolute_url())
    assert "This passage is retired" in page
    assert QUOTE in page
    assert "Curate this passage" not in page
    client.force_login(User.objects.create_superuser("ada"))
    assert "Curate this passage" in html(client, retired.get_absolute_url())


def test_its_citation_goes_on_working(client: Client, retired: Passage) -> None:
    assert QUOTE in html(client, f"{retired.get_absolute_url()}cite.txt")


def test_it_is_in_no_list_that_readers_see(client: Client, retired: Passage, searchable: None) -> None:
    call_command("rebuild_index", verbosity=0)
    other = make_passage(retired.article, retired.claim, "The quay sleeps")
    link = retired.get_absolute_url()
    for url in (
        retired.claim.get_absolute_url(),
        retired.article.get_absolute_url(),
        other.get_absolute_url(),
        "/search/?q=zebra&kind=passages",
        f"/compare/{retired.article_id}/",
        reverse("timeline"),
        "/matrix/?columns=articles",
        "/",
    ):
        page = html(client, url)
        assert f'"{link}"' not in page, url
        assert f'passage-{retired.pk}"' not in page, url
    assert 'class="quotation asserts"' in html(client, retired.claim.get_absolute_url()), "the other one is shown"


def test_a_proposed_one_stays_the_curators_own(client: Client) -> None:
    passage = make_passage(make_article(), status="proposed")
    assert client.get(passage.get_absolute_url()).status_code == 404


def test_one_that_was_only_ever_proposed_is_nobodys_to_read(client: Client) -> None:
    article = make_article(f"{QUOTE}. The quay sleeps.", title="Zebras")
    passage = make_passage(article, make_claim("The crossing was repainted."), QUOTE, status=Status.PROPOSED)
    curation.retire([passage])
    passage.refresh_from_db()
    assert passage.status == Status.RETIRED
    assert client.get(passage.get_absolute_url()).status_code == 404
