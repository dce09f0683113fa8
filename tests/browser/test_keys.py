"""The site's keys: each does what the list says, none takes what a reader types, and they can be turned off."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import Locator, Page, expect

from archive.models import Article, Claim, Stance
from tests.browser.conftest import Open
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = pytest.mark.django_db(transaction=True)

HINT = "Choose a claim in the table, or a mark in a text."
WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def claims(db: None) -> tuple[Claim, Claim]:
    return make_claim("Snow fell."), make_claim("The ferry ran.")


@pytest.fixture
@transaction.atomic
def address(claims: tuple[Claim, Claim]) -> str:
    """Two articles that speak to two claims: to the first twice in the second article."""
    snow, ferry = claims
    lanes = "\n\n".join(f"Lane {number} is quiet, and so are the gates and gardens there." for number in range(25))
    one = make_article(f"{lanes}\n\nSnow lay deep. The ferry ran late.\n\n{lanes}", source=make_source("The Lantern"))
    two = make_article(f"No snow was seen. Ferries went. Flakes fell.\n\n{lanes}", source=make_source("The Pier"))
    make_passage(one, snow, "Snow lay deep")
    make_passage(one, ferry, "The ferry ran late")
    make_passage(two, snow, "No snow was seen", Stance.DISPUTES)
    make_passage(two, ferry, "Ferries went")
    make_passage(two, snow, "Flakes fell", Stance.QUALIFIES)
    return f"/compare/{one.pk}-{two.pk}/"


def compared(open_page: Open, address: str) -> Page:
    return open_page(address, viewport=WIDE, reduced_motion="reduce")


def reference(page: Page, stance: str, claim: str) -> Locator:
    return page.locator(f"#columns .ref.{stance.lower()}.{claim}").first


def in_focus(page: Page) -> Locator:
    return page.get_by_role("region", name="Claim in focus").locator(".statement")


def help_dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Keys of this page")


def test_j_and_k_go_through_the_claims_and_take_the_focus_along(open_page: Open, address: str) -> None:
    page = compared(open_page, address)
    for key, statement in [("j", "Snow fell."), ("j", "The ferry ran."), ("j", "Snow fell."), ("k", "The ferry ran.")]:
        page.keyboard.press(key)
        expect(in_focus(page)).to_have_text(statement)
        expect(page.locator("#column-1 .ref[aria-current]")).to_be_focused()


def test_k_begins_with_the_last_claim(open_page: Open, address: str) -> None:
    page = compared(open_page, address)
    page.keyboard.press("k")
    expect(in_focus(page)).to_have_text("The ferry ran.")


def test_n_and_p_step_through_the_passages_of_the_column_in_focus(open_page: Open, address: str) -> None:
    page = compared(open_page, address)
    page.keyboard.press("n")  # means nothing before a claim is chosen
    expect(in_focus(page)).to_have_text(HINT)
    for key in "j2n":
        page.keyboard.press(key)
    expect(reference(page, "Qualifies", "claim-1")).to_be_focused()
    page.keyboard.press("n")
    expect(reference(page, "Disputes", "claim-1")).to_be_focused()
    page.keyboard.press("p")
    expect(reference(page, "Qualifies", "claim-1")).to_be_focused()


def test_digits_and_arrows_switch_the_column(open_page: Open, address: str) -> None:
    page = compared(open_page, address)
    page.keyboard.press("ArrowRight")  # from outside of the columns it means nothing
    expect(page.locator("#column-2-text")).not_to_be_focused()
    page.keyboard.press("2")
    expect(page.locator("#column-2-text")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#column-1-text")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowRight")
    expect(reference(page, "Disputes", "claim-1")).to_be_focused()
    page.keyboard.press("ArrowRight")  # there is no third
    expect(reference(page, "Disputes", "claim-1")).to_be_focused()
    page.keyboard.press("1")
    expect(reference(page, "Asserts", "claim-1")).to_be_focused()


def test_escape_leaves_the_claim(open_page: Open, address: str) -> None:
    page = compared(open_page, address)
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(in_focus(page)).to_have_text(HINT)
    expect(page.locator("#columns .ref:focus")).to_have_count(1)  # the reader stays in place
    assert "claim" not in page.url


@pytest.mark.parametrize("path", ["/", "/articles/", "/about/"])
def test_a_slash_goes_to_the_search_and_letters_are_typed_there(open_page: Open, path: str) -> None:
    page = open_page(path)
    page.keyboard.press("/")
    box = page.get_by_role("search").first.locator("input")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("/j?")
    expect(box).to_have_value("/j?")
    expect(help_dialog(page)).to_be_hidden()


def test_letters_in_the_search_of_the_comparison_are_typed(open_page: Open, address: str) -> None:
    page = compared(open_page, address)
    page.locator("#site-q").press_sequentially("jkn1")
    expect(page.locator("#site-q")).to_have_value("jkn1")
    expect(in_focus(page)).to_have_text(HINT)


def test_the_help_lists_the_keys_of_the_page_and_no_others(open_page: Open, address: str) -> None:
    page = compared(open_page, address)
    page.keyboard.press("?")
    keys = [row.locator("th").inner_text().replace("\xa0", " ") for row in help_dialog(page).locator("tbody tr").all()]
    assert keys == ["j", "k", "n", "p", "1 – 4", "← →", "Esc", "/", "?"]
    for row in help_dialog(page).locator("tbody tr").all():
        expect(row).to_be_visible()
    page.keyboard.press("j")  # not while the list is open
    expect(in_focus(page)).to_have_text(HINT)
    page.keyboard.press("Escape")
    expect(help_dialog(page)).to_be_hidden()
    page.goto("/about/")
    page.keyboard.press("?")
    expect(help_dialog(page).locator("tbody tr:visible th")).to_have_text(["/", "?"])
    help_dialog(page).get_by_role("button", name="Close").click()
    expect(help_dialog(page)).to_be_hidden()


def test_the_help_opens_by_button_and_by_tab(open_page: Open, address: str) -> None:
    page = compared(open_page, address)
    page.get_by_role("region", name="Claim in focus").get_by_role("button", name="Keys").click()
    expect(help_dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Claim in focus").get_by_role("button", name="Keys")).to_be_focused()
    page.goto("/about/")
    opener = page.get_by_role("button", name="Keys of this page")
    opener.focus()
    expect(opener).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(help_dialog(page)).to_be_visible()


def test_characters_are_turned_off_and_stay_off(open_page: Open, address: str) -> None:
    page = compared(open_page, address)
    page.keyboard.press("j")
    page.keyboard.press("?")
    help_dialog(page).get_by_label("Letters, digits and signs act as keys").uncheck()
    page.keyboard.press("Escape")
    for _ in range(2):
        for key in ("j", "?", "/", "2"):
            page.keyboard.press(key)
        expect(in_focus(page)).to_have_text("Snow fell.")
        expect(help_dialog(page)).to_be_hidden()
        page.reload()
    page.keyboard.press("Escape")  # which is no character
    expect(in_focus(page)).to_have_text(HINT)


@pytest.mark.parametrize("key", ["Control+j", "Alt+j", "Meta+j"])
def test_a_key_with_a_modifier_is_the_browsers(open_page: Open, address: str, key: str) -> None:
    page = compared(open_page, address)
    page.keyboard.press(key)
    page.keyboard.press("?")
    expect(help_dialog(page)).to_be_visible()
    expect(in_focus(page)).to_have_text(HINT)


@pytest.mark.parametrize("how", ["isComposing: true", "repeat: true"])
def test_composing_and_holding_open_no_help(open_page: Open, address: str, how: str) -> None:
    page = compared(open_page, address)
    page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '?', bubbles: true, {how} }}))")
    expect(help_dialog(page)).to_be_hidden()
    page.keyboard.press("?")
    expect(help_dialog(page)).to_be_visible()


def test_on_a_page_of_one_article_the_claims_are_gone_through_too(open_page: Open, address: str) -> None:
    article = Article.objects.first()
    assert article
    page = compared(open_page, f"/compare/{article.pk}/")
    page.keyboard.press("j")
    expect(in_focus(page)).to_have_text("Snow fell.")
    expect(page.locator("#columns .ref").first).to_be_focused()
