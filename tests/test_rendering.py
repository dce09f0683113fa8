import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from archive import rendering
from archive.models import Article, Claim, Passage, Stance
from archive.rendering import Mark
from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.selectors import Span
from tests.factories import paragraphs

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
    assert nested["class"] == ["passage", "claim-2", "disputes"]
    assert nested.get_text() == "quay"
    assert [one.get_text() for one in tree.select(".ref [aria-hidden]")] == ["+1", "−2"]


def test_a_reference_says_stance_claim_and_speaker_and_leads_to_the_claim() -> None:
    one = mark(33, 36, stance=Stance.QUALIFIES)
    one.passage.speaker = "Ann O'Hara"
    reference = soup(rendering.render_body(paragraphs(TEXT), [one])).select_one(".ref")
    assert reference is not None
    assert reference["href"] == "/claims/claim-1/#passage-1"
    assert reference.select_one(".sr").get_text() == "Qualifies: Claim 1 <i>holds</i>., says Ann O'Hara"  # type: ignore[union-attr]


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
    passage.exact, passage.before, passage.after = "the <quay>", "x" * 155 + " word ", " sleeps.\n\nNext."
    tree = soup(rendering.render_quotation(passage))
    assert tree.get_text() == "… word the <quay> sleeps."
    assert tree.select_one("mark").get_text() == "the <quay>"  # type: ignore[union-attr]
