"""Requests that no page of the admin sends: each is answered, none of them breaks the server."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.models import Claim, Passage, Tag
from tests.factories import make_article, make_claim, make_passage

pytestmark = pytest.mark.django_db

NO_KEYS = ["abc", "\0", "9" * 26, "9" * 5000, "-1", "٣", "1,x"]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ada", "ada@example.org", "lantern"))
    return client


@pytest.fixture
def passage() -> Passage:
    return make_passage(make_article(), make_claim(tags=("light",)), status="proposed")


@pytest.mark.parametrize("key", NO_KEYS)
@pytest.mark.parametrize("page", ["claim/add/?tags", "article/add/?source", "passage/add/?article", "claim/?tags__in"])
def test_a_key_that_is_none_in_an_address(desk: Client, page: str, key: str) -> None:
    address, _, name = page.partition("?")
    assert desk.get(f"/admin/archive/{address}", {name: key}, follow=True).status_code == 200


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_key_that_is_none_in_a_form(desk: Client, passage: Passage, key: str) -> None:
    asked = {"article": key, "claim": key, "exact": "Lanterns", "stance": "asserts", "status": "proposed"}
    answer = desk.post("/admin/archive/passage/add/", asked)
    assert "This field is required" in answer.content.decode()
    form = {"title": "Quay", "source": key, "language": "en", "furniture": [key]}
    assert desk.post(f"/admin/archive/article/{passage.article_id}/change/", form).status_code == 200
    tag = Tag.objects.get()
    answer = desk.post("/admin/archive/tag/", {"action": "merge", "_selected_action": [tag.pk], "into": key})
    assert "This field is required" in answer.content.decode()
    assert Passage.objects.count() == 1


@pytest.mark.parametrize("key", NO_KEYS)
@pytest.mark.parametrize("action", ["accept", "delete_selected"])
def test_an_action_on_a_row_that_cannot_be(desk: Client, passage: Passage, action: str, key: str) -> None:
    rows = {"action": action, "_selected_action": [passage.pk, key], "index": "0"}
    assert desk.post("/admin/archive/passage/", rows).status_code == 400
    passage.refresh_from_db()
    assert passage.status == "proposed"


@pytest.mark.parametrize(
    "day", ["year=9999", "year=9999&{}month=12&{}day=31", f"year={'9' * 26}", "year=2020&{}day=31"]
)
@pytest.mark.parametrize("page", ["passage/?created_at__", "capture/?received_at__", "pendingindexing/?queued_at__"])
def test_a_day_that_no_calendar_has(desk: Client, passage: Passage, page: str, day: str) -> None:
    field = page.partition("?")[2]
    address = f"/admin/archive/{page}{day.replace('{}', field)}"
    assert desk.get(address, follow=True).status_code == 200


@pytest.mark.parametrize("noun", ["article", "capture", "claim", "passage", "pendingindexing", "source", "tag"])
def test_a_search_for_two_thousand_words(desk: Client, passage: Passage, noun: str) -> None:
    assert desk.get(f"/admin/archive/{noun}/", {"q": "a " * 1900}).status_code == 200


def test_a_long_search_still_finds_by_its_first_words(desk: Client) -> None:
    Claim.objects.create(statement="Lanterns burn.")
    Claim.objects.create(statement="Quays sleep.")
    answer = desk.get("/admin/archive/claim/", {"q": "lanterns " * 100})
    assert [claim.statement for claim in answer.context["cl"].result_list] == ["Lanterns burn."]


@pytest.mark.parametrize("field", ["claim", "article"])
def test_choices_for_two_thousand_words(desk: Client, passage: Passage, field: str) -> None:
    asked = {"app_label": "archive", "model_name": "passage", "field_name": field, "term": "a " * 1900}
    assert desk.get("/admin/autocomplete/", asked).json()["results"]
