from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from archive.ingest.html.body_text import address_of, base_of, text_of
from archive.ingest.html.parsing import tree_of
from archive.ingest.html.structure import Piece, pieces_of
from archive.text.blocks import Block, BlockKind, CanonicalText, InlineKind
from archive.text.folding import fold_line

BASE = "https://quay.example/news/ferry.html"


def text(markup: str, base: str = BASE) -> CanonicalText:
    return text_of(pieces_of(tree_of(f"<html><body>{markup}</body></html>")), base)


def test_blocks_are_parted_by_blank_lines_and_items_by_line_ends() -> None:
    content = text("<h2>Head</h2><p>One.</p><ul><li>a</li><li>b</li></ul><table><tr><td>1<td>2<tr><td>3<td>4</table>")
    assert content.text == "Head\n\nOne.\n\na\nb\n\n1 | 2\n3 | 4"
    assert content.blocks[0] == Block(BlockKind.HEADING, 0, 4, level=2)
    assert [content.text[block.start : block.end] for block in content.blocks] == [
        "Head", "One.", "a", "b", "1 | 2", "3 | 4",
    ]  # fmt: skip


def test_characters_are_canonical_and_marks_stay_at_their_words() -> None:
    content = text("<p>Cafe\u0301\u00a0\u200bau <b>l\u00ad<i>ait\u202e</i></b> <a href=x>ne\u0308u</a></p>")
    assert content.text == "Café au lait nëu"
    marked = [(one.kind, content.text[one.start : one.end]) for one in content.inlines]
    assert marked == [(InlineKind.STRONG, "lait"), (InlineKind.EMPHASIS, "ait"), (InlineKind.LINK, "nëu")]


def test_a_mark_whose_edge_is_joined_with_its_neighbour_is_left_out() -> None:
    content = text("<p>e<b>\u0301</b> stays</p>")
    assert content.text == "é stays"
    assert content.inlines == ()


def test_marks_have_no_spaces_at_their_edges_and_are_said_once() -> None:
    content = text("<p>A <b><strong> bold </strong></b><em> </em>word</p>")
    (mark,) = content.inlines
    assert content.text[mark.start : mark.end] == "bold"


def test_a_block_of_marks_without_width_is_no_block() -> None:
    assert text("<p>\u200b\u200e</p><p>word</p>").text == "word"


def test_every_character_is_folded_as_everywhere() -> None:
    """Also those that need no folding are looked up: between letters, and before a mark that may join them."""
    codes = [*range(0x21, 0x3400), *range(0x3400, 0x1F000, 97)]
    seen = [char for char in map(chr, codes) if not char.isspace()]
    raw = [*(f"a{char}b" for char in seen), *(f"{char}\u0301" for char in seen[:0x600])]
    found = text_of([Piece(BlockKind.PARAGRAPH, word, document_fromstring("<p>")) for word in raw])
    assert found.text == "\n\n".join(filter(None, map(fold_line, raw)))


ADDRESSES = {
    "whole": ("https://other.example/a?b=c#d", "https://other.example/a?b=c#d"),
    "beside": ("more.html", "https://quay.example/news/more.html"),
    "from the root": ("/x y", "https://quay.example/x%20y"),
    "without a scheme": ("//cdn.example/a", "https://cdn.example/a"),
    "broken over lines": ("https://other.\nexample/a", "https://other.example/a"),
    "within the page": ("#note-1", ""),
    "script": ("javascript:alert(1)", ""),
    "script in disguise": ("java\tscript:alert(1)", ""),
    "mail": ("mailto:a@quay.example", ""),
    "data": ("data:text/html,hello", ""),
    "no host": ("http:///x", ""),
    "a bad host": ("https://[::1/", ""),
    "quotation marks": ('https://other.example/"><script>', ""),
    "empty": ("", ""),
    "far too long": ("https://other.example/" + "a" * 3000, ""),
}


@pytest.mark.parametrize(("href", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_links_lead_to_the_web_or_are_words_alone(href: str, expected: str) -> None:
    assert address_of(href, BASE) == expected


def test_relative_links_of_a_page_from_nowhere_are_words_alone() -> None:
    assert text("<p>See <a href='more.html'>more</a>.</p>", base="").inlines == ()


def test_a_page_may_say_where_its_links_start() -> None:
    tree = document_fromstring("<html><head><base href='/old/'></head><body></body></html>")
    assert base_of(tree, BASE) == "https://quay.example/old/"
    assert base_of(document_fromstring("<html><body>x</body></html>"), BASE) == BASE


_WORDS = st.text(
    alphabet=st.sampled_from('abe \u00a0\u0301\u200d\u202e\u00e9\u2019\u0627\u200c\u5b57\U0001f469\u0338<&"\u00ad'),
    min_size=1,
    max_size=8,
)
_TAGS = st.sampled_from([("<b>", "</b>"), ("<em>", "</em>"), ("<a href='/x'>", "</a>"), ("<code>", "</code>")])
_MARKUP = st.recursive(
    _WORDS.map(escape),
    lambda inner: st.tuples(_TAGS, st.lists(inner, min_size=1, max_size=3)).map(
        lambda made: made[0][0] + "".join(made[1]) + made[0][1]
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.lists(_MARKUP, min_size=1, max_size=5))
def test_marks_of_any_text_are_within_one_block_and_nest(markup: list[str]) -> None:
    content = text("".join(f"<p>{part}</p>" for part in markup))
    for block in content.blocks:
        words = content.text[block.start : block.end]
        assert words == fold_line(words) != ""
    order = [(one.start, -one.end) for one in content.inlines]
    assert order == sorted(order)
    for one in content.inlines:
        words = content.text[one.start : one.end]
        assert words == words.strip() != ""
        assert sum(block.start <= one.start and one.end <= block.end for block in content.blocks) == 1
        for other in content.inlines:
            apart = one.end <= other.start or other.end <= one.start
            nested = (one.start <= other.start and other.end <= one.end) or (
                other.start <= one.start and one.end <= other.end
            )
            assert apart or nested
            assert one is other or apart or not one.kind is other.kind is InlineKind.LINK


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["ab", "cé", "d’e", "f g", "字"])), min_size=1, max_size=9))
def test_a_link_marks_just_the_words_that_were_linked(parts: list[tuple[bool, str]]) -> None:
    markup = " ".join(f"<a href='/x'>{words}</a>" if linked else words for linked, words in parts)
    content = text(f"<p>{markup}</p>")
    assert [content.text[one.start : one.end] for one in content.inlines] == [
        words for linked, words in parts if linked
    ]
