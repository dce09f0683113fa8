"""Claims: counted by stance, filtered by what they need, shown with their passages."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from archive import curation
from archive.models import Claim, Tag
from archive.text.selectors import Selectors, TextQuote
from tests.admin.pages import errors, html_of, list_values, read_form, save
from tests.factories import make_article, make_claim, make_passage

LIST = "/admin/archive/claim/"


def change_url(claim: Claim) -> str:
    return reverse("admin:archive_claim_change", args=[claim.pk])


@pytest.fixture
def disputed(db: None) -> Claim:
    claim = make_claim("Forty lanterns burn.", ("light",))
    make_passage(make_article("Forty burn."), claim, speaker="the keeper")
    make_passage(make_article("Forty do not burn."), claim, stance="disputes")
    make_passage(make_article("Some burn."), claim, stance="disputes", status="proposed")
    return claim


def test_counts_lead_to_the_passages_counted(desk: Client, disputed: Claim) -> None:
    page = html_of(desk.get(LIST))
    for stance in ("asserts", "disputes"):
        query = f"stance__exact={stance}&amp;status__exact=accepted"
        url = f"/admin/archive/passage/?claim__id__exact={disputed.pk}&amp;{query}"
        assert f'<a href="{url}">1</a>' in page
        assert len(list_values(desk.get(url.replace("&amp;", "&")))) == 1


def test_lists_sort_by_count(desk: Client, disputed: Claim) -> None:
    make_claim("Another.")
    column = 1 + ["statement", "tag_list", "asserts"].index("asserts")
    assert list_values(desk.get(f"{LIST}?o=-{column}"))[0] == disputed
    assert list_values(desk.get(f"{LIST}?o={column}"))[-1] == disputed


def test_filters_and_search(desk: Client, disputed: Claim) -> None:
    lone = make_claim("Nobody speaks of this.")
    orphaned = make_claim("Words were here.")
    curation.add_passage(make_article(), orphaned, "asserts", Selectors(TextQuote("gone now")), keep_orphan=True)
    Tag.objects.create(name="glow", alias_of=Tag.objects.get(name="light"))
    expected = {
        "state=disputed": [disputed],
        "state=proposed": [disputed, orphaned],
        "state=orphans": [orphaned],
        "state=empty": [lone],
        "q=nobody": [lone],
        "q=light": [disputed],
        "q=glow": [disputed],
        f"tags__id__exact={Tag.objects.get(name='light').pk}": [disputed],
    }
    assert {query: list_values(desk.get(f"{LIST}?{query}")) for query in expected} == expected


def test_a_claim_is_shown_with_its_passages(desk: Client, disputed: Claim) -> None:
    page = html_of(desk.get(change_url(disputed)))
    assert "Passages (3)" in page
    for passage in disputed.passages.all():
        assert reverse("admin:archive_passage_change", args=[passage.pk]) in page
        assert f"“{passage.exact}”" in page
    assert "the keeper" in page
    assert f"/admin/archive/passage/add/?claim={disputed.pk}" in page


def test_adding_and_changing(desk: Client) -> None:
    tag = Tag.objects.create(name="light")
    save(desk, f"{LIST}add/", statement="Lanterns glow.", tags=[tag.pk])
    claim = Claim.objects.get()
    assert (claim.slug, list(claim.tags.all())) == ("lanterns-glow", [tag])
    save(desk, change_url(claim), statement="Lanterns glow at night.", tags=None)
    claim.refresh_from_db()
    assert (claim.slug, list(claim.tags.all())) == ("lanterns-glow", [])
    messages = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert messages == ["Added.", "Changed Statement and Tags."]


def test_a_statement_stands_once(desk: Client, disputed: Claim) -> None:
    page = save(desk, f"{LIST}add/", statement="FORTY lanterns burn.", note="Why not?")
    assert "A claim with this statement is here already." in errors(page)
    assert read_form(page, "claim_form").values["note"] == ["Why not?"]


def test_a_claim_with_passages_is_not_deleted(desk: Client, disputed: Claim) -> None:
    url = reverse("admin:archive_claim_delete", args=[disputed.pk])
    assert "protected related objects" in html_of(desk.get(url))
    desk.post(url, {"post": "yes", "csrfmiddlewaretoken": desk.cookies["csrftoken"].value})
    assert Claim.objects.get() == disputed
