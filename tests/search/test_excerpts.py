"""Where a text matches, and the fragments that show it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.excerpts import MOST_MATCHES, Excerpt, excerpts, matches, sought
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
        ("It cost $2,500 or 2500.", "2500", ["$2,500", "2500"]),
        ("C++ and C, 35% and 35", "c++ 35%", ["C++", "35%"]),
        ("low grey tide, the quay", '"low the tide"~2', ["low", "tide"]),
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


def test_the_first_fragment_has_the_words_closest_together() -> None:
    text = f"A harbour, with a wall, a quay and a lantern. {LONG} The harbour lantern burns. {LONG} Harbour."
    (excerpt,) = excerpts(text, SearchQuery.parse("harbour lantern"), width=60)
    assert "[harbour] [lantern]" in shown(excerpt)


def test_a_rare_word_counts_more_than_common_ones() -> None:
    text = f"A harbour tide. {LONG} A lantern. {LONG}"
    query = SearchQuery.parse("harbour tide lantern")
    (plain,) = excerpts(text, query, most=1, width=40)
    assert "[harbour] [tide]" in shown(plain)
    (weighed,) = excerpts(text, sought(query, weights={"lantern": 5.0}), most=1, width=40)
    assert "[lantern]" in shown(weighed)


def test_a_fragment_begins_with_a_sentence_where_one_is_near() -> None:
    text = f"{LONG} word after word. Mr. Hale lit a lantern at dusk. {LONG}"
    (excerpt,) = excerpts(text, SearchQuery.parse("lantern"), width=80)
    assert shown(excerpt).startswith("Mr. Hale lit a [lantern] at dusk.")


def test_what_a_pattern_matched_is_marked() -> None:
    wanted = sought(SearchQuery.parse("quay"), {"quay": ["quay", "quays"]}, [{"lantern", "lanterns"}])
    (excerpt,) = excerpts("Lanterns on the quays; a lanternfish.", wanted)
    assert shown(excerpt) == "[Lanterns] on the [quays]; a lanternfish."


def test_a_line_that_fits_is_shown_whole() -> None:
    line = " One. Two lanterns. "
    (excerpt,) = excerpts(line, SearchQuery.parse("lantern"), width=len(line))
    assert shown(excerpt) == "One. Two [lanterns]."
    assert (excerpt.at_start, excerpt.at_end) == (True, True)


def test_of_very_many_matches_the_first_are_marked() -> None:
    text = "ab " * (MOST_MATCHES + 10)
    assert len(matches(text, SearchQuery.parse("ab"))) == MOST_MATCHES
    assert excerpts(text, SearchQuery.parse("ab"))[0].at_start


@pytest.mark.parametrize(
    ("text", "typed", "fragment"),
    [
        (
            "渔村的夜晚很安静。" * 5 + "老人在港口点亮了一盏灯笼，孩子们都跑出来看。" + "海风吹过屋顶。" * 9,
            "灯笼",
            "老人在港口点亮了一盏[灯笼]，孩子们都跑出来看。海风吹过屋顶。",
        ),
        (
            "村の夜は静かだ。" * 6 + "老人が港で灯台の明かりをつけると、子どもたちが走ってきた。" + "風が吹く。" * 9,
            "灯台",
            "老人が港で[灯台]の明かりをつけると、子どもたちが走ってきた。",
        ),
        (
            "마을의 밤은 조용했다. " * 5 + "노인이 항구에서 등대에 불을 켰다. " + "바람이 지붕 위로 불었다. " * 5,
            "등대",
            "노인이 항구에서 [등대]에 불을 켰다. 바람이 지붕 위로",
        ),
        (
            "كان الليل هادئا في القرية. " * 4 + "أشعل الشيخ مصباحا عند الميناء؟ " + "هبت الريح فوق السقف. " * 5,
            "الميناء",
            "أشعل الشيخ مصباحا عند [الميناء]؟ هبت",
        ),
        (
            "गाँव की रात शांत थी। " * 5 + "बूढ़े ने बंदरगाह पर दीपक जलाया। " + "छत पर हवा चली। " * 6,
            "दीपक",
            "बूढ़े ने बंदरगाह पर [दीपक] जलाया।",
        ),
        (
            "คืนนี้หมู่บ้านเงียบสงบ " * 5 + "ชายชรา จุดโคมไฟ ที่ท่าเรือ " + "ลมพัดผ่านหลังคา " * 6,
            "จุดโคมไฟ",
            "ชายชรา [จุดโคมไฟ] ที่ท่าเรือ",
        ),
    ],
    ids=["Chinese", "Japanese", "Korean", "Arabic", "Hindi", "Thai"],
)
def test_fragments_of_texts_in_other_scripts(text: str, typed: str, fragment: str) -> None:
    (excerpt,) = excerpts(text, SearchQuery.parse(typed), width=40)
    assert shown(excerpt).startswith(fragment)
    assert excerpt.end - excerpt.start <= 40
