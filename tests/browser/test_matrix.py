"""The claims table as a reader meets it: scrolled by keys within its frame, its heads in view, and followed."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from playwright.sync_api import expect

from archive.models import Claim, Passage, Stance
from tests.browser.conftest import Open
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db(transaction=True)

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture(autouse=True)
@transaction.atomic
def archive(searchable: None) -> None:
    articles = [
        make_article(
            "Lanterns are lit along the whole of the quay.",
            title=f"What the lamplighters of the {number}th ward saw",
            source=make_source(f"The Lamplighter, {number}"),
            published=str(2000 + number),
        )
        for number in range(14)
    ]
    words = [f"Lantern number {number:02} was lit before the others were." for number in range(45)]
    claims = Claim.objects.bulk_create(Claim(statement=one, name_key=one, slug=one[15:17]) for one in words)
    Passage.objects.bulk_create(
        Passage(
            claim=claim,
            article=article,
            stance=Stance.values[(place * number) % 3],
            status="accepted",
            exact="x",
            start=place,
            end=place + 1,
        )
        for number, claim in enumerate(claims)
        for place, article in enumerate(articles)
        if (place + number) % 3
    )


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("columns", ["sources", "articles", "years"])
def test_the_table_scrolls_within_its_frame_and_never_the_page_sideways(
    open_page: Open, size: dict[str, int], columns: str
) -> None:
    page = open_page(f"/matrix/?columns={columns}", viewport=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    frame = page.locator(".matrix-frame")
    assert frame.evaluate("frame => frame.scrollHeight > frame.clientHeight")
    assert frame.evaluate("frame => frame.getBoundingClientRect().height <= innerHeight")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_keys_scroll_the_frame_and_the_heads_stay(open_page: Open, script: bool) -> None:
    page = open_page("/matrix/", viewport=NARROW, java_script_enabled=script, reduced_motion="reduce")
    frame = page.get_by_role("region", name="Claims 1 to 40 of 45")
    frame.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    page.keyboard.press("PageDown")
    expect(page.locator(".matrix thead th").nth(1)).not_to_be_in_viewport()
    expect(page.locator(".matrix tbody th").first).not_to_be_in_viewport()
    box, head, row = (
        locator.bounding_box()
        for locator in (frame, page.locator(".matrix thead th").nth(1), page.locator(".matrix tbody th").nth(8))
    )
    assert box is not None
    assert head is not None
    assert row is not None
    assert abs(head["y"] - box["y"]) < 3, "the heads of the columns stay at the frame's upper edge"
    assert abs(row["x"] - box["x"]) < 3, "the claims stay at its left edge"


def test_a_link_that_is_tabbed_to_is_not_hidden_behind_the_heads(open_page: Open) -> None:
    page = open_page("/matrix/", viewport=WIDE, reduced_motion="reduce")
    page.locator(".matrix-frame").evaluate("frame => frame.scrollTo(9999, 9999)")
    first = page.locator(".matrix tbody tr").nth(3).locator("td a").first
    page.locator(".matrix tbody tr").nth(3).locator("th a").focus()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    box, head, row = (
        locator.bounding_box()
        for locator in (first, page.locator(".matrix thead th").first, page.locator(".matrix tbody th").nth(3))
    )
    assert box is not None
    assert head is not None
    assert row is not None
    assert box["y"] >= head["y"] + head["height"]
    assert box["x"] >= row["x"] + row["width"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_cell_leads_to_its_passages_and_the_columns_to_their_comparison(open_page: Open, script: bool) -> None:
    page = open_page("/matrix/", viewport=WIDE, java_script_enabled=script)
    page.get_by_label("Words of the claim").fill("number 07")
    page.get_by_role("button", name="Show").click()
    cell = page.locator(".matrix td a").first
    stance = cell.inner_text().split()[-1]
    cell.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lantern number 07 was lit before the others were.")
    expect(page.locator("li[id^=passage-]")).to_have_count(1)
    expect(page.locator("section", has=page.locator("li[id^=passage-]")).locator("h2")).to_contain_text(stance)
    page.goto("/matrix/?columns=articles&column_sort=title")
    page.get_by_label("Compare: What the lamplighters of the 0th ward saw").check()
    page.get_by_label("Compare: What the lamplighters of the 1th ward saw").check()
    page.get_by_role("button", name="Compare chosen articles").click()
    expect(page).to_have_url(re.compile(r"/compare/[\d?]"))


def test_windows_are_stepped_through_and_the_address_keeps_them(open_page: Open) -> None:
    page = open_page("/matrix/?columns=years", viewport=WIDE)
    page.get_by_role("link", name="Next columns").click()
    page.get_by_role("link", name="Next claims").click()
    expect(page.locator(".matrix thead th")).to_have_text(["Claim", "2012", "2013"])
    expect(page.locator(".matrix tbody tr")).to_have_count(5)
    page.reload()
    expect(page.locator(".matrix tbody tr")).to_have_count(5)
