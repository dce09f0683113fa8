"""What a reader does: search, arrive at the words, follow a claim from source to source, read side by side."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from archive.models import Stance
from tests.browser.conftest import Open
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = pytest.mark.django_db(transaction=True)

FILLER = "\n\n".join(
    f"Paragraph {number} tells of gardens, gates and quiet lanes in the old town." for number in range(30)
)
SIZES = [(1440, 900), (390, 844)]


@pytest.fixture
@transaction.atomic
def archive(searchable: None) -> None:
    claim = make_claim("Snow fell on the harbour.", tags=("weather",))
    lone = make_claim("The ferry ran.", tags=("traffic",))
    one = make_article(
        f"{FILLER}\n\nAt last snow fell on the harbour, and the ferry stayed in port.\n\n{FILLER}",
        title="White harbour",
        source=make_source("The Lantern"),
        published="2013?",
    )
    two = make_article(
        f"{FILLER}\n\nHarbour men saw no snow that winter.\n\n{FILLER}",
        title="Dry pier",
        source=make_source("Pier & Post"),
        published="2019-07",
    )
    make_passage(one, claim, "snow fell on the harbour")
    make_passage(one, lone, "snow fell on the harbour, and the ferry stayed in port", Stance.DISPUTES)
    make_passage(two, claim, "saw no snow that winter", Stance.DISPUTES, speaker="Bea Ray, harbour master")


ADDRESSES = [
    "/",
    "/articles/",
    "/articles/white-harbour/",
    "/claims/",
    "/claims/snow-fell-on-the-harbour/",
    "/tags/",
    "/tags/weather/",
    "/sources/",
    "/sources/the-lantern/",
    "/compare/",
    "/compare/?article=white-harbour&article=dry-pier",
    "/search/?q=snow",
    "/about/",
    "/admin/login/",
]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_page_is_wider_than_its_window_or_breaks_the_policy(
    open_page: Open, width: int, height: int, scheme: str
) -> None:
    page = open_page("/", viewport={"width": width, "height": height}, color_scheme=scheme)
    for address in ADDRESSES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.usefixtures("archive")
def test_a_reader_arrives_from_a_search_at_the_matched_words(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("combobox").fill("ferries")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="White harbour").click()
    expect(page.locator("#match-1")).to_have_text("ferry")
    expect(page.locator("#match-1")).to_be_in_viewport()
    page.get_by_role("link", name="Clear", exact=True).click()
    expect(page.locator("#text .match")).to_have_count(0)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_mark_leads_to_its_claim_and_the_claim_to_the_other_source(open_page: Open, script: bool) -> None:
    page = open_page("/articles/white-harbour/", java_script_enabled=script)
    page.get_by_role("link", name="Asserts claim 2: Snow fell on the harbour.").click()
    page.get_by_role("link", name="All 2 passages on the claim's page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Snow fell on the harbour.")
    page.get_by_role("link", name="Read it in “Dry pier”").click()
    mark = page.locator("#text mark.passage")
    expect(mark).to_have_text("saw no snow that winter")
    expect(mark).to_be_in_viewport()


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_two_articles_are_ticked_and_read_side_by_side(open_page: Open, script: bool) -> None:
    page = open_page("/articles/", java_script_enabled=script, viewport={"width": 1440, "height": 900})
    page.get_by_label("Compare: White harbour").check()
    page.get_by_label("Compare: Dry pier").check()
    page.get_by_role("button", name="Compare chosen articles").click()
    boxes = [column.bounding_box() for column in page.locator(".column").all()]
    assert len(boxes) == 2
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 2
    numbers = page.locator(".column .ref.claim-1").all_inner_texts()
    assert sorted(numbers) == ["+1", "−1"]
    page.get_by_role("table").get_by_role("link", name="Disputes").click()
    expect(page.locator("mark", has_text="saw no snow that winter")).to_be_in_viewport()


@pytest.mark.usefixtures("archive")
def test_pointing_at_a_claim_brings_out_its_marks_and_no_others(open_page: Open) -> None:
    page = open_page("/articles/white-harbour/")
    page.get_by_text("2 claims marked here").click()
    page.locator(".claim-list li", has_text="Snow fell on the harbour.").hover()
    chosen = page.locator("mark.pointed")
    expect(chosen).to_have_text(["snow fell on the harbour"])
    page.locator("h1").hover()
    expect(chosen).to_have_count(0)


@pytest.mark.usefixtures("archive")
def test_everything_on_an_article_can_be_reached_by_keyboard(open_page: Open) -> None:
    page = open_page("/articles/white-harbour/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    reached = _tabbed(page, 12)
    assert any("Asserts claim 2: Snow fell on the harbour." in name for name in reached)
    assert any("Disputes claim 1: The ferry ran." in name for name in reached)


def _tabbed(page: Page, presses: int) -> list[str]:
    """What the focus says of itself after each press of Tab."""
    names = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        names.append(str(page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")))
    return names


@pytest.mark.usefixtures("archive")
def test_overlapping_marks_draw_a_line_each(open_page: Open) -> None:
    page = open_page("/articles/white-harbour/")
    nested = page.locator("mark mark", has_text="snow fell on the harbour").first
    offsets = page.evaluate(
        """mark => [mark, mark.parentElement].map(one => getComputedStyle(one).textUnderlineOffset)""",
        nested.element_handle(),
    )
    assert offsets[0] != offsets[1]


@pytest.mark.usefixtures("archive")
def test_copied_words_hold_no_reference_marks(open_page: Open) -> None:
    page = open_page("/articles/white-harbour/")
    copied = page.evaluate(
        """() => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector("#text mark").closest("p"));
            const selection = getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
            return selection.toString();
        }"""
    )
    assert copied.strip() == "At last snow fell on the harbour, and the ferry stayed in port."


@pytest.mark.usefixtures("archive")
def test_the_page_prints_without_its_controls(open_page: Open) -> None:
    page = open_page("/articles/white-harbour/")
    page.emulate_media(media="print")
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_hidden()
    expect(page.locator("#text")).to_be_visible()
