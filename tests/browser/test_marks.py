"""Passages in a text, drawn and pointed at in a real browser: each on its own, however many lie on the same words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from archive.models import Article, Passage, Stance, Status
from tests.factories import make_article, make_claim, make_passage

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]

TEXT = (
    "At last snow fell on the harbour, and the ferry stayed in port.\n\nEight lines lie under these words. Next line."
)
ARABIC = "أضيئت الفوانيس في الميناء القديم قبل الغروب."
CHINESE = "旧港口的灯笼都点亮了,看守人像春天以来的每个晚上一样。"


@pytest.fixture
@transaction.atomic
def keys(searchable: None) -> dict[str, str]:
    """Primary keys of passages on a text, by name: `long` and `short` nest, `one` shares a character with `long`."""
    article = make_article(TEXT, title="White harbour")
    ferry = make_claim("The ferry stayed.")
    made = {
        "long": make_passage(article, make_claim("Snow fell."), "snow fell on the harbour, and the ferry"),
        "short": make_passage(article, ferry, "the harbour", Stance.DISPUTES, speaker="Ann Oake"),
        "one": make_passage(article, make_claim("It lay."), "y stayed in port", Stance.QUALIFIES),
        "other": make_passage(article, ferry, "Next line"),
    }
    return {name: str(passage.pk) for name, passage in made.items()}


@transaction.atomic
def mark_by_place(article: Article, places: list[tuple[int, int]]) -> None:
    """Passages where the text says the same again and again, so that a quotation would not tell which is meant."""
    claim = make_claim("Snow fell.")
    for start, end in places:
        Passage.objects.create(
            article=article,
            claim=claim,
            stance=Stance.ASSERTS,
            status=Status.ACCEPTED,
            exact=article.text[start:end],
            start=start,
            end=end,
        )


def in_marks(page: Page, body: str) -> Any:
    """What a script comes to that imports our module as the pages' own scripts do."""
    source = page.locator("script[src*='js/article']").get_attribute("src") or ""
    return page.evaluate(
        f"""async ([source]) => {{
            const marks = await import(new URL("marks.js", new URL(source, location.href)));
            {body}
        }}""",
        [source],
    )


def brought_out(page: Page, name: str = "pointed") -> set[str]:
    return set(page.evaluate(f"[...document.querySelectorAll('#text .{name}')].map((one) => one.dataset.passage)"))


def test_pointing_brings_out_the_shortest_passage_and_says_what_all_of_them_are(
    open_page: Open, keys: dict[str, str]
) -> None:
    page = open_page("/articles/white-harbour/")
    in_marks(page, "")
    inner = page.locator(f"mark[data-passage='{keys['short']}']")
    inner.hover()
    assert brought_out(page) == {keys["short"]}
    assert (inner.get_attribute("title") or "").splitlines() == [
        "Ann Oake disputes claim 2: The ferry stayed.",
        "Asserts claim 1: Snow fell.",
    ]
    page.locator(f"mark[data-passage='{keys['long']}']").first.hover(position={"x": 4, "y": 8})
    assert brought_out(page) == {keys["long"]}
    page.locator("h1").hover()
    assert brought_out(page) == set()


def test_a_passage_that_shares_a_single_character_is_chosen_there_too(open_page: Open, keys: dict[str, str]) -> None:
    page = open_page("/articles/white-harbour/")
    shared = page.locator("mark mark", has_text="y").last
    expect(shared).to_have_text("y")
    found = in_marks(
        page,
        """
        const shared = [...document.querySelectorAll("mark mark")].find((one) => one.textContent === "y");
        const turns = [undefined];
        for (let turn = 0; turn < 3; turn += 1) turns.push(marks.cycle(shared, turns.at(-1)));
        const outside = document.querySelector("h1");
        return [marks.passagesAt(shared), turns.slice(1), marks.passagesAt(outside), marks.cycle(outside) ?? null];
        """,
    )
    one, long = keys["one"], keys["long"]
    assert found == [[one, long], [one, long, one], [], None]


