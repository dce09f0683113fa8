"""Side by side, as a reader does it: a claim is chosen and every column shows what it says to it, at one height."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from playwright.sync_api import Locator, Page, expect

from archive.models import Article, Claim, Passage, Stance
from tests.browser.conftest import Open
from tests.browser.rules import violations
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = pytest.mark.django_db(transaction=True)

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
NEAR = 2  # pixels that count as the same height

# Where the boxes of a passage's first line begin and end in the window.
FIRST_LINE = """(passage) => {
  const marks = [...document.querySelectorAll(`mark[data-passage="${passage}"]`)];
  const [box] = marks[0].getClientRects();
  return { x: box.left, y: box.top, right: box.right, bottom: box.bottom };
}"""
# Where a connector begins and ends in the window.
ENDS = """(path) => [0, path.getTotalLength()].map((length) => {
  const point = path.getPointAtLength(length).matrixTransform(path.getScreenCTM());
  return [point.x, point.y];
})"""
# A page is at rest when two frames and what they asked for have passed without a box having been scrolled.
AT_REST = """() => new Promise((done) => {
  const boxes = [document.scrollingElement, ...document.querySelectorAll(".text")];
  const now = () => boxes.map((box) => box.scrollTop).join();
  let before = now(), calm = 0;
  const look = () => {
    calm = now() === before ? calm + 1 : 0;
    before = now();
    if (calm > 3) done(true);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


def filler(name: str, count: int) -> str:
    return "\n\n".join(
        f"{name} {number} tells of gardens, gates and quiet lanes in the old town, and of those who walk there."
        for number in range(count)
    )


@dataclass(frozen=True)
class Archive:
    articles: tuple[Article, Article, Article]
    snow: Claim
    ferry: Claim
    bell: Claim
    passages: dict[str, Passage]

    def address(self, *, count: int = 2, query: str = "") -> str:
        return f"/compare/{'-'.join(str(article.pk) for article in self.articles[:count])}/{query}"


@pytest.fixture
@transaction.atomic
def archive(db: None) -> Archive:
    """Three articles: snow is told by the first two, twice by the second; the ferry by all; the bell by the third."""
    one = make_article(
        f"{filler('Lane', 30)}\n\nAt last snow fell on the harbour, and the ferry stayed in port."
        f"\n\n{filler('Road', 20)}",
        title="White harbour",
        source=make_source("The Lantern"),
        published="2013",
    )
    two = make_article(
        f"Harbour men saw no snow that winter. {filler('Quay', 12)}\n\nThe ferry ran each day.\n\n{filler('Mole', 12)}"
        "\n\nSome flakes were seen at sea.",
        title="Dry pier",
        source=make_source("Pier & Post"),
        published="2019-07",
    )
    three = make_article(
        f"{filler('Path', 8)}\n\nThe bell rang when the ferry left.\n\n{filler('Yard', 30)}",
        title="The bell",
        source=make_source("Bell Weekly"),
        published="2020",
    )
    snow, ferry, bell = (
        make_claim(f"{what}.") for what in ("Snow fell on the harbour", "The ferry ran", "A bell rang")
    )
    passages = {
        "fell": make_passage(one, snow, "snow fell on the harbour"),
        "stayed": make_passage(one, ferry, "snow fell on the harbour, and the ferry stayed in port", Stance.DISPUTES),
        "none": make_passage(two, snow, "saw no snow that winter", Stance.DISPUTES),
        "flakes": make_passage(two, snow, "Some flakes were seen", Stance.QUALIFIES),
        "ran": make_passage(two, ferry, "The ferry ran each day"),
        "left": make_passage(three, ferry, "when the ferry left"),
        "rang": make_passage(three, bell, "The bell rang"),
    }
    return Archive((one, two, three), snow, ferry, bell, passages)


def settle(page: Page) -> None:
    page.evaluate(AT_REST)


def choose(page: Page, claim: Claim) -> None:
    page.locator(".overview").get_by_role("link", name=claim.statement).click()
    settle(page)


def line(page: Page, passage: Passage) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(FIRST_LINE, str(passage.pk))
    return found


def assert_level(page: Page, *passages: Passage) -> None:
    settle(page)
    lines = [line(page, passage) for passage in passages]
    assert max(one["y"] for one in lines) - min(one["y"] for one in lines) <= NEAR, lines
    height = page.viewport_size["height"] if page.viewport_size else 0
    assert all(one["y"] > 0 and one["bottom"] < height for one in lines), lines


def mark(page: Page, passage: Passage) -> Locator:
    return page.locator(f'mark[data-passage="{passage.pk}"]').first


def ref(page: Page, passage: Passage) -> Locator:
    return page.locator(f"#passage-{passage.pk}")


def scrolled(page: Page, column: int) -> float:
    top: float = page.locator(f"#column-{column} .text").evaluate("box => box.scrollTop")
    return top


def in_focus(page: Page) -> Locator:
    return page.get_by_role("region", name="Claim in focus")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_claim_chosen_in_the_table_stands_at_the_same_height_in_both_columns(
    open_page: Open, archive: Archive, motion: str
) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion=motion)
    choose(page, archive.ferry)
    assert_level(page, archive.passages["stayed"], archive.passages["ran"])
    assert scrolled(page, 1) > 0
    chosen = {one.get_attribute("data-passage") for one in page.locator("mark.chosen").all()}
    assert chosen == {str(archive.passages[name].pk) for name in ("stayed", "ran")}
    expect(in_focus(page).get_by_role("link", name=archive.ferry.statement)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"\?claim={archive.ferry.pk}$"))


def test_reduced_motion_jumps_at_once(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    link = page.locator(".overview").get_by_role("link", name=archive.ferry.statement)
    tops = link.evaluate("link => { link.click(); return document.querySelector('#column-1 .text').scrollTop; }")
    settle(page)
    assert tops == scrolled(page, 1) > 0


def test_the_last_words_of_a_text_come_up_to_the_others(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    page.locator(".overview").get_by_role("link", name="Qualifies").click()
    assert_level(page, archive.passages["fell"], archive.passages["flakes"])


def test_choosing_again_steps_through_the_passages_and_round_again(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    where = in_focus(page).get_by_role("group", name="Pier & Post, July 2019").locator(".where")
    told = {"none": "disputes, 1 of 2", "flakes": "qualifies, 2 of 2"}
    for passage in ("none", "flakes", "none"):
        choose(page, archive.snow)
        assert_level(page, archive.passages["fell"], archive.passages[passage])
        expect(where).to_have_text(told[passage])
        expect(ref(page, archive.passages[passage])).to_have_attribute("aria-current", "true")


def test_a_connector_ends_at_the_marks_and_is_followed(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    choose(page, archive.ferry)
    paths = page.locator(".connector:not([hidden]) path")
    expect(paths).to_have_count(2)
    (left, left_middle), (right, right_middle) = (path.evaluate(ENDS) for path in paths.all())
    stayed, ran = line(page, archive.passages["stayed"]), line(page, archive.passages["ran"])
    assert left == pytest.approx([right_of(page, archive.passages["stayed"]), stayed["bottom"]], abs=NEAR)
    assert right == pytest.approx([ran["x"], ran["bottom"]], abs=NEAR)
    assert left_middle == pytest.approx(right_middle, abs=NEAR), "the halves meet"
    assert [path.get_attribute("class") for path in paths.all()] == ["disputes", "asserts"]
    page.get_by_role("button", name="Go to the passage in Pier & Post, July 2019").click()
    expect(ref(page, archive.passages["ran"])).to_be_focused()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.id")
    assert focused == f"passage-{archive.passages['flakes'].pk}", "Tab goes on from there"


def right_of(page: Page, passage: Passage) -> float:
    """Where a passage ends on its first line, whatever fragments it has there."""
    right: float = page.evaluate(
        """(passage) => {
          const marks = [...document.querySelectorAll(`mark[data-passage="${passage}"]`)];
          const boxes = marks.flatMap((one) => [...one.getClientRects()]);
          return Math.max(...boxes.filter((box) => box.top < boxes[0].bottom - 4).map((box) => box.right));
        }""",
        str(passage.pk),
    )
    return right


def test_a_connector_points_to_a_passage_that_is_scrolled_away(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    page.get_by_label("Scroll together").uncheck()
    choose(page, archive.ferry)
    text = page.locator("#column-1-text")
    text.evaluate("box => box.scrollTo({ top: 0 })")
    below = page.get_by_role("button", name="Go to the passage below, in The Lantern, 2013")
    expect(below).to_be_visible()
    text.evaluate("box => box.scrollTo({ top: box.scrollHeight })")
    above = page.get_by_role("button", name="Go to the passage above, in The Lantern, 2013")
    above.click()
    assert_level(page, archive.passages["stayed"], archive.passages["ran"])
    expect(ref(page, archive.passages["stayed"])).to_be_focused()


def test_connectors_follow_scrolling_and_do_not_catch_the_pointer(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    choose(page, archive.ferry)
    path = page.locator(".connector:not([hidden]) path").first
    page.mouse.move(*middle(page, "#column-1-text"))
    before = path.evaluate(ENDS)[0][1]
    page.mouse.wheel(0, 60)
    moved = f"(before) => Math.abs(({ENDS})(document.querySelector('.connector path'))[0][1] - before + 60) <= 2"
    page.wait_for_function(moved, arg=before)
    assert page.locator(".connector svg").evaluate("svg => getComputedStyle(svg).pointerEvents") == "none"
    assert page.locator(".connector svg").get_attribute("aria-hidden") == "true"


def test_tabbing_into_the_bar_leaves_the_columns_where_they_are(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(count=3), viewport=WIDE, reduced_motion="reduce")
    choose(page, archive.ferry)
    page.get_by_label("Scroll together").focus()
    assert_level(page, *(archive.passages[name] for name in ("stayed", "ran", "left")))


def test_three_columns_share_one_height_and_a_silent_one_says_so(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(count=3), viewport=WIDE, reduced_motion="reduce")
    choose(page, archive.ferry)
    assert_level(page, *(archive.passages[name] for name in ("stayed", "ran", "left")))
    expect(page.locator(".connector button:visible")).to_have_count(4)
    choose(page, archive.snow)
    silent = in_focus(page).get_by_role("group", name="Bell Weekly, 2020")
    expect(silent).to_contain_text("not addressed, as read so far")
    expect(page.locator(".connector button:visible")).to_have_count(2)


def test_overlapping_passages_are_chosen_the_shortest_first_and_then_outward(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    words = page.locator(f'mark[data-passage="{archive.passages["fell"].pk}"]').first
    words.click(position={"x": 8, "y": 8})
    expect(in_focus(page).get_by_role("link", name=archive.snow.statement)).to_be_visible()
    settle(page)
    words.click(position={"x": 8, "y": 8})
    expect(in_focus(page).get_by_role("link", name=archive.ferry.statement)).to_be_visible()
    assert_level(page, archive.passages["stayed"], archive.passages["ran"])
    words.click(position={"x": 8, "y": 8})
    expect(in_focus(page).get_by_role("link", name=archive.snow.statement)).to_be_visible()


def test_passages_that_share_one_character_are_each_chosen(open_page: Open) -> None:
    one = make_article("The quay sleeps while lanterns burn.", title="One")
    first = make_passage(one, make_claim("It sleeps."), "The quay s")
    second = make_passage(one, make_claim("They burn."), "sleeps while")
    two = make_article("All is dark.", title="Two")
    page = open_page(f"/compare/{one.pk}-{two.pk}/", viewport=WIDE, reduced_motion="reduce")
    shared = page.locator(f'mark[data-passage="{first.pk}"]', has_text=re.compile("^s$")).last
    chosen = set()
    for _ in range(2):
        shared.click()
        settle(page)
        chosen.add(page.locator("#columns .ref[aria-current]").get_attribute("data-passage"))
    assert chosen == {str(first.pk), str(second.pk)}


def test_a_selection_of_words_is_no_choice(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE)
    mark(page, archive.passages["none"]).dblclick()  # selects a word; the first click chooses
    chosen = page.locator("#columns .ref[aria-current]")
    expect(chosen).to_have_count(2)
    expect(in_focus(page).locator(".where").nth(1)).to_have_text("disputes, 1 of 2")


def test_columns_scroll_together_until_that_is_turned_off_and_it_is_remembered(
    open_page: Open, archive: Archive
) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    together = page.get_by_label("Scroll together")
    expect(together).to_be_checked()
    choose(page, archive.ferry)
    before = scrolled(page, 1), scrolled(page, 2)
    page.mouse.move(*middle(page, "#column-1-text"))
    page.mouse.wheel(0, 100)
    page.wait_for_function("top => document.querySelector('#column-2 .text').scrollTop === top", arg=before[1] + 100)
    assert_level(page, archive.passages["stayed"], archive.passages["ran"])
    assert scrolled(page, 1) == before[0] + 100
    together.uncheck()
    page.mouse.move(*middle(page, "#column-1-text"))
    page.mouse.wheel(0, -50)
    page.wait_for_function("top => document.querySelector('#column-1 .text').scrollTop === top", arg=before[0] + 50)
    settle(page)
    assert scrolled(page, 2) == before[1] + 100
    page.reload()
    expect(page.get_by_label("Scroll together")).not_to_be_checked()


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_column_at_its_end_waits_for_the_others(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    choose(page, archive.ferry)
    start = scrolled(page, 1), scrolled(page, 2)
    for by in (5000, -5000):  # to its end and back
        page.locator("#column-1-text").evaluate("(box, to) => box.scrollTo({ top: to })", 5000 if by > 0 else start[0])
        settle(page)
    assert scrolled(page, 2) == pytest.approx(start[1], abs=1)


def test_where_storage_is_refused_the_page_works(open_page: Open, archive: Archive) -> None:
    page = open_page("/about/", viewport=WIDE)
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
    page.goto(archive.address())
    page.get_by_label("Scroll together").uncheck()
    choose(page, archive.ferry)
    assert_level(page, archive.passages["stayed"], archive.passages["ran"])


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("ending", ["?claim={claim}", "#passage-{passage}", "?claim={claim}&stance=disputes#focus"])
def test_an_address_with_a_claim_opens_at_it_and_nothing_shifts(
    open_page: Open, archive: Archive, ending: str, size: dict[str, int]
) -> None:
    page = open_page("/about/", viewport=size)
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((one) =>"
        " [one.value, ...one.sources.map((source) => source.node?.className ?? '')])))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(archive.address(query=ending.format(claim=archive.snow.pk, passage=archive.passages["none"].pk)))
    expect(in_focus(page).get_by_role("link", name=archive.snow.statement)).to_be_visible()
    settle(page)
    assert page.evaluate("window.shifts") == []
    expect(ref(page, archive.passages["none"])).to_have_attribute("aria-current", "true")
    assert f"claim={archive.snow.pk}" in page.url
    assert ("stance=disputes" in page.url) == ("stance" in ending)


def test_what_leads_on_keeps_the_claim_and_back_leads_back(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    choose(page, archive.ferry)
    page.get_by_role("link", name="Move “White harbour” one column on").click()
    one, two, _ = (article.pk for article in archive.articles)
    expect(page).to_have_url(re.compile(rf"/compare/{two}-{one}/\?claim={archive.ferry.pk}"))
    assert_level(page, archive.passages["ran"], archive.passages["stayed"])
    page.go_back()
    expect(page).to_have_url(re.compile(rf"/compare/{one}-{two}/\?claim={archive.ferry.pk}"))
    expect(in_focus(page).get_by_role("link", name=archive.ferry.statement)).to_be_visible()
    page.get_by_text("Filter claims").click()
    page.get_by_label("Stance").select_option("disputes")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(rf"claim={archive.ferry.pk}"))


def test_a_screen_reader_is_told_what_was_chosen(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(count=3), viewport=WIDE, reduced_motion="reduce")
    status = in_focus(page).get_by_role("status")
    expect(status).to_have_text("")
    choose(page, archive.snow)
    expect(status).to_have_text(
        "Snow fell on the harbour. The Lantern, 2013: asserts, 1 of 1"
        " Pier & Post, July 2019: disputes, 1 of 2 Bell Weekly, 2020: not addressed, as read so far"
    )
    page.get_by_role("button", name="Leave this claim").click()
    expect(status).to_have_text("Choose a claim in the table, or a mark in a text.")
    expect(page.locator("main :is(.chosen, .connector:not([hidden]), [aria-current=true])")).to_have_count(0)
    assert "claim=" not in page.url


@pytest.mark.parametrize("leaving", ["its button", "a line", "a step", "the passage"])
def test_who_leaves_a_claim_stays_in_the_column(open_page: Open, archive: Archive, leaving: str) -> None:
    page = open_page(archive.address(), viewport=WIDE, reduced_motion="reduce")
    choose(page, archive.snow)
    passage = ref(page, archive.passages["none"])
    passage.focus()
    if leaving == "its button":
        in_focus(page).get_by_role("button", name="Leave this claim").press("Enter")
    elif leaving == "a line":
        page.get_by_role("button", name="Go to the passage in Pier & Post, July 2019").press("Escape")
    elif leaving == "a step":
        page.get_by_role("group", name="Pier & Post").get_by_role("button", name="Next passage").press("Escape")
    else:
        page.keyboard.press("Escape")
    expect(passage if leaving == "the passage" else page.locator("#column-2-text")).to_be_focused()
    assert "claim=" not in page.url


def with_a_fourth(archive: Archive, name: str = "צללית הנמל והעיר העתיקה שליד הים הגדול") -> str:
    """The address of four columns, the last of a source whose name is set from right to left."""
    source = make_source(name)
    fourth = make_article(filler("Gate", 8), title="The fourth", source=source, published="2013-03-04")
    make_passage(fourth, archive.ferry, "Gate 3 tells of gardens")
    pks = [*(article.pk for article in archive.articles), fourth.pk]
    return f"/compare/{'-'.join(map(str, pks))}/?claim={archive.ferry.pk}"


def test_four_columns_two_by_two_are_told_of_in_the_same_order(open_page: Open, archive: Archive) -> None:
    page = open_page(with_a_fourth(archive), viewport={"width": 1024, "height": 768}, reduced_motion="reduce")
    steppers, columns = (page.locator(one).all() for one in (".stepper", ".column"))
    for stepper, column in zip(steppers, columns, strict=True):
        assert left_of(stepper) == pytest.approx(left_of(column), abs=NEAR)
    assert_level(page, archive.passages["stayed"], archive.passages["ran"])


def test_a_name_from_right_to_left_leaves_its_date_whole_behind_it(open_page: Open, archive: Archive) -> None:
    page = open_page(with_a_fourth(archive, "צללית"), viewport={"width": 1920, "height": 1000})
    ends = page.locator(".stepper .name").last.evaluate(
        """(name) => [name.querySelector("bdi"), name.querySelector("time")].map((one) => {
            const boxes = [...one.getClientRects()];
            return [boxes.length, boxes[0].left, boxes.at(-1).right];
        })"""
    )
    (_, _, name_right), (pieces, date_left, _) = ends
    assert pieces == 1
    assert date_left > name_right


def test_the_tabs_of_four_columns_take_two_lines_at_most(open_page: Open, archive: Archive) -> None:
    page = open_page(with_a_fourth(archive), viewport=NARROW, reduced_motion="reduce")
    tabs = page.get_by_role("tab").all()
    assert len(tabs) == 4
    assert len({one.evaluate("tab => tab.getBoundingClientRect().y") for one in tabs}) == 2
    assert "2013" in (tabs[3].text_content() or "")
    assert_level(page, archive.passages["stayed"])


def test_a_tab_is_chosen_wherever_it_is_touched_and_lets_the_keyboard_go_on(open_page: Open, archive: Archive) -> None:
    page = open_page(with_a_fourth(archive), viewport=NARROW, reduced_motion="reduce")
    tabs = page.get_by_role("tab")
    tabs.nth(1).locator("bdi").click()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    page.locator(".tabs").click(position={"x": 2, "y": 2})  # beside them all
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    tabs.nth(1).focus()
    page.keyboard.press("Tab")
    expect(page.locator("#column-2 header a").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(tabs.nth(1)).to_be_focused()
    for key, place in (("End", 3), ("ArrowRight", 0), ("ArrowLeft", 3), ("Home", 0)):
        page.keyboard.press(key)
        expect(tabs.nth(place)).to_be_focused()
        expect(tabs.nth(place)).to_have_attribute("aria-selected", "true")


def left_of(one: Locator) -> float:
    box = one.bounding_box()
    assert box
    return box["x"]


def test_the_bar_steps_one_column_and_from_claim_to_claim(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(query=f"?claim={archive.snow.pk}"), viewport=WIDE, reduced_motion="reduce")
    bar = in_focus(page)
    bar.get_by_role("group", name="Pier & Post").get_by_role("button", name="Next passage").click()
    assert_level(page, archive.passages["fell"], archive.passages["flakes"])
    bar.get_by_role("button", name="Next claim").click()
    assert_level(page, archive.passages["stayed"], archive.passages["ran"])
    bar.get_by_role("button", name="Previous claim").click()
    assert_level(page, archive.passages["fell"], archive.passages["none"])


def test_on_a_narrow_screen_tabs_keep_the_claim_at_its_height(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(), viewport=NARROW, reduced_motion="reduce")
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_count(2)
    expect(page.locator("#column-2")).to_be_hidden()
    choose(page, archive.ferry)
    before = line(page, archive.passages["stayed"])["y"]
    assert 0 < before < NARROW["height"]
    tabs.nth(1).click()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("#column-1")).to_be_hidden()
    expect(page.get_by_role("tabpanel", name="Dry pier")).to_be_visible()
    assert line(page, archive.passages["ran"])["y"] == pytest.approx(before, abs=NEAR)
    page.keyboard.press("ArrowRight")
    expect(tabs.first).to_be_focused()
    assert line(page, archive.passages["stayed"])["y"] == pytest.approx(before, abs=NEAR)
    page.keyboard.press("End")
    expect(tabs.nth(1)).to_be_focused()
    page.keyboard.press("Home")
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    expect(page.locator(".connector button:visible")).to_have_count(0)
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator("#column-2")).to_be_visible()
    expect(page.get_by_role("tab")).to_have_count(0)
    assert_level(page, archive.passages["stayed"], archive.passages["ran"])


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_without_script_links_lead_to_the_same(open_page: Open, archive: Archive, size: dict[str, int]) -> None:
    page = open_page(archive.address(), viewport=size, java_script_enabled=False)
    expect(page.locator("#comparing")).to_be_hidden()
    for column in page.locator(".column").all():
        expect(column).to_be_visible()
    page.locator(".overview").get_by_role("link", name=archive.ferry.statement).click()
    expect(page).to_have_url(re.compile(rf"\?claim={archive.ferry.pk}#focus$"))
    focus = page.locator("#focus")
    expect(focus).to_be_in_viewport()
    expect(focus).to_contain_text("The ferry ran each day")
    page.locator(".overview").get_by_role("link", name="Disputes").first.click()
    expect(page.locator(".ref:target")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_chosen_claim_shuts_nobody_out(open_page: Open, archive: Archive, size: dict[str, int], scheme: str) -> None:
    page = open_page(
        archive.address(count=3, query=f"?claim={archive.ferry.pk}"),
        viewport=size,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    expect(in_focus(page).get_by_role("link", name=archive.ferry.statement)).to_be_visible()
    settle(page)
    for asked in ("", "?"):  # and once more with the list of keys open
        if asked:
            page.keyboard.press(asked)
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_paper_holds_the_passages_by_claim_with_citations_and_no_controls(open_page: Open, archive: Archive) -> None:
    page = open_page(archive.address(query=f"?claim={archive.snow.pk}"), viewport=WIDE)
    page.emulate_media(media="print")
    expect(page.locator("#columns")).to_be_hidden()
    for control in (in_focus(page), page.locator(".tabs"), page.locator(".moves").first, page.locator(".find")):
        expect(control).to_be_hidden()
    snow = page.locator(f"#claim-{archive.snow.pk}")
    expect(snow).to_contain_text("saw no snow that winter")
    boxes = [snow.locator("blockquote").nth(place).bounding_box() for place in (0, 1)]
    assert boxes[0]
    assert boxes[1]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) <= NEAR, "what the columns say stands side by side on paper too"
    citations = page.locator(".citations li")
    expect(citations).to_have_count(2)
    expect(citations.first).to_be_visible()
    expect(citations.first).to_contain_text("The Lantern")
    expect(citations.last).to_contain_text(archive.articles[1].captures.get().sha256)
    assert page.pdf(format="A4").startswith(b"%PDF")
