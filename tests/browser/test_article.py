"""What a reader of one article does: steps through matched words, and opens notes beside their lines."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from playwright.sync_api import FloatRect, Locator, Page, ViewportSize, expect

from archive.models import Stance
from archive.search import queue
from tests.browser.conftest import Open
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("archive")]

FILLER = "\n\n".join(
    f"Paragraph {number} tells of gardens, gates and quiet lanes in the old town, and of the people who walk there."
    for number in range(12)
)
CROWDED = "At last snow fell on the harbour, and the ferry stayed in port, said men who had seen it all."
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
HERE = "/articles/white-harbour/"


@pytest.fixture
@transaction.atomic
def archive(searchable: None) -> None:
    snow = make_claim("Snow fell on the harbour.", tags=("weather",))
    ferry = make_claim("The ferry ran all winter long, whatever the weather and the people of the town might say.")
    one = make_article(
        f"{FILLER}\n\n{CROWDED}\n\n{FILLER}\n\nNobody counted the flakes of snow.",
        title="White harbour",
        source=make_source("The Lantern"),
    )
    two = make_article(
        f"{FILLER}\n\nHarbour men saw no snow that winter.", title="Dry pier", source=make_source("Pier & Post")
    )
    make_passage(one, snow, "snow fell on the harbour", speaker="Bea Ray", note="Heard at night.")
    make_passage(one, ferry, "the ferry stayed in port", Stance.DISPUTES)
    make_passage(one, snow, "men who had seen it all", Stance.QUALIFIES)
    make_passage(one, make_claim("Snow can be counted."), "Nobody counted the flakes", Stance.DISPUTES)
    make_passage(two, snow, "saw no snow that winter", Stance.DISPUTES, speaker="Ada Quill")
    queue.flush()


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found is not None
    return found


def middle(element: Locator) -> float:
    found = box(element)
    return found["y"] + found["height"] / 2


def note(page: Page, nth: int) -> Locator:
    return page.locator(".note").nth(nth)


def reference(page: Page, nth: int) -> Locator:
    return page.locator("#text .ref").nth(nth)


def overlaps(page: Page) -> list[int]:
    """The notes, by place, that reach into the next one."""
    found: list[int] = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll(".note")].map(note => note.getBoundingClientRect());
            return boxes.keys().filter(n => boxes[n].bottom > boxes[n + 1]?.top).toArray();
        }"""
    )
    return found


def shown(page: Page, element: Locator) -> bool:
    """Whether the middle of an element can be seen: in the window, and under nothing else."""
    return bool(
        element.evaluate(
            """element => {
                const { left, top, width, height } = element.getClientRects()[0];
                const there = document.elementFromPoint(left + width / 2, top + height / 2);
                return element.contains(there) || there?.contains(element) || false;
            }"""
        )
    )


# matched words


def arrive(page: Page) -> None:
    page.goto("/search/?q=snow")
    page.get_by_role("link", name="White harbour").click()


def test_a_reader_steps_through_the_matches_and_clears_them(open_page: Open) -> None:
    page = open_page("/", viewport=DESK, reduced_motion="reduce")
    arrive(page)
    bar = page.locator(".match-bar")
    status = bar.get_by_role("status")
    expect(status).to_have_text("Match 1 of 2")
    expect(page.locator(".match.current")).to_have_text("snow")
    expect(page.locator("#match-1")).to_be_in_viewport()
    bar.get_by_role("button", name="Next").click()
    expect(status).to_have_text("Match 2 of 2")
    expect(page.locator("#match-2.current")).to_be_in_viewport()
    expect(page.locator("#match-1.current")).to_have_count(0)
    expect(bar).to_be_in_viewport()
    bar.get_by_role("button", name="Next").click()
    expect(status).to_have_text("Match 1 of 2")
    bar.get_by_role("button", name="Previous").click()
    expect(page.locator("#match-2")).to_be_in_viewport()
    clear = box(bar.get_by_role("link", name="Clear"))
    page.mouse.click(clear["x"] + 5, clear["y"] + 5)  # the tool's own click first scrolls to where the bar came from
    expect(page.locator("main .match")).to_have_count(0)
    expect(bar).to_have_count(0)
    expect(page).to_have_url(re.compile(f"{HERE}$"))
    expect(page.locator("#text").get_by_text("Nobody counted")).to_be_in_viewport()


