"""The structure of a text on its page: links and emphasis under marks, tables, lists in lists, captions, pages."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import accumulate

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from resiliparse.parse.html import HTMLTree

from archive import rendering
from archive.rendering.wraps import DEEPEST_INLINES, LONGEST_ADDRESS, is_safe
from archive.text.blocks import Block, BlockKind, CanonicalText, Inline, InlineKind
from archive.text.selectors import Span
from tests.factories import make_article, make_claim, make_passage
from tests.search.stock.counting import calls
from tests.test_rendering import mark, soup, words

TEXT = "The keeper lit the old lantern again. The quay sleeps."
LINK = "https://example.org/a?b=1&c=2"


def paragraph(*inlines: Inline, text: str = TEXT) -> CanonicalText:
    return CanonicalText(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),), inlines)


def on(words_: str, kind: InlineKind, href: str = "") -> Inline:
    start = TEXT.index(words_)
    return Inline(kind, start, start + len(words_), href)


def span(words_: str) -> tuple[int, int]:
    start = TEXT.index(words_)
    return start, start + len(words_)


def laid(*parts: tuple[BlockKind, str, int, int]) -> CanonicalText:
    """A text of blocks that are given as kind, words, level and page."""
    blocks, text = [], ""
    for kind, words_, level, page in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(words_), level, page=page))
        text += words_
    return CanonicalText(text, tuple(blocks))


def test_links_and_emphasis_stand_where_the_original_had_them() -> None:
    inlines = [
        on("lit the old lantern", InlineKind.LINK, LINK),
        on("old", InlineKind.EMPHASIS),
        on("again", InlineKind.STRONG),
        on("quay", InlineKind.CODE),
    ]
    tree = soup(rendering.render_body(paragraph(*inlines)))
    link = tree.select_one("a")
    assert link is not None
    assert (link["href"], link.get_text()) == (LINK, "lit the old lantern")
    assert link["rel"] == ["nofollow", "noopener", "external"]
    assert link["referrerpolicy"] == "no-referrer"
    assert [(one.name, one.get_text()) for one in tree.select("em, strong, code")] == [
        ("em", "old"),
        ("strong", "again"),
        ("code", "quay"),
    ]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "javascript\uff1aalert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@example.org",
        "//example.org/",
        "/local",
        "",
        "https:example.org",
        "https:\\\\example.org",
        "https://example.org\\@evil.example",
        "https://exa mple.org/",
        "https://example.org/\n",
        "https://exam\tple.org/",
        "https://example.org/\x00",
        "https://example.org/\u2028x",
        "https://",
        "http\uff1a//example.org/",
        "https\u2236//example.org/",
        "https\u02d0//example.org",
        "https://example.org/" + "x" * LONGEST_ADDRESS,
    ],
)
def test_what_is_no_plain_address_of_the_web_leaves_the_words_alone(href: str) -> None:
    html = rendering.render_body(paragraph(on("old lantern", InlineKind.LINK, href)))
    assert not soup(html).select("a")
    assert words(soup(html)) == TEXT
    assert not is_safe(href)


@pytest.mark.parametrize("href", ["HTTPS://EXAMPLE.org/", "http://例え.jp/?a=\"'<b>&amp;", "https://[::1]:80/#x", LINK])
def test_an_address_is_written_so_that_it_is_read_back_as_it_was(href: str) -> None:
    html = rendering.render_body(paragraph(on("old lantern", InlineKind.LINK, href)))
    (link,) = soup(html).select("a")
    assert link["href"] == href
    assert [one.name for one in soup(html).find_all()] == ["p", "a"]


def test_a_link_stays_one_link_whatever_is_marked_in_it() -> None:
    marks = [mark(*span("keeper lit the old"), key=1), mark(*span("the old lantern again"), key=2, claim=2)]
    html = rendering.render_body(paragraph(on("the old lantern", InlineKind.LINK, LINK)), marks, [Span(*span("old"))])
    tree = soup(html)
    (link,) = tree.select("a:not(.ref)")
    assert link.get_text() == "the old lantern"
    assert not link.select("a"), "a link in a link is no HTML"
    assert [one.get_text() for one in link.select("mark.match")] == ["old"]
    assert [one["id"] for one in link.find_previous_siblings("a")] == ["passage-2", "passage-1"]
    for key, one in enumerate(marks, start=1):
        marked = tree.select(f'mark[data-passage="{key}"]')
        assert "".join(part.get_text() for part in marked) == TEXT[one.span.start : one.span.end]


def test_the_references_of_all_passages_that_begin_in_a_link_stand_before_it_in_order() -> None:
    marks = [mark(*span("lantern"), key=3), mark(*span("old"), key=2), mark(*span("old lantern again"), key=1)]
    tree = soup(rendering.render_body(paragraph(on("the old lantern", InlineKind.LINK, LINK)), marks))
    assert [one.get("id", "link") for one in tree.select("a")] == ["passage-1", "passage-2", "passage-3", "link"]


def test_a_reference_in_the_midst_of_emphasis_does_not_end_it() -> None:
    tree = soup(rendering.render_body(paragraph(on("the old lantern", InlineKind.STRONG)), [mark(*span("old"))]))
    assert [one.get_text() for one in tree.select("strong")] == ["the +1old lantern"]


def test_inlines_that_are_out_of_order_or_too_deep_lose_their_marks_and_no_word() -> None:
    crossing = [Inline(InlineKind.EMPHASIS, 0, 10), Inline(InlineKind.STRONG, 4, 20), Inline(InlineKind.CODE, 5, 5)]
    nested = [Inline(InlineKind.LINK, 0, 20, LINK), Inline(InlineKind.LINK, 4, 8, LINK)]
    deep = [Inline(InlineKind.EMPHASIS, 0, len(TEXT) - at) for at in range(40)]
    for inlines in (crossing, nested, deep):
        html = rendering.render_body(paragraph(*inlines), [mark(2, 12)])
        assert words(soup(html)) == TEXT
        assert_valid(html)
    assert len(soup(rendering.render_body(paragraph(*nested))).select("a")) == 1
    assert len(soup(rendering.render_body(paragraph(*deep))).select("em")) == DEEPEST_INLINES
    assert soup(rendering.render_body(paragraph(*deep), [mark(2, 12)])).select("mark.passage")


def test_rows_are_one_table_whose_cells_are_parted_as_in_the_text() -> None:
    rows = ["Lamp | Lit", "North quay | 12", "a |  | c", "alone"]
    content = laid(*((BlockKind.TABLE_ROW, row, 0, 0) for row in rows), (BlockKind.CAPTION, "Table 1. Lamps", 0, 0))
    tree = soup(rendering.render_body(content))
    assert [[cell.get_text() for cell in row.select("td")] for row in tree.select("table tr")] == [
        ["Lamp | ", "Lit"],
        ["North quay | ", "12"],
        ["a | ", " | ", "c"],
        ["alone"],
    ]
    assert {bar.get_text().strip() for bar in tree.select("td [hidden]")} == {"|"}
    assert [row.get_text() for row in tree.select("tr")] == rows
    assert [one.get_text() for one in tree.select("p.caption")] == ["Table 1. Lamps"]


def test_a_passage_over_cells_is_marked_in_each_and_its_reference_is_seen() -> None:
    row = "North quay | 12 | 18"
    content = laid((BlockKind.TABLE_ROW, row, 0, 0))
    tree = soup(rendering.render_body(content, [mark(6, 15), mark(11, 20, key=2)]))
    assert [one.get_text() for one in tree.select('mark[data-passage="1"]')] == ["quay", " | ", "12"]
    assert not tree.select("[hidden] .ref")
    (reference,) = tree.select("#passage-2")
    assert reference.find_parent("td").get_text() == "+112 | "  # type: ignore[union-attr]


def test_items_further_in_are_lists_in_items() -> None:
    levels = [1, 2, 3, 3, 2, 1, 4, 1]
    content = laid(*((BlockKind.LIST_ITEM, f"item {at}", level, 0) for at, level in enumerate(levels)))
    html = rendering.render_body(content, [mark(0, 20)])
    tree = soup(html)
    depths = [
        len(one.find_parents("ul"))
        for one in sorted(tree.select("[data-start]"), key=lambda e: int(str(e["data-start"])))
    ]
    assert depths == [1, 2, 3, 3, 2, 1, 2, 1]
    assert len(tree.find_all("ul", recursive=False)) == 1
    assert not tree.select("[data-start] [data-start]"), "a script counts characters within each"
    assert_valid(html)


def test_the_first_block_of_a_page_says_which_page_without_a_word_of_text() -> None:
    content = laid(
        (BlockKind.HEADING, "Lamps", 1, 1),
        (BlockKind.PARAGRAPH, "One.", 0, 1),
        (BlockKind.LIST_ITEM, "Two.", 1, 3),
        (BlockKind.PARAGRAPH, "Three.", 0, 3),
        (BlockKind.PARAGRAPH, "Four.", 0, 4),
    )
    tree = soup(rendering.render_body(content))
    assert [(one.name, one["data-page"]) for one in tree.select("[data-page]")] == [
        ("h2", "Page 1"),
        ("li", "Page 3"),
        ("p", "Page 4"),
    ]
    assert "Page" not in tree.get_text()
    assert not soup(rendering.render_body(paragraph())).select("[data-page]")


PHRASES = st.text(alphabet="ab <&é漢\U0001f3ee|", min_size=1, max_size=20).map(lambda text: f"a{text}b")
EDGES = st.tuples(st.integers(0, 120), st.integers(1, 40))


@st.composite
def texts(draw: st.DrawFn) -> CanonicalText:
    parts = draw(
        st.lists(
            st.tuples(st.sampled_from(BlockKind), PHRASES, st.integers(1, 5), st.integers(0, 3)), min_size=1, max_size=6
        )
    )
    parts.sort(key=lambda part: part[3])
    content = laid(*parts)
    inlines = []
    for block in content.blocks:
        inlines += draw(nested(block.start, block.end, depth=3))
    return CanonicalText(content.text, content.blocks, tuple(inlines))


@st.composite
def nested(draw: st.DrawFn, start: int, end: int, depth: int) -> list[Inline]:
    """Inlines that nest or stand apart on [start, end), in the order of their beginnings, the longer first."""
    cuts = sorted(draw(st.lists(st.integers(start, end), min_size=2, max_size=4)))
    found = []
    for first, last in zip(cuts[::2], cuts[1::2], strict=False):
        if first < last:
            kind = draw(st.sampled_from(InlineKind))
            found.append(Inline(kind, first, last, LINK if kind is InlineKind.LINK else ""))
            if depth and draw(st.booleans()):
                found += draw(nested(first, last, depth - 1))
    return found


class _Balance(HTMLParser):
    """Notes each end tag that does not end what was opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def assert_valid(html: str) -> None:
    """Every tag ends in its turn, and a browser's parser closes, moves and drops nothing."""
    balance = _Balance()
    balance.feed(html)
    assert (balance.faults, balance.open) == ([], [])
    body = HTMLTree.parse(f"<!doctype html><body>{html}").body
    assert body is not None
    names = [one.tag for one in body.query_selector_all("*") if one.tag != "tbody"]
    assert names == [one.name for one in soup(html).find_all()]
    ids = [str(one["id"]) for one in soup(html).select("[id]")]
    assert len(ids) == len(set(ids))


