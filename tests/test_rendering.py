from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from archive import rendering
from archive.models import AnchorState, Article, Claim, Passage, Stance
from archive.rendering import DEEPEST, Mark
from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.selectors import Span
from tests.factories import paragraphs
from tests.marked_texts import long_text, marks_on, spans_on
from tests.search.stock.counting import calls

TEXT = "Ships & <b>boats</b> lie still.\n\nThe quay sleeps."


def mark(start: int, end: int, key: int = 1, claim: int = 1, stance: str = Stance.ASSERTS, number: int = 1) -> Mark:
    passage = Passage(
        pk=key,
        claim=Claim(pk=claim, slug=f"claim-{claim}", statement=f"Claim {claim} <i>holds</i>."),
        article=Article(pk=1, slug="article"),
        stance=stance,
        start=start,
        end=end,
    )
    return Mark(Span(start, end), passage, number)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def words(tree: BeautifulSoup | Tag) -> str:
    """The text that a reader sees, without the references."""
    for reference in tree.select(".ref"):
        reference.extract()
    return tree.get_text()


def test_what_comes_from_outside_is_escaped() -> None:
    html = rendering.render_body(paragraphs(TEXT), [mark(6, 21)], [Span(0, 5)])
    assert "<b>" not in html
    assert "<i>" not in html
    assert "Ships" in html
    assert "&amp; " in html
    assert soup(html).select_one("p").get_text().endswith("lie still.")  # type: ignore[union-attr]


def canonical(text: str) -> bool:
    return bool(text.strip()) and "  " not in text


@given(st.data())
def test_marking_never_changes_a_word_and_every_passage_is_on_its_words(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab <&é漢\U0001f3ee", min_size=1, max_size=60).filter(canonical))
    edges = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] < pair[1])
    spans = data.draw(st.lists(edges, max_size=6))
    matches = [Span(*span) for span in data.draw(st.lists(edges, max_size=3))]
    content = CanonicalText(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))
    html = rendering.render_body(content, [mark(*span, key=key) for key, span in enumerate(spans)], matches)
    tree = soup(html)
    assert [one["id"] for one in tree.select(".ref")].count("passage-0") == (1 if spans else 0)
    assert len(tree.select(".ref")) == len(spans)
    assert words(tree) == text
    for key, (start, end) in enumerate(spans):
        marked = tree.select(f'[data-passage="{key}"]')
        assert "".join(part.get_text() for part in marked) == text[start:end]


def test_a_passage_over_two_blocks_is_marked_in_both_and_named_once() -> None:
    tree = soup(rendering.render_body(paragraphs(TEXT), [mark(21, 41)]))
    assert [part.get_text() for part in tree.select("mark")] == ["lie still.", "The quay"]
    assert [part.parent.name for part in tree.select("mark") if part.parent] == ["p", "p"]
    assert len(tree.select("#passage-1")) == 1


def test_overlapping_passages_keep_a_line_each_the_longest_outside() -> None:
    whole, inner = mark(33, 49, key=1), mark(37, 41, key=2, claim=2, stance=Stance.DISPUTES, number=2)
    tree = soup(rendering.render_body(paragraphs(TEXT), [whole, inner]))
    nested = tree.select_one("mark mark")
    assert nested is not None
    assert nested["class"] == ["passage", "lane-1", "claim-2", "disputes"]
    assert nested.get_text() == "quay"
    assert [one.get_text() for one in tree.select(".ref")] == ["+1", "−2"]


def lanes_of(tree: BeautifulSoup) -> dict[str, set[str]]:
    """The lanes in which the marks of each passage draw their lines."""
    found: dict[str, set[str]] = {}
    for one in tree.select("mark.passage"):
        lanes = [name for name in one["class"] if name.startswith("lane-")]
        found.setdefault(str(one["data-passage"]), set()).update(lanes)
    return found


