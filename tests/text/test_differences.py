"""What changed between two texts: aligned by blocks, told by words, and nothing of either text lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.differences import Difference, count_words, difference
from tests.factories import paragraphs


def told(old: str, new: str) -> list[tuple[str, str]]:
    """Each pair of blocks as (old, new), deletions in [square] and insertions in {curly} brackets."""
    found = difference(paragraphs(old), paragraphs(new))
    return [_written(found, at) for at in range(len(found.pairs))]


def _written(found: Difference, at: int) -> tuple[str, str]:
    old, new = "", ""
    for same, start, end, new_start, new_end in found.pairs[at].runs:
        was, became = found.old.text[start:end], found.new.text[new_start:new_end]
        old += was if same or not was else f"[{was}]"
        new += became if same or not became else f"{{{became}}}"
    return old, new


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("The quay sleeps.", "The quay sleeps.", [("The quay sleeps.", "The quay sleeps.")]),
        ("The quay sleeps.", "The quay sleeps late.", [("The quay sleeps.", "The quay sleeps{ late}.")]),
        ("The old quay sleeps.", "The quay sleeps.", [("The [old ]quay sleeps.", "The quay sleeps.")]),
        ("Snow fell on Monday.", "Snow fell on Friday.", [("Snow fell on [Monday].", "Snow fell on {Friday}.")]),
        (
            "The mayor spoke of grey, cold rain all day.",
            "The mayor spoke of warm, dry wind all day.",
            [("The mayor spoke of [grey, cold rain] all day.", "The mayor spoke of {warm, dry wind} all day.")],
        ),
        ("港口下雪了。", "港口下雨了。", [("港口下[雪]了。", "港口下{雨}了。")]),
        ("नौका आज नहीं चली", "नौका आज चली", [("नौका आज [नहीं ]चली", "नौका आज चली")]),
        ("It cost 1,200 crowns.", "It cost 1,300 crowns.", [("It cost [1,200] crowns.", "It cost {1,300} crowns.")]),
        ("", "", [("", "")]),
    ],
)
def test_changes_are_told_by_words(old: str, new: str, pairs: list[tuple[str, str]]) -> None:
    assert told(old, new) == pairs


def test_paragraphs_are_aligned_before_words() -> None:
    old = "First stands.\n\nThe ferry ran at noon.\n\nThis one goes away entirely.\n\nLast stands."
    new = "First stands.\n\nThe ferry ran at dusk.\n\nLast stands.\n\nAn afterword came."
    assert told(old, new) == [
        ("First stands.", "First stands."),
        ("The ferry ran at [noon].", "The ferry ran at {dusk}."),
        ("[This one goes away entirely.]", ""),
        ("Last stands.", "Last stands."),
        ("", "{An afterword came.}"),
    ]


def test_a_paragraph_is_paired_with_what_it_became_and_not_with_its_neighbour() -> None:
    old = "Lamps burned along the mole until dawn.\n\nNobody saw the pilot leave."
    new = "A wholly different opening stands here.\n\nLamps burned along the mole until midnight."
    assert told(old, new) == [
        ("", "{A wholly different opening stands here.}"),
        ("Lamps burned along the mole until [dawn].", "Lamps burned along the mole until {midnight}."),
        ("[Nobody saw the pilot leave.]", ""),
    ]


def test_a_paragraph_that_moved_is_told_from_one_that_is_gone() -> None:
    found = difference(
        paragraphs("Alpha one.\n\nBeta two.\n\nGamma three."), paragraphs("Beta two.\n\nGamma three.\n\nAlpha one.")
    )
    moved = {at: pair.moved for at, pair in enumerate(found.pairs) if pair.moved is not None}
    assert moved == {0: 3, 3: 0}
    assert found.words() == {"kept": 4, "moved": 2, "deleted": 0, "inserted": 0}


def test_furniture_is_left_out() -> None:
    old = CanonicalText(
        "Menu\n\nSnow fell.", (Block(BlockKind.PARAGRAPH, 0, 4, furniture=True), Block(BlockKind.PARAGRAPH, 6, 16))
    )
    assert difference(old, paragraphs("Snow fell.")).is_empty


def test_where_the_bound_is_met_blocks_are_told_whole() -> None:
    old, new = paragraphs("Same.\n\nThe ferry ran at noon."), paragraphs("Same.\n\nThe ferry ran at dusk.")
    within = difference(old, new, most_pairs=4 + 25 + 10 * 10)
    assert [pair.whole for pair in within.pairs] == [False, False]
    beyond = difference(old, new, most_pairs=4 + 25 + 24)  # the blocks and which became which, but not their words
    assert [pair.whole for pair in beyond.pairs] == [False, True]
    assert _written(beyond, 1) == ("[The ferry ran at noon.]", "{The ferry ran at dusk.}")
    unpaired = difference(old, new, most_pairs=4)
    assert [_written(unpaired, at) for at in range(3)] == [
        ("Same.", "Same."),
        ("[The ferry ran at noon.]", ""),
        ("", "{The ferry ran at dusk.}"),
    ]
    assert unpaired.is_whole
    nothing = difference(old, new, most_pairs=0)
    assert nothing.is_whole
    _holds_both(nothing)


def test_coarser_pieces_are_compared_before_none() -> None:
    old, new = paragraphs("One, two, three, four!"), paragraphs("One, two, three, five!")
    found = difference(old, new, most_pairs=1 + 16 + 16)  # 4 words each, but 11 words, signs and spaces
    assert not found.is_whole
    assert _written(found, 0) == ("One, two, three, [four!]", "One, two, three, {five!}")


WORDS = st.sampled_from(["quay", "ferry", "snow,", "fell.", "the", "港", "a", "'tis", "1,200", "—"])
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, max_size=8).map("\n\n".join)


@given(TEXTS, TEXTS, st.sampled_from([0, 60, 400, 10**6]))
def test_the_changes_lead_from_the_old_text_to_the_new_one(old: str, new: str, most_pairs: int) -> None:
    _holds_both(difference(paragraphs(old), paragraphs(new), most_pairs))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    found = difference(paragraphs(text), paragraphs(text))
    assert found.is_empty
    assert found.words()["kept"] == count_words(text)


def _holds_both(found: Difference) -> None:
    """Each block of both texts once and in order, its runs without gaps; what is kept is the same in both."""
    olds = [pair.old for pair in found.pairs if pair.old]
    news = [pair.new for pair in found.pairs if pair.new]
    assert olds == list(found.old.body)
    assert news == list(found.new.body)
    for pair in found.pairs:
        old = "".join(found.old.text[run.start : run.end] for run in pair.runs)
        new = "".join(found.new.text[run.new_start : run.new_end] for run in pair.runs)
        assert old == (found.old.text[pair.old.start : pair.old.end] if pair.old else "")
        assert new == (found.new.text[pair.new.start : pair.new.end] if pair.new else "")
        for same, start, end, new_start, new_end in pair.runs:
            assert not same or found.old.text[start:end] == found.new.text[new_start:new_end]