@given(texts(), st.lists(EDGES, max_size=6), st.lists(EDGES, max_size=3))
def test_no_word_is_lost_or_doubled_and_the_markup_is_valid(
    content: CanonicalText, passages: list[tuple[int, int]], found: list[tuple[int, int]]
) -> None:
    end = len(content.text)
    spans = [Span(start, min(end, start + length)) for start, length in passages if start < end]
    matches = [Span(start, min(end, start + length)) for start, length in found if start < end]
    apart = [
        one
        for one, before in zip(sorted(matches), [0, *accumulate((m.end for m in sorted(matches)), max)], strict=False)
        if one.start >= before
    ]
    html = rendering.render_body(content, [mark(one.start, one.end, key=key) for key, one in enumerate(spans)], apart)
    assert_valid(html)
    tree = soup(html)
    assert not tree.select("a a, mark.match mark")
    assert not tree.select("[hidden] .ref")
    for reference in tree.select(".ref"):
        reference.extract()
    shown = {int(str(one["data-start"])): one.get_text() for one in tree.select("[data-start]")}
    assert shown == {block.start: content.text[block.start : block.end] for block in content.blocks}
    for key, one in enumerate(spans):
        marked = "".join(part.get_text() for part in tree.select(f'mark[data-passage="{key}"]'))
        assert marked == "".join(
            content.text[max(one.start, block.start) : min(one.end, block.end)]
            for block in content.blocks
            if block.overlaps(one)
        )