def test_a_reference_is_of_its_own_passage_and_choosing_brings_out_exactly_what_is_asked_for(
    open_page: Open, keys: dict[str, str]
) -> None:
    page = open_page("/articles/white-harbour/")
    found = in_marks(
        page,
        f"""
        const reference = document.getElementById("passage-{keys["one"]}");
        marks.choose(["{keys["short"]}", {keys["other"]}]);
        marks.choose(["{keys["one"]}"]);
        return [marks.passagesAt(reference), marks.claimOf({keys["short"]}) === marks.claimOf("{keys["other"]}"),
            marks.claimOf("0") ?? null, marks.marksOf("{keys["one"]}").map((one) => one.tagName),
            marks.marksOf("{keys["one"]}", document.querySelector("header")).length];
        """,
    )
    assert found == [[keys["one"]], True, None, ["A", "MARK", "MARK"], 0]
    assert brought_out(page, "chosen") == {keys["one"]}


def test_the_keyboard_brings_out_what_the_pointer_does(open_page: Open, keys: dict[str, str]) -> None:
    page = open_page("/articles/white-harbour/")
    in_marks(page, "")
    page.locator(f"#passage-{keys['other']}").focus()
    assert brought_out(page) == {keys["other"]}
    page.locator(".wordmark").focus()
    assert brought_out(page) == set()


def test_a_screen_reader_hears_of_a_passage_once_and_nothing_of_its_fragments(
    open_page: Open, keys: dict[str, str]
) -> None:
    page = open_page("/articles/white-harbour/")
    heard = page.locator("#text").aria_snapshot()
    assert heard.count("Asserts claim 1: Snow fell.") == 1
    assert heard.count("Ann Oake disputes claim 2: The ferry stayed.") == 1
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    roles = [node["role"]["value"] for node in tree["nodes"] if not node["ignored"]]
    assert "link" in roles
    assert "mark" not in roles


def test_lines_keep_their_distance_and_none_reaches_the_next_line_of_text(searchable: None, open_page: Open) -> None:
    article = make_article(TEXT, title="Deep")
    quote = "Eight lines lie under these words"
    with transaction.atomic():
        for number in range(8):
            make_passage(article, make_claim(), quote[number:], list(Stance)[number % 3])
    page = open_page("/articles/deep/", viewport={"width": 390, "height": 844})
    offsets = page.evaluate(
        """[...document.querySelectorAll("#text mark")].map((one) => getComputedStyle(one))
            .map((style) => parseFloat(style.textUnderlineOffset) / parseFloat(style.fontSize))"""
    )
    places = sorted({round(offset, 2) for offset in offsets})
    assert len(places) == 8, "a lane each"
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(places))
    raised = page.locator("#text p.deep").evaluate(
        "one => parseFloat(getComputedStyle(one).lineHeight) / parseFloat(getComputedStyle(one).fontSize)"
    )
    assert raised >= max(places) + 1, "below the last line is room for the letters of the next"
    plain = page.locator("#text p:not(.deep)").evaluate("one => parseFloat(getComputedStyle(one).lineHeight)")
    assert plain < 32


@pytest.mark.parametrize(
    ("text", "quote", "side"), [(ARABIC, "الميناء القديم", "right"), (CHINESE, "看守人像春天", "left")]
)
def test_a_reference_stands_before_its_words_in_every_script(
    searchable: None, open_page: Open, text: str, quote: str, side: str
) -> None:
    article = make_article(text, title="Harbour", language="ar" if side == "right" else "zh-hans")
    make_passage(article, make_claim("Lanterns are lit."), text[:4], Stance.DISPUTES)
    make_passage(article, make_claim("It is old."), quote, Stance.DISPUTES)
    page = open_page(article.get_absolute_url(), viewport={"width": 1440, "height": 900})
    key = Passage.objects.get(exact=quote).pk
    reference = page.locator(f"#passage-{key}").bounding_box()
    words = page.locator(f"mark[data-passage='{key}']").bounding_box()
    assert reference is not None
    assert words is not None
    if side == "right":
        assert reference["x"] >= words["x"] + words["width"] - 1
    else:
        assert reference["x"] + reference["width"] <= words["x"] + 1
    sign_and_number = page.locator(f"#passage-{key}").evaluate(
        """one => [0, 1].map((at) => { const range = document.createRange();
            range.setStart(one.firstChild, at); range.setEnd(one.firstChild, at + 1);
            return range.getBoundingClientRect().x; })"""
    )
    assert sign_and_number[0] < sign_and_number[1], "the sign stands before the number, in Arabic too"