def test_keys_step_through_the_matches_but_not_while_typing(open_page: Open) -> None:
    page = open_page(f"{HERE}?q=snow", viewport=DESK)
    status = page.locator(".match-bar").get_by_role("status")
    expect(status).to_have_text("2 matches")
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(status).to_have_text("Match 2 of 2")
    page.keyboard.press("p")
    expect(status).to_have_text("Match 1 of 2")
    page.get_by_role("combobox").press_sequentially("n")
    expect(status).to_have_text("Match 1 of 2")


def test_a_match_that_a_passage_cuts_in_two_is_one(open_page: Open) -> None:
    page = open_page(f'{HERE}?q="the harbour, and the ferry"', viewport=DESK)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".match-bar").get_by_role("status")).to_have_text("Match 1 of 1")
    assert "".join(page.locator(".match.current").all_inner_texts()) == "the harbour, and the ferry"


def test_without_script_links_lead_to_the_first_and_the_last_match(open_page: Open) -> None:
    page = open_page("/", viewport=DESK, java_script_enabled=False)
    arrive(page)
    expect(page.locator("#match-1")).to_be_in_viewport()
    page.get_by_role("link", name="Last").click()
    expect(page.locator("#match-2")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Next")).to_be_hidden()
    page.get_by_role("link", name="Clear").click()
    expect(page.locator("main .match")).to_have_count(0)


# the margin on a desk


def test_notes_stand_beside_their_lines_and_never_on_each_other_or_the_text(open_page: Open) -> None:
    page = open_page(HERE, viewport=DESK)
    assert abs(middle(note(page, 0).locator(".number")) - middle(reference(page, 0))) < 4
    assert abs(middle(note(page, 3).locator(".number")) - middle(reference(page, 3))) < 4
    assert overlaps(page) == []
    text = box(page.locator("#text"))
    assert all(box(one)["x"] >= text["x"] + text["width"] for one in page.locator(".note").all())


def test_crowded_notes_fold_to_a_line_and_open_ones_push_them_away(open_page: Open) -> None:
    page = open_page(HERE, viewport=DESK)
    expect(page.locator(".note.folded")).not_to_have_count(0)
    assert all(box(one)["height"] < 40 for one in page.locator(".note.folded").all())
    expect(note(page, 3)).not_to_have_class(re.compile("folded"))
    for nth in range(4):
        reference(page, nth).click()
        expect(page.locator(".note.chosen")).to_have_count(1)
        expect(note(page, nth)).to_have_class(re.compile("chosen"))
        assert abs(middle(note(page, nth).locator(".number")) - middle(reference(page, nth))) < 4
        assert overlaps(page) == []


def test_pointing_at_words_opens_their_note_and_the_one_before_closes(open_page: Open) -> None:
    page = open_page(HERE, viewport=DESK)
    page.locator("mark", has_text="snow fell on the harbour").click()
    opened = page.locator(".note.chosen")
    for said in ("Asserts", "Bea Ray", "Heard at night.", "weather", "Pier & Post", "Ada Quill", "saw no snow"):
        expect(opened).to_contain_text(said)
    expect(page.locator("mark.chosen")).to_have_text("snow fell on the harbour")
    page.locator("mark", has_text="men who had seen it all").click()
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("Qualifies")
    expect(opened).to_contain_text("Pier & Post")  # told again, though it stands once in the page
    expect(page.locator("mark.chosen")).to_have_text("men who had seen it all")


def test_the_margin_is_worked_by_keyboard(open_page: Open) -> None:
    page = open_page(HERE, viewport=DESK)
    reference(page, 1).focus()
    page.keyboard.press("Enter")
    head = note(page, 1).locator(".note-head")
    expect(head).to_be_focused()
    expect(head).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(re.compile(r"#passage-\d+$"))
    page.keyboard.press("Escape")
    expect(page.locator(".note.chosen")).to_have_count(0)
    expect(head).to_have_attribute("aria-expanded", "false")
    expect(reference(page, 1)).to_be_focused()
    head.focus()
    page.keyboard.press("Enter")
    expect(note(page, 1)).to_have_class(re.compile("chosen"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".note.chosen")).to_have_count(0)


def test_a_note_leads_to_the_other_source_and_to_both_side_by_side(open_page: Open) -> None:
    page = open_page(HERE, viewport=DESK)
    reference(page, 0).click()
    beside = page.get_by_role("link", name=re.compile("Read side by side ?: Pier & Post"))
    expect(beside).to_be_visible()
    expect(beside).to_have_attribute("href", re.compile(r"^/compare/\d+-\d+/\?claim=\d+$"))
    page.locator(".note.chosen").get_by_role("link", name="Pier & Post", exact=True).click()
    expect(page.locator("#text mark")).to_have_text("saw no snow that winter")
    expect(page.locator("#text mark")).to_be_in_viewport()
    expect(page.locator(".note.chosen")).to_contain_text("Ada Quill")


def test_ending_a_selection_opens_nothing(open_page: Open) -> None:
    page = open_page(HERE, viewport=DESK)
    mark = page.locator("mark", has_text="snow fell on the harbour")
    mark.scroll_into_view_if_needed()
    place = box(mark)
    page.mouse.move(place["x"] + 5, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] - 5, place["y"] + place["height"] / 2)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()")
    expect(page.locator(".note.chosen")).to_have_count(0)
    page.locator("h1").click()
    mark.click()
    expect(page.locator(".note.chosen")).to_have_count(1)


