"""Who may not change a row is shown no button for it, and no request of theirs changes it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Passage, Tag
from tests.admin.conftest import staff_with
from tests.admin.pages import html_of
from tests.factories import make_article, make_claim, make_passage

NOUNS = ["article", "capture", "claim", "passage", "source", "tag"]


@pytest.fixture
def passage(db: None) -> Passage:
    return make_passage(make_article(), make_claim(tags=("light",)), status="proposed")


def row_of(passage: Passage, noun: str) -> int:
    rows = {
        "article": passage.article_id,
        "capture": passage.article.capture_id,
        "claim": passage.claim_id,
        "passage": passage.pk,
        "source": passage.article.source_id,
        "tag": passage.claim.tags.get().pk,
    }
    return rows[noun] or 0


@pytest.mark.parametrize("noun", NOUNS)
def test_lookers_see_rows_and_no_buttons(looker: Client, passage: Passage, noun: str) -> None:
    page = html_of(looker.get(reverse(f"admin:archive_{noun}_change", args=[row_of(passage, noun)])))
    for button in ('name="_save"', "deletelink", "/add/", 'name="furniture"'):
        assert button not in page
    page = html_of(looker.get(reverse(f"admin:archive_{noun}_changelist")))
    assert 'name="action"' not in page
    assert "addlink" not in page


def test_lookers_read_the_whole_article(looker: Client, passage: Passage) -> None:
    page = html_of(looker.get(reverse("admin:archive_article_change", args=[passage.article_id])))
    assert "<p>Lanterns are lit. The quay sleeps.</p>" in page


@pytest.mark.parametrize("noun", NOUNS)
def test_lookers_change_nothing(looker: Client, passage: Passage, noun: str) -> None:
    key = row_of(passage, noun)
    assert looker.post(reverse(f"admin:archive_{noun}_change", args=[key]), {"_save": "Save"}).status_code == 403
    assert looker.post(reverse(f"admin:archive_{noun}_delete", args=[key]), {"post": "yes"}).status_code == 403
    assert looker.get(reverse(f"admin:archive_{noun}_add")).status_code == 403


@pytest.mark.parametrize("action", ["accept", "propose", "delete_selected"])
def test_lookers_act_on_nothing(looker: Client, passage: Passage, action: str) -> None:
    looker.post("/admin/archive/passage/", {"action": action, "_selected_action": [passage.pk], "index": "0"})
    passage.refresh_from_db()
    assert passage.status == "proposed"


def test_lookers_merge_nothing(looker: Client, passage: Passage) -> None:
    tag, other = Tag.objects.get(), Tag.objects.create(name="dusk")
    data = {"action": "merge", "_selected_action": [tag.pk], "into": other.pk}
    looker.post("/admin/archive/tag/", data)
    tag.refresh_from_db()
    assert tag.alias_of is None


def test_who_may_not_see_passages_is_shown_none(passage: Passage) -> None:
    client = staff_with("view_claim", "view_article")
    for noun in ("claim", "article"):
        page = html_of(client.get(reverse(f"admin:archive_{noun}_change", args=[row_of(passage, noun)])))
        assert "Passages (" not in page
        assert "Captures (" not in page
    assert "What awaits you" not in html_of(client.get("/admin/"))
    assert client.get(reverse("admin:archive_capture_download", args=[row_of(passage, "capture")])).status_code == 403


def test_who_may_change_but_not_delete_is_not_offered_it(passage: Passage) -> None:
    client = staff_with("view_passage", "change_passage")
    page = html_of(client.get("/admin/archive/passage/"))
    assert 'value="accept"' in page
    assert "delete_selected" not in page
    client.post("/admin/archive/passage/", {"action": "accept", "_selected_action": [passage.pk], "index": "0"})
    passage.refresh_from_db()
    assert passage.status == "accepted"


@pytest.mark.parametrize("noun", [*NOUNS, "pendingindexing"])
def test_strangers_are_asked_to_sign_in(client: Client, db: None, noun: str) -> None:
    answer = client.get(reverse(f"admin:archive_{noun}_changelist"))
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]


def test_a_request_without_a_token_is_refused(desk: Client, passage: Passage) -> None:
    data = {"action": "accept", "_selected_action": [passage.pk], "index": "0"}
    assert desk.post("/admin/archive/passage/", data).status_code == 403
    passage.refresh_from_db()
    assert passage.status == "proposed"
