"""Search boxes that complete what is typed: by keyboard, mouse and touch, for screen readers, and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Open
from tests.browser.rules import violations
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("archive")]

TYPE = "harbour paris"


@pytest.fixture
@transaction.atomic
def archive(searchable: None) -> None:
    claim = make_claim("The harbour froze.", tags=("Paris, Texas", "weather"))
    article = make_article("The harbour froze. Harbours did.", title="Ice", source=make_source("The Harbour Post"))
    make_passage(article, claim, "The harbour froze")
    make_article("Parishes by the sea.", title="Parishes")


def box_of(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search articles, passages and claims")


def typed(page: Page, text: str) -> Locator:
    """The list of completions once it is there."""
    box = box_of(page)
    box.press_sequentially(text)
    listed = page.get_by_role("listbox", name="Completions")
    expect(listed).to_be_visible()
    return listed


@pytest.mark.parametrize("address", ["/", "/search/", "/articles/"])
def test_a_name_is_chosen_by_keyboard_alone_and_searched_for(open_page: Open, address: str) -> None:
    page = open_page(address)
    box_of(page).focus()
    listed = typed(page, TYPE)
    box = box_of(page)
    expect(box).to_have_attribute("aria-expanded", "true")
    option = listed.get_by_role("option", name="Paris, Texas")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 article", exact=True)).to_be_visible()
    expect(box_of(page)).to_have_value('harbour tag:"Paris, Texas"')
    expect(page.get_by_role("link", name="Paris, Texas (remove)")).to_be_visible()


def test_arrows_go_round_by_way_of_the_box_and_letters_begin_anew(open_page: Open) -> None:
    page = open_page("/search/")
    listed = typed(page, "harb")
    options = listed.get_by_role("option")
    count = options.count()
    assert count > 2
    chosen = listed.locator('[aria-selected="true"]')
    page.keyboard.press("ArrowUp")
    expect(options.nth(count - 1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_count(0)
    assert box_of(page).get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("o")
    expect(chosen).to_have_count(0)


def test_enter_searches_for_what_is_typed_where_nothing_is_chosen(open_page: Open) -> None:
    page = open_page("/search/")
    typed(page, "harb")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing in the archive matches harb.")).to_be_visible()


def test_escape_closes_the_list_and_keeps_what_was_typed_and_down_opens_it_again(open_page: Open) -> None:
    page = open_page("/search/")
    listed = typed(page, "harb")
    box = box_of(page)
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("harb")
    page.keyboard.press("ArrowDown")
    expect(listed).to_be_visible()
    page.keyboard.press("Tab")
    expect(listed).to_be_hidden()


def test_a_completion_is_chosen_with_the_mouse(open_page: Open) -> None:
    page = open_page("/search/")
    typed(page, "source:ha").get_by_role("option").click()
    expect(box_of(page)).to_have_value('source:"The Harbour Post"')
    expect(page.get_by_role("link", name="Ice", exact=True)).to_be_visible()


def test_a_completion_is_chosen_with_a_finger(open_page: Open) -> None:
    page = open_page("/articles/", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    box_of(page).tap()
    listed = typed(page, "paris, t")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for option in listed.get_by_role("option").all():
        box = option.bounding_box()
        assert box is not None
        assert box["height"] >= 24, "a finger needs as much: success criterion 2.5.8"
    listed.get_by_role("option").tap()
    expect(box_of(page)).to_have_value('tag:"Paris, Texas"')


def test_a_screen_reader_is_told_how_many_there_are(open_page: Open) -> None:
    page = open_page("/search/")
    status = page.locator("form [role=status]")
    expect(status).to_have_text("")
    listed = typed(page, "harb")
    count = listed.get_by_role("option").count()
    assert count > 2
    expect(status).to_contain_text(f"{count} completions")
    box_of(page).press_sequentially("zz")
    expect(listed).to_be_hidden()
    expect(status).to_have_text("No completions.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
@pytest.mark.parametrize("address", ["/search/", "/claims/"])
def test_the_open_list_shuts_nobody_out(open_page: Open, address: str, width: int, height: int, scheme: str) -> None:
    page = open_page(address, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
    box_of(page).focus()
    typed(page, "harb")
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_comes_too_late_is_not_shown(open_page: Open) -> None:
    page = open_page("/search/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/complete/?q=pari", hold)
    box = box_of(page)
    with page.expect_request("**/complete/?q=pari"):
        box.press_sequentially("pari")
    box.press_sequentially("s")
    expect(page.get_by_role("option", name="Paris, Texas")).to_be_visible()
    (late,) = held
    late.fulfill(
        json={"completions": [{"text": "Too late", "kind": "", "count": "", "query": "late"}], "said": "1 completion"}
    )
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_be_visible()
    expect(page.get_by_role("option", name="Too late")).to_have_count(0)


def test_letters_in_the_middle_of_a_query_are_mended_in_peace(open_page: Open) -> None:
    page = open_page("/search/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/complete/" in request.url else None)
    box = box_of(page)
    with page.expect_request("**/complete/?q=*weather"):  # seen before the count begins, however slow the machine
        box.fill("harbur tag:weather")
    box.press("Home")
    for _ in "harb":
        box.press("ArrowRight")
    asked.clear()
    box.press("o")
    expect(box).to_have_value("harbour tag:weather")
    box.press("End")
    box.press_sequentially("x")
    with page.expect_request("**/complete/?q=*weatherxy"):
        box.press_sequentially("y")
    assert all(address.endswith(("weatherx", "weatherxy")) for address in asked)


@pytest.mark.parametrize(
    "answer",
    [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=200, body="<p>no JSON</p>"),
    ],
    ids=["no answer", "rubbish"],
)
def test_where_the_archive_does_not_answer_the_box_still_searches(
    browser: Browser, live_server: LiveServer, answer: Callable[[Route], None]
) -> None:
    page = browser.new_context(base_url=live_server.url).new_page()  # whose console may complain
    page.goto("/search/")
    page.route("**/complete/**", answer)
    box = box_of(page)
    with page.expect_request("**/complete/?q=harbour"):
        box.press_sequentially("harbour")
    box.press("Enter")
    expect(page.get_by_role("link", name="Ice", exact=True)).to_be_visible()
    page.context.close()


def test_without_script_the_box_is_a_plain_one(open_page: Open) -> None:
    page = open_page("/search/", java_script_enabled=False)
    box = page.get_by_role("searchbox")
    box.press_sequentially("harbour")
    box.press("Enter")
    expect(page.get_by_role("link", name="Ice", exact=True)).to_be_visible()
