"""Where words begin and end."""

from __future__ import annotations

import pytest

from archive.text.word_edges import ends, is_edge, is_mostly_unspaced, starts


@pytest.mark.parametrize(
    ("marked", "why"),
    [
        ("|The| |tide|,| |it| |turned|", "words and punctuation"),
        ("|cafe\u0301|", "a combining mark belongs to its letter"),
        ("|港|口|的|水|", "Chinese has no spaces"),
        ("|ver|2|港|", None),
        ("|हिन्दी| |में|", "vowel signs belong to the syllable"),
        ("|👩🏽\u200d✈️|!|", "a joined emoji is one"),
        ("|הנמל| |נסגר|", "from right to left"),
    ],
)
def test_edges(marked: str, why: str | None) -> None:
    marked = marked.replace("ver|2", "ver2")
    text = marked.replace("|", "")
    expected, place = set(), 0
    for character in marked:
        if character == "|":
            expected.add(place)
        else:
            place += 1

    assert {place for place in range(len(text) + 1) if is_edge(text, place)} == expected


def test_no_start_at_a_space_and_no_end_behind_one() -> None:
    text = " low  tide "

    assert starts(text, 5, reach=20) == [1, 6]
    assert ends(text, 5, reach=20) == [4, 10]


def test_only_within_reach() -> None:
    assert starts("one two three four", 8, reach=4) == [4, 8]
    assert ends("one two three four", 8, reach=4) == [7]


def test_scripts_without_spaces_are_told() -> None:
    assert is_mostly_unspaced("the 港口主任拒绝了")
    assert is_mostly_unspaced("ภาษาไทย")
    assert not is_mostly_unspaced("the harbour, 港口 in Chinese")
    assert not is_mostly_unspaced("항구 책임자가 거절했다")