def test_a_passage_keeps_its_lane_whatever_crosses_it() -> None:
    spans = [(0, 21), (6, 30), (20, 21), (20, 49), (33, 49)]  # the third shares its only character with three others
    marks = [mark(*span, key=key) for key, span in enumerate(spans)]
    tree = soup(rendering.render_body(paragraphs(TEXT), marks))
    lanes = {"0": {"lane-0"}, "1": {"lane-1"}, "3": {"lane-2"}, "2": {"lane-3"}, "4": {"lane-0"}}
    assert lanes_of(tree) == lanes
    assert tree.select_one('mark[data-passage="2"]').get_text() == TEXT[20]  # type: ignore[union-attr]
    assert [block.get("class") for block in tree.select("p")] == [["deep", "lane-3"], None]


def test_passages_on_the_same_words_draw_a_line_each_and_more_than_there_are_lanes_none() -> None:
    marks = [mark(33, 40 + key, key=key) for key in range(DEEPEST + 1)]
    lanes = lanes_of(soup(rendering.render_body(paragraphs(TEXT), marks)))
    assert sorted(name for (name,) in lanes.values()) == [*(f"lane-{lane}" for lane in range(DEEPEST)), "lane-none"]


def test_a_mark_is_not_cut_where_another_ends() -> None:
    tree = soup(rendering.render_body(paragraphs(TEXT), [mark(33, 49, key=1), mark(33, 36, key=2)]))
    assert [one.get_text() for one in tree.select('[data-passage="1"].passage')] == ["The quay sleeps."]


@pytest.mark.parametrize(
    ("stance", "number", "speaker", "said", "shown"),
    [
        (Stance.ASSERTS, 1, "", "Asserts claim 1: C <i>.", "+1"),
        (Stance.DISPUTES, 9, "Ann O'Hara", "Ann O'Hara disputes claim 9: C <i>.", "−9"),
        (Stance.QUALIFIES, 0, '"A" & B', '"A" & B qualifies: C <i>.', "±"),
        (Stance.ASSERTS, 0, "", "Asserts: C <i>.", "+"),
    ],
)
def test_a_reference_says_stance_claim_and_speaker_once(
    stance: Stance, number: int, speaker: str, said: str, shown: str
) -> None:
    one = mark(21, 41, stance=stance, number=number)  # in two paragraphs
    one.passage.speaker, one.passage.claim.statement = speaker, "C <i>."
    tree = soup(rendering.render_body(paragraphs(TEXT), [one]))
    assert [(link["aria-label"], link.get_text()) for link in tree.select(".ref")] == [(said, shown)]
    assert not tree.select("[title]"), "it would be said a second time"
    assert {part["role"] for part in tree.select("mark.passage")} == {"none"}, "a mark says nothing by itself"


def compiled(sentences: dict[str, str]) -> bytes:
    """A catalogue of translations as gettext reads it: gnu.org/software/gettext/manual/html_node/MO-Files.html."""
    rows = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **sentences}.items())
    texts = [side.encode() + b"\0" for column in (0, 1) for side in (row[column] for row in rows)]
    place = 28 + 8 * len(texts)
    table = b""
    for text in texts:
        table += struct.pack("<2I", len(text) - 1, place)
        place += len(text)
    return struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0) + table + b"".join(texts)


def test_what_a_reference_says_is_translated_as_a_sentence(settings: Any, tmp_path: Path) -> None:
    catalogue = tmp_path / "de/LC_MESSAGES/django.mo"
    catalogue.parent.mkdir(parents=True)
    sentence = "%(speaker)s disputes claim %(number)d: %(claim)s"
    catalogue.write_bytes(compiled({sentence: "Aussage %(number)d (%(claim)s) bestreitet %(speaker)s"}))
    settings.LOCALE_PATHS = [tmp_path]
    one = mark(33, 36, stance=Stance.DISPUTES, number=2)
    one.passage.speaker = "Ann"
    with translation.override("de"):
        assert one.label == "Aussage 2 (Claim 1 <i>holds</i>.) bestreitet Ann"