def test_rendering_is_one_pass_whatever_stands_in_the_text() -> None:
    def steps(factor: int) -> int:
        text = "The old lantern | burns on the quay. " * 100 * factor
        starts = range(0, len(text), 37)
        inlines = tuple(
            one
            for at in starts
            for one in (Inline(InlineKind.LINK, at, at + 15, LINK), Inline(InlineKind.CODE, at + 4, at + 7))
        )
        blocks = tuple(Block(BlockKind.TABLE_ROW, at, at + 36) for at in starts)
        marks = [mark(at + 2, at + 30, key=at) for at in starts]
        content = CanonicalText(text.strip(), blocks, inlines)
        return calls(lambda: rendering.render_body(content, marks))

    steps(1)  # what is made once is made
    once, twice = steps(1), steps(2)
    assert once > 1_000  # it is counted at all
    assert twice <= 2.2 * once


@pytest.mark.django_db
def test_the_article_and_the_comparison_show_the_structure(client: Client) -> None:
    article = make_article(content=paragraph(on("old lantern", InlineKind.LINK, LINK), on("quay", InlineKind.EMPHASIS)))
    make_passage(article, make_claim(), "the old lantern again")
    for address in (article.get_absolute_url(), f"/compare/{article.pk}/"):
        tree = soup(client.get(address).content.decode())
        (link,) = tree.select(".text a[rel]")
        assert (link["href"], link.get_text()) == (LINK, "old lantern")
        assert [one.get_text() for one in tree.select(".text em")] == ["quay"]
