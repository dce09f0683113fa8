"""Where a text matches, and the fragments that show it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.excerpts import Excerpt, excerpts, matches
from archive.search.query import SearchQuery


def marked(text: str, typed: str) -> list[str]:
    return [text[span.start : span.end] for span in matches(text, SearchQuery.parse(typed))]


def shown(excerpt: Excerpt) -> str:
    return "".join(f"[{piece.text}]" if piece.matched else piece.text for piece in excerpt.pieces)


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Lanterns lit; a lantern out. LANTERN!", "lantern", ["Lanterns", "lantern", "LANTERN"]),
        ("They organised; organising goes on.", "organise", ["organised", "organising"]),
        ("A café by the Cafe.", "cafe", ["café", "Cafe"]),
        ("low tide, tide low, low  tide", '"low tide"', ["low tide", "low  tide"]),
        ("the tide and the quay", "the tide", ["tide"]),
        ("the tide and the quay", "the", ["the", "the"]),
        ("the tide and the quay", '"the quay"', ["the quay"]),
        ("小米的手机和大米", "小米", ["小米"]),
        ("小米的手机和大米", "米", ["米", "米"]),
        ("港の灯台と港", "灯台", ["灯台"]),
        ("등대에서 본 항구", "등대", ["등대"]),
        ("The harbour's mouth; Xin’s boat", "harbour xin", ["harbour's", "Xin’s"]),
        ("A knock-off is a knock off.", "knock-off", ["knock-off", "knock off"]),
        ("It cost $2,500 or 2500.", "2500", ["2,500", "2500"]),
        ("wind and tide", "tide -wind", ["tide"]),
        ("wind and tide", "title:tide source:wind", []),
        ("wind and tide", "", []),
        ("wind 🙂 tide", "🙂", []),
    ],
)
def test_every_matched_form_is_found(text: str, typed: str, found: list[str]) -> None:
    assert marked(text, typed) == found


@given(st.text(alphabet="ab é小\n'-.", max_size=80), st.text(alphabet='ab é小"-', max_size=12))
def test_matches_are_in_order_apart_and_excerpts_are_the_text(text: str, typed: str) -> None:
    query = SearchQuery.parse(typed)
    spans = matches(text, query)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for excerpt in excerpts(text, query, width=20):
        assert "".join(piece.text for piece in excerpt.pieces) == text[excerpt.start : excerpt.end]


LONG = " ".join(f"filler{number}" for number in range(200))


def test_the_fragment_with_most_words_close_together_is_chosen() -> None:
    text = f"A harbour. {LONG} Here the harbour lantern burns. {LONG} A lantern."
    (excerpt,) = excerpts(text, SearchQuery.parse("harbour lantern"), width=60)
    assert "the [harbour] [lantern] burns" in shown(excerpt)
    assert not excerpt.at_start
    assert not excerpt.at_end


def test_further_fragments_show_what_the_first_does_not() -> None:
    text = f"A harbour. {LONG} A lantern. {LONG} A tide. {LONG} A quay."
    found = excerpts(text, SearchQuery.parse("harbour lantern tide quay"), width=40)
    assert [shown(one).count("[") for one in found] == [1, 1, 1]
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert found[0].at_start


def test_fragments_begin_and_end_at_words() -> None:
    text = f"{LONG} lantern {LONG}"
    (excerpt,) = excerpts(text, SearchQuery.parse("lantern"), width=50)
    assert all(word.strip("[]") in text.split() for word in shown(excerpt).split())
    assert 20 <= excerpt.end - excerpt.start <= 50


def test_a_long_run_of_signs_is_cut_all_the_same() -> None:
    text = "潮" * 500 + "灯台" + "港" * 500
    (excerpt,) = excerpts(text, SearchQuery.parse("灯台"), width=40)
    assert "[灯台]" in shown(excerpt)
    assert excerpt.end - excerpt.start <= 40


def test_without_a_match_the_beginning_is_shown_unmarked() -> None:
    (excerpt,) = excerpts(f"The tide turns. {LONG}", SearchQuery.parse("lantern"), width=30)
    assert shown(excerpt).startswith("The tide turns.")
    assert excerpt.at_start
    assert not excerpt.at_end
    assert not any(piece.matched for piece in excerpt.pieces)


def test_an_empty_text_has_no_excerpts() -> None:
    assert excerpts("", SearchQuery.parse("lantern")) == ()


def test_markup_stays_plain_text() -> None:
    (excerpt,) = excerpts("<b>lantern</b> & co", SearchQuery.parse("lantern"))
    assert shown(excerpt) == "<b>[lantern]</b> & co"