def test_a_reference_leads_where_the_page_says_or_to_the_claim() -> None:
    marks = [mark(33, 36)]
    by_default = soup(rendering.render_body(paragraphs(TEXT), marks)).select_one(".ref")
    assert by_default is not None
    assert by_default["href"] == "/claims/claim-1/#passage-1"
    own = rendering.marks_of([marks[0].passage], {}, link=lambda passage: f'?a=1&b=2&p="{passage.pk}')
    asked = soup(rendering.render_body(paragraphs(TEXT), own)).select_one(".ref")
    assert asked is not None
    assert asked["href"] == '?a=1&b=2&p="1'
    assert (asked["data-passage"], asked["data-claim"]) == ("1", "1")


def test_the_marks_and_references_of_the_chosen_claim_stand_out_without_script() -> None:
    passages = [mark(0, 5, 1, claim=7).passage, mark(6, 8, 2, claim=3).passage]
    marks = rendering.marks_of(passages, {7: 1, 3: 2}, chosen=3)
    tree = soup(rendering.render_body(paragraphs(TEXT), marks))
    assert [(one.name, one["data-passage"]) for one in tree.select(".chosen")] == [("a", "2"), ("mark", "2")]


def test_an_orphan_has_no_mark() -> None:
    passage = mark(0, 5).passage
    passage.anchor_state = AnchorState.ORPHAN
    assert rendering.marks_of([passage], {}) == []


hostile = st.text(alphabet="a<>&\"'/= ", min_size=1, max_size=20)


@given(hostile.filter(canonical), hostile, hostile, hostile)  # the parser makes one space of several
def test_nothing_from_outside_becomes_markup(words_: str, statement: str, speaker: str, address: str) -> None:
    passage = mark(0, len(words_)).passage
    passage.claim.statement, passage.speaker = statement, speaker
    marks = rendering.marks_of([passage], {1: 1}, link=lambda _: address)
    content = CanonicalText(words_, (Block(BlockKind.PARAGRAPH, 0, len(words_)),))
    tree = soup(rendering.render_body(content, marks, [Span(0, 1)]))
    # The parser would drop what it takes for a tag, and give names of its own to what it takes for attributes.
    names = {"data-start", "class", "id", "href", "data-passage", "data-claim", "aria-label", "role"}
    assert {one.name for one in tree.find_all()} == {"p", "a", "mark"}
    assert {name for one in tree.find_all() for name in one.attrs} == names
    reference = tree.select_one(".ref")
    assert reference is not None
    assert (reference["href"], reference["aria-label"]) == (address, f"{speaker} asserts claim 1: {statement}")
    assert words(tree) == words_


def test_more_claims_than_colours_are_marked_quietly() -> None:
    assert [rendering.colour_class(number) for number in (0, 1, 8, 9)] == [
        "claim-quiet",
        "claim-1",
        "claim-8",
        "claim-quiet",
    ]


def test_blocks_become_headings_lists_and_quotations_and_furniture_is_hidden() -> None:
    parts = [
        (BlockKind.HEADING, "Boats", 1, False),
        (BlockKind.PARAGRAPH, "Subscribe now.", 0, True),
        (BlockKind.LIST_ITEM, "sloop", 1, False),
        (BlockKind.LIST_ITEM, "ketch", 1, False),
        (BlockKind.QUOTATION, "A fine sight.", 0, False),
    ]
    blocks, text = [], ""
    for kind, words_, level, furniture in parts:
        blocks.append(Block(kind, len(text), len(text) + len(words_), level, furniture))
        text += words_ + "\n\n"
    tree = soup(rendering.render_body(CanonicalText(text.strip(), tuple(blocks)), [mark(0, 5)], heading_level=3))
    assert [child.name for child in tree.find_all(recursive=False)] == ["h3", "ul", "blockquote"]
    assert [item.get_text() for item in tree.select("ul > li")] == ["sloop", "ketch"]
    assert "Subscribe" not in tree.get_text()


def test_matches_are_numbered_so_that_an_address_can_lead_to_them() -> None:
    tree = soup(rendering.render_body(paragraphs(TEXT), [mark(33, 49)], [Span(0, 5), Span(37, 41)]))
    assert [(one["id"], one.get_text()) for one in tree.select(".match")] == [("match-1", "Ships"), ("match-2", "quay")]


