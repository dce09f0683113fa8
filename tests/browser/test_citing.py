"""Copying a citation, as a reader does it: by pointer, by keyboard, without the clipboard, without script."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import expect

from archive.models import Passage
from tests.browser.conftest import Open
from tests.factories import make_article, make_claim, make_passage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
@transaction.atomic
def passage() -> Passage:
    article = make_article("At last snow fell on the harbour.", title="White harbour")
    return make_passage(article, make_claim("Snow fell."), "snow fell on the harbour")


def test_a_citation_is_copied_in_the_form_that_was_chosen(open_page: Open, passage: Passage) -> None:
    page = open_page(passage.get_absolute_url(), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Cite", exact=True).click()
    page.get_by_role("button", name="Copy the citation as BibTeX").click()
    expect(page.locator(".cite [role=status]")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@online{")
    assert "{{White harbour}}" in copied
    page.get_by_role("button", name="Copy the citation as Markdown").press("Enter")
    page.wait_for_function("navigator.clipboard.readText().then((words) => words.includes('“White harbour,” *'))")


def test_where_the_clipboard_is_shut_the_citation_is_selected(open_page: Open, passage: Passage) -> None:
    page = open_page(passage.get_absolute_url())
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_text("Cite", exact=True).click()
    page.get_by_role("button", name="Copy the citation as RIS").click()
    expect(page.locator(".cite [role=status]")).to_contain_text("selected")
    selected = page.evaluate("getSelection().toString()")
    assert selected.startswith("TY  - ELEC")
    assert selected.rstrip().endswith("ER  -")


def test_without_script_the_citation_stands_there_and_its_forms_are_links(open_page: Open, passage: Passage) -> None:
    page = open_page(passage.get_absolute_url(), java_script_enabled=False)
    page.get_by_text("Cite", exact=True).click()
    expect(page.locator(".citation")).to_contain_text("“snow fell on the harbour”. Verbatim in the text as archived.")
    assert page.get_by_role("button", name="Copy").count() == 0
    page.get_by_role("link", name="Text", exact=True).click()
    expect(page.locator("body")).to_contain_text("“White harbour,”")