SHIFTS = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum))));
})"""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("address", [HERE, f"{HERE}?q=snow#match-1", f"{HERE}#note-1"])
def test_nothing_moves_after_the_page_is_painted(open_page: Open, size: ViewportSize, address: str) -> None:
    page = open_page(address, viewport=size)
    page.evaluate("document.fonts.ready")
    assert page.evaluate(SHIFTS) == 0


def test_the_measure_of_moving_sees_what_moves(open_page: Open) -> None:
    page = open_page(HERE, viewport=DESK)
    page.evaluate(
        """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
            document.querySelector("header").style.marginTop = "200px";
            requestAnimationFrame(() => requestAnimationFrame(done));
        })))"""
    )
    assert page.evaluate(SHIFTS) > 0


def test_notes_follow_their_lines_when_the_window_changes(open_page: Open) -> None:
    page = open_page(HERE, viewport=DESK)
    page.set_viewport_size({"width": 1000, "height": 700})
    page.wait_for_function(
        """() => {
            const middle = one => one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2;
            const at = [...document.querySelectorAll("#text .ref")].at(-1);
            return Math.abs(middle(at) - middle([...document.querySelectorAll(".note .number")].at(-1))) < 4;
        }"""
    )
    assert overlaps(page) == []
    page.set_viewport_size(PHONE)
    expect(page.locator(".placed")).to_have_count(0)
    expect(page.locator(".folded")).to_have_count(0)


# the margin on a phone


def test_a_phone_shows_the_note_at_its_foot_without_covering_the_line(open_page: Open) -> None:
    page = open_page(HERE, viewport=PHONE, reduced_motion="reduce")
    line = reference(page, 1)
    line.evaluate("one => scrollTo(0, one.getBoundingClientRect().bottom + scrollY - innerHeight + 10)")
    line.click()
    panel = page.locator(".note.panel")
    expect(panel).to_contain_text("The ferry ran")
    place = box(panel)
    assert place["x"] == 0
    assert place["width"] == PHONE["width"]
    assert abs(place["y"] + place["height"] - PHONE["height"]) < 1
    assert place["height"] <= PHONE["height"] / 2
    assert shown(page, line)
    assert box(line)["y"] + box(line)["height"] < place["y"]
    expect(panel.locator(".note-head")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(line).to_be_focused()
    assert shown(page, line), "the reader stays in place"


def test_a_phone_closes_the_note_by_its_button_and_opens_others_in_the_list(open_page: Open) -> None:
    page = open_page(HERE, viewport=PHONE, reduced_motion="reduce")
    page.locator("mark", has_text="snow fell on the harbour").click()
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".note.chosen")).to_have_count(0)
    note(page, 3).locator(".note-head").click()
    expect(note(page, 3)).to_contain_text("Word for word")
    expect(page.locator(".note.panel")).to_have_count(0)


# without script, and for everyone


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_without_script_a_reference_leads_to_its_open_note_and_back(open_page: Open, size: ViewportSize) -> None:
    page = open_page(HERE, viewport=size, java_script_enabled=False)
    details = page.locator(".note-more")
    assert not any(one.is_visible() for one in details.all())
    reference(page, 0).click()
    expect(details.nth(0)).to_be_visible()
    expect(details.nth(0)).to_contain_text("Bea Ray")
    expect(details.nth(0)).to_contain_text("Pier & Post")
    expect(note(page, 0).locator(".note-head")).to_be_in_viewport()
    assert sum(one.is_visible() for one in details.all()) == 1
    note(page, 0).get_by_role("link", name="In the text").click()
    expect(reference(page, 0)).to_be_in_viewport()
    reference(page, 2).click()
    note(page, 2).get_by_role("link", name="Other sources on this claim").click()
    expect(page.get_by_role("link", name=re.compile("Read side by side ?: Pier & Post"))).to_be_in_viewport()


@SCRIPT
def test_the_list_of_claims_leads_to_their_passages(open_page: Open, script: bool) -> None:
    page = open_page(HERE, viewport=DESK, java_script_enabled=script)
    page.get_by_text("3 claims marked here").click()
    page.locator(".claim-list li", has_text="Snow can be counted.").get_by_role("link", name="Disputes").click()
    expect(page.locator("mark", has_text="Nobody counted the flakes")).to_be_in_viewport()
    expect(page.locator(".note.chosen")).to_have_count(1 if script else 0)


def test_a_text_from_right_to_left_has_its_margin_on_the_left(open_page: Open) -> None:
    article = make_article(
        "שלג ירד על הנמל בלילה.\n\nהמעבורת נשארה בנמל.",
        title="נמל לבן",
        slug="namal",
        language="he",
        byline="רות כהן",
    )
    make_passage(article, make_claim("Snow fell at night."), "ירד על הנמל")
    page = open_page("/articles/namal/", viewport=DESK)
    beside, text = box(note(page, 0)), box(page.locator("#text"))
    assert beside["x"] + beside["width"] <= text["x"]
    for begins in ("h1", ".byline"):
        right = page.locator(begins).evaluate(
            "one => { const all = document.createRange(); all.selectNodeContents(one);"
            " return all.getBoundingClientRect().right; }"
        )
        assert abs(right - text["x"] - text["width"]) < 2, "where its text does"
    assert abs(middle(note(page, 0).locator(".number")) - middle(reference(page, 0))) < 4


def test_print_lists_the_notes_behind_the_text(open_page: Open) -> None:
    page = open_page(HERE, viewport={"width": 800, "height": 1100})
    page.emulate_media(media="print")
    text = box(page.locator("#text"))
    assert box(note(page, 0))["y"] > text["y"] + text["height"]
    expect(note(page, 0)).to_contain_text("Bea Ray")
    expect(note(page, 0).get_by_text("Heard at night.")).to_be_visible()
    expect(note(page, 0).get_by_role("link", name="In the text")).to_be_hidden()


def test_seventy_notes_keep_apart(open_page: Open) -> None:
    article = make_article("\n\n".join(f"{CROWDED} {n}." for n in range(14)), title="Crowd", slug="crowd")
    claims = [make_claim(f"Claim {n} about the harbour and the ferry.") for n in range(5)]
    with transaction.atomic():
        for n in range(14):
            start = article.text.index(f"{CROWDED} {n}.")
            for claim in claims:
                make_passage(article, claim, article.text[start : start + len(CROWDED) + 2 + len(str(n))])
    page = open_page("/articles/crowd/", viewport=DESK)
    assert overlaps(page) == []
    reference(page, 35).click()
    expect(note(page, 35)).to_have_class(re.compile("chosen"))
    assert overlaps(page) == []