def test_the_matches_of_a_second_text_on_the_page_are_counted_on() -> None:
    tree = soup(rendering.render_body(paragraphs(TEXT), matches=[Span(0, 5), Span(37, 41)], first_match=3))
    assert [one["id"] for one in tree.select(".match")] == ["match-3", "match-4"]


def test_rendering_is_one_pass() -> None:
    def steps(factor: int) -> int:
        content = long_text(1_500 * factor)
        marks = marks_on(spans_on(content, 150 * factor, longest=40), claims=30)
        return calls(lambda: rendering.render_body(content, marks))

    steps(1)  # what is made once is made
    once, twice = steps(1), steps(2)
    assert once > 1_000  # it is counted at all
    assert twice <= 2.2 * once


def test_two_long_articles_with_their_marks_leave_room_for_the_rest_of_a_page() -> None:
    sizes = []
    for column in range(2):
        content = long_text(3_000, seed=column)
        marks = marks_on(spans_on(content, 100, longest=30, seed=column), claims=40, first_key=40_000 + 100 * column)
        sizes.append(len(rendering.render_body(content, marks).encode()))
    assert sum(sizes) <= 130_000


@pytest.mark.parametrize("factor", [1, 10])
def test_the_markup_grows_with_the_marks_and_not_faster(factor: int) -> None:
    text = "The quay sleeps. " * 50 * factor
    marks = [mark(17 * index, 17 * index + 15, key=index) for index in range(50 * factor)]
    html = rendering.render_body(paragraphs(text), marks)
    assert html.count("<mark") == 50 * factor
    assert len(html) <= factor * 50 * 420


def test_matches_are_kept_where_they_touch_the_article_and_not_in_its_furniture() -> None:
    blocks = (
        Block(BlockKind.PARAGRAPH, 0, 5, furniture=True),
        Block(BlockKind.PARAGRAPH, 7, 12),
        Block(BlockKind.PARAGRAPH, 14, 19, furniture=True),
        Block(BlockKind.PARAGRAPH, 21, 26),
    )
    content = CanonicalText("menu.\n\ntext.\n\nmore.\n\nlast.", blocks)
    spans = [Span(0, 4), Span(4, 8), Span(7, 11), Span(11, 15), Span(12, 14), Span(14, 18), Span(25, 26)]
    assert content.in_body(spans) == [Span(4, 8), Span(7, 11), Span(11, 15), Span(25, 26)]


def test_claims_are_numbered_in_order_of_appearance() -> None:
    passages = [one.passage for one in (mark(0, 5, 1, claim=7), mark(6, 8, 2, claim=3), mark(9, 12, 3, claim=7))]
    numbers = rendering.number_claims(passages)
    assert numbers == {7: 1, 3: 2}
    groups = rendering.group_by_claim(passages, numbers)
    assert [(one.claim.pk, len(one.passages)) for one in groups] == [(7, 2), (3, 1)]


def test_a_quotation_stands_in_its_context_cut_at_words_and_within_its_block() -> None:
    passage = mark(0, 5).passage
    passage.exact, passage.before, passage.after = "the <quay>", "x" * 20 + " word" * 28 + " ", " sleeps.\n\nNext."
    tree = soup(rendering.render_quotation(passage))
    assert tree.get_text() == f"…{' word' * 28} the <quay> sleeps."
    assert tree.select_one("mark").get_text() == "the <quay>"  # type: ignore[union-attr]


def test_the_context_of_a_script_without_spaces_is_shown() -> None:
    passage = mark(0, 5).passage
    passage.exact, passage.before, passage.after = "港", "前" * 160, "後" * 160
    assert soup(rendering.render_quotation(passage)).get_text() == "… " + "前" * 160 + "港" + "後" * 160 + " …"
    passage.before, passage.after = "X 社" + "前" * 157, "後" * 157 + "社 X"
    assert soup(rendering.render_quotation(passage)).get_text() == "… 社" + "前" * 157 + "港" + "後" * 157 + "社 …"
    passage.before, passage.after = "前" * 150 + " X社前前前前前前前前", "後後後後後後後後社X " + "後" * 150
    tree = soup(rendering.render_quotation(passage))
    assert tree.get_text() == "… " + passage.before + "港" + passage.after + " …"
