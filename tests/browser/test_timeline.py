"""The timeline as it is drawn: reached by keyboard, read on a phone, printed."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import expect

from archive.models import Stance
from tests.browser.conftest import Open
from tests.browser.rules import violations
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("archive")]

SIZES = [(1440, 900), (390, 844)]
SMALLEST = 12  # px of type that is drawn


@pytest.fixture
@transaction.atomic
def archive(searchable: None) -> None:
    """A reversal, a doubt, an uncertain year, a span, something undated, a crowd on one day."""
    claim = make_claim("Snow fell on the harbour.", tags=("weather",))
    lantern, pier = make_source("The Lantern"), make_source("Pier & Post")
    for title, source, published, stance in [
        ("White harbour", lantern, "2013?", Stance.ASSERTS),
        ("No snow", lantern, "2019-07", Stance.DISPUTES),
        ("Snow after all", lantern, "2019", Stance.ASSERTS),
        ("Some sleet", pier, "2016-04-10", Stance.QUALIFIES),
        ("Old tales", pier, "", Stance.ASSERTS),
        *((f"Echo {number}", pier, "2021-05-02", Stance.DISPUTES) for number in range(6)),
    ]:
        article = make_article("Snow fell. All saw it.", title=title, source=source, published=published)
        make_passage(article, claim, "Snow fell", stance)
    make_passage(make_article("The ferry ran.", published="2012/2015"), make_claim("The ferry ran."), "ferry ran")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_fits_its_window_shuts_nobody_out_and_can_be_read(
    open_page: Open, width: int, height: int, scheme: str
) -> None:
    page = open_page("/timeline/", viewport={"width": width, "height": height}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not violations(page)
    assert page.evaluate(DRAWN_TYPE) >= SMALLEST


DRAWN_TYPE = """() => Math.min(...[...document.querySelectorAll(".timeline-frame text")].map(
    (text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""


def test_the_keyboard_reaches_every_mark_by_name_and_may_skip_the_drawing(open_page: Open) -> None:
    page = open_page("/timeline/")
    skip = page.get_by_role("link", name="Skip the drawing: the table says the same")
    skip.focus()
    box = skip.bounding_box()
    assert box
    assert box["width"] > 100
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="Timeline, drawn")).to_be_focused()
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(str(page.evaluate("document.activeElement.textContent")))
    assert any("The Lantern, 2013 (uncertain): Asserts, 1 passage. First in the archive" in name for name in reached)
    page.keyboard.press("Shift+Tab")
    skip.press("Enter")
    assert page.url.endswith("#timeline-table")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_mark_leads_to_its_passage_and_a_crowd_to_its_row(open_page: Open, script: bool) -> None:
    page = open_page("/timeline/?tag=weather", java_script_enabled=script)
    page.get_by_role("link", name="Pier & Post, 2 May 2021: Disputes, 6 passages").click()
    row = page.locator("tr:target")
    expect(row).to_be_visible()
    expect(row).to_contain_text("Echo 0")
    expect(row).to_contain_text("and 3 further articles")
    page.get_by_role("link", name="The Lantern, July 2019: Disputes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No snow")
    expect(page.locator("mark:visible", has_text="Snow fell").first).to_be_in_viewport()


def test_marks_are_as_large_as_a_finger_needs_and_do_not_lie_on_each_other(open_page: Open) -> None:
    page = open_page("/timeline/", viewport={"width": 390, "height": 844})
    boxes = page.evaluate("[...document.querySelectorAll('.reach')].map(one => one.getBoundingClientRect().toJSON())")
    assert len(boxes) >= 7
    for number, one in enumerate(boxes):
        assert min(one["width"], one["height"]) >= 24
        for other in boxes[:number]:
            apart = one["left"] >= other["right"] or other["left"] >= one["right"]
            assert apart or one["top"] >= other["bottom"] or other["top"] >= one["bottom"]


def test_it_prints_whole_and_with_its_table(open_page: Open) -> None:
    page = open_page("/timeline/", viewport={"width": 718, "height": 1000})  # A4 between narrow margins
    page.emulate_media(media="print")
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".timeline-rows").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    frame = page.locator(".timeline-frame").first
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert page.evaluate(DRAWN_TYPE) >= SMALLEST