def test_a_reference_never_stands_at_the_end_of_a_line_without_its_words(searchable: None, open_page: Open) -> None:
    article = make_article(CHINESE * 3, title="Lines", language="zh-hans")
    mark_by_place(article, [(place, place + 12) for place in range(4, 60, 7)])
    apart = []
    page = open_page(article.get_absolute_url())
    for width in range(300, 420, 8):
        page.set_viewport_size({"width": width, "height": 800})
        apart += page.evaluate(
            """[...document.querySelectorAll("#text .ref")].filter((one) => one.nextElementSibling?.matches("mark"))
                .filter((one) => {
                    const words = one.nextElementSibling.getClientRects()[0], own = one.getClientRects();
                    return own.length !== 1 || own[0].top > words.bottom || own[0].bottom < words.top;
                }).map((one) => one.id)"""
        )
    assert apart == []


def test_six_hundred_fragments_are_brought_out_without_looking_through_the_page_again(
    searchable: None, open_page: Open
) -> None:
    article = make_article("Snow fell on the harbour today. " * 100, title="Long")
    mark_by_place(article, [(place, place + 31) for place in range(0, 3200, 32)])
    page = open_page("/articles/long/")
    looked = in_marks(
        page,
        """
        marks.choose([]);
        const mark = document.querySelector("#text mark");
        let looked = 0;
        const real = document.querySelectorAll.bind(document);
        document.querySelectorAll = (selector) => { looked += 1; return real(selector); };
        for (let turn = 0; turn < 10; turn += 1) marks.choose([marks.cycle(mark)]);
        return [looked, document.querySelectorAll("#text .chosen").length];
        """,
    )
    assert looked == [0, 2]


# What is written on what, of words in a text: the nearest ground that is laid, and the page's own where none is.
WRITTEN = """(one) => {
  const ink = getComputedStyle(one).color;
  const laid = (box) => (box ? getComputedStyle(box).backgroundColor : "canvas");
  while (laid(one) === "rgba(0, 0, 0, 0)") one = one.parentElement;
  return [ink, laid(one)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_can_be_read_in_the_readers_own_colours(
    open_page: Open, keys: dict[str, str], scheme: str
) -> None:
    """Browsers force the ink of a mark: on a ground that lets the page through it is lost."""
    page = open_page("/articles/white-harbour/?q=next", forced_colors="active", color_scheme=scheme)
    plain = page.locator("#text p").first.evaluate(WRITTEN)[0]
    assert page.locator(f"mark[data-passage='{keys['long']}']").first.evaluate(WRITTEN)[0] == plain
    page.locator(f"#passage-{keys['long']}").click()
    chosen = page.locator(f"mark[data-passage='{keys['long']}']").first.evaluate(WRITTEN)
    inner = page.locator(f"mark[data-passage='{keys['short']}']").first.evaluate(WRITTEN)
    assert chosen == inner, "words within a chosen passage are written as it is"
    system = page.evaluate(
        """() => ["HighlightText", "MarkText", "Mark"].map((name) => {
            const one = document.body.appendChild(document.createElement("i"));
            one.style.forcedColorAdjust = "none";
            one.style.color = name;
            return getComputedStyle(one).color;
        })"""
    )
    assert chosen[0] == system[0]
    assert page.locator("#text .match").first.evaluate(WRITTEN) == system[1:]
