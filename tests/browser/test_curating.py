"""What a curator does: select words in an article, and have a tagged passage with a stance in seconds."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from archive.models import Passage, Stance
from tests.browser.conftest import Open
from tests.factories import make_article, make_claim

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("searchable")]

TEXT = (
    "The harbour froze in January. The ferry stayed in port.\n\n"
    "Fishermen 🏮 say that the harbour froze in January. Nobody was hurt."
)


@pytest.fixture
def curator(open_page: Open) -> Page:
    get_user_model()._default_manager.create_superuser("curator", password="lantern-on-the-quay")
    page = open_page("/admin/login/?next=/articles/frozen/")
    page.get_by_label("Username").fill("curator")
    page.get_by_label("Password").fill("lantern-on-the-quay")
    return page


SELECT = """([words, nth]) => {
    const text = document.querySelector("#text");
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        let at = -1;
        while ((at = node.data.indexOf(words, at + 1)) >= 0) {
            if (nth-- > 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
        }
    }
    throw new Error("not found: " + words);
}"""


def test_a_selected_sentence_becomes_a_passage(curator: Page) -> None:
    article = make_article(TEXT, title="Frozen")
    claim = make_claim("The harbour froze.")
    curator.get_by_role("button", name="Log in").click()
    curator.evaluate(SELECT, ["harbour froze in January", 1])
    curator.get_by_role("link", name="Mark this passage").click()
    expect(curator.locator("#id_exact")).to_have_value("harbour froze in January")
    curator.locator(".field-claim .select2-selection").click()
    curator.locator(".select2-search__field").fill("froze")
    curator.locator(".select2-results__option", has_text="The harbour froze.").click()
    curator.get_by_label(str(Stance.ASSERTS.label)).check()
    curator.get_by_role("button", name="Save", exact=True).click()
    expect(curator.locator("#text mark.passage")).to_have_text("harbour froze in January")
    passage = Passage.objects.get()
    assert (passage.article, passage.claim) == (article, claim)
    assert passage.start == TEXT.rindex("harbour froze in January"), "the second of two equal quotations was selected"


def test_readers_are_not_offered_to_mark(open_page: Open) -> None:
    make_article(TEXT, title="Frozen")
    page = open_page("/articles/frozen/")
    page.evaluate(SELECT, ["Nobody was hurt", 0])
    expect(page.get_by_text("Mark this passage")).to_have_count(0)
