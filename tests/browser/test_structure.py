"""Links, lists in lists and tables in an article's text: followed, tabbed through, and selected in."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from archive.models import Article
from archive.text.blocks import Block, BlockKind, CanonicalText, Inline, InlineKind
from tests.browser.conftest import Open
from tests.browser.rules import violations
from tests.browser.test_curating import SELECT
from tests.factories import make_article, make_claim, make_passage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("searchable")]

PARTS = [
    (BlockKind.PARAGRAPH, "The keeper lit the old lantern again 🏮 at dusk.", 0, 1),
    (BlockKind.LIST_ITEM, "lamps", 1, 1),
    (BlockKind.LIST_ITEM, "ten lamps by the storm", 2, 1),
    (BlockKind.TABLE_ROW, "North quay | twelve lit | none out", 0, 2),
    (BlockKind.TABLE_ROW, "South quay | none lit | all out", 0, 2),
    (BlockKind.CAPTION, "Table 1. The lamps of the quay", 0, 2),
]


@transaction.atomic
def structured(href: str) -> Article:
    """An article with a link to `href` on 'the old lantern', amid a passage."""
    blocks, text, last = [], "", None
    for kind, words, level, page in PARTS:
        text += "" if last is None else "\n" if kind is last is BlockKind.LIST_ITEM else "\n\n"
        blocks.append(Block(kind, len(text), len(text) + len(words), level, page=page))
        text, last = text + words, kind
    start = text.index("the old lantern")
    link = Inline(InlineKind.LINK, start, start + len("the old lantern"), href)
    article = make_article(content=CanonicalText(text, tuple(blocks), (link,)), title="Structured")
    make_passage(article, make_claim("The lantern was lit."), "lit the old")
    make_passage(article, make_claim("It was lit before."), "old lantern again")
    return article


def test_a_link_under_marks_leads_where_it_says_and_is_one_stop(open_page: Open, live_server: LiveServer) -> None:
    structured(f"{live_server.url}/about/")
    page = open_page("/articles/structured/")
    page.locator("#passage-1, #text .ref").first.focus()
    stops = []
    for _ in range(3):
        stops.append(page.evaluate("document.activeElement.textContent"))
        page.keyboard.press("Tab")
    assert stops == ["+1", "+2", "the old lantern"]
    page.locator("#text mark", has_text="old").first.click()
    page.wait_for_url("**/about/")


def test_a_click_beside_the_link_opens_the_note_as_ever(open_page: Open) -> None:
    structured("https://example.org/")
    page = open_page("/articles/structured/")
    page.locator("#text mark", has_text="again").click()
    expect(page.locator(".note.chosen .note-claim")).to_have_text("It was lit before.")


def test_words_selected_anywhere_are_found_at_their_place(open_page: Open) -> None:
    text = structured("https://example.org/").text
    get_user_model()._default_manager.create_superuser("curator", password="lantern-on-the-quay")
    page = open_page("/admin/login/?next=/articles/structured/")
    page.get_by_label("Username").fill("curator")
    page.get_by_label("Password").fill("lantern-on-the-quay")
    page.get_by_role("button", name="Log in").click()
    offer = page.get_by_role("link", name="Mark this passage")
    for words in ("lantern", "at dusk", "lamps by", "twelve", "all out", "lamps of"):
        page.evaluate(SELECT, [words, 0])
        start = text.index(words)
        expect(offer).to_have_attribute("href", re.compile(rf"[?&]start={start}&end={start + len(words)}$"))
        asked = parse_qs(urlsplit(offer.get_attribute("href") or "").query)
        assert asked["exact"] == [words]
        assert " ".join(text[:start].split()).endswith(" ".join(asked["prefix"][0].split()))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_structure_is_accessible(open_page: Open, scheme: str) -> None:
    structured("https://example.org/")
    page = open_page("/articles/structured/", color_scheme=scheme, viewport={"width": 390, "height": 844})
    assert violations(page, rules=[]) == []
