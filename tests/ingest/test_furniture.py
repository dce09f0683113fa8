"""Furniture is told from article by rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.ingest import furniture
from archive.text.normalize import decode, normalize

STORY = (
    "The harbour lights went out one by one while the ferry waited for the tide to turn and carry it home.",
    "“We have never seen a storm like this in all our years at sea,” said the master of the ferry on Friday.",
    "It was over by dawn.",
    "The council will decide in spring whether the old quay is to be repaired or whether it will be given up.",
)


def body(*parts: str) -> list[str]:
    content = furniture.marked(normalize("\n\n".join(parts)).content)
    return [content.text[block.start : block.end] for block in content.body]


@pytest.mark.parametrize(
    "before",
    [
        ("Menu", "Home", "News", "Sport"),
        ("Skip to content", "Storm Leaves the Old Quay in Ruins", "By Ines Faro", "3 May 2019, 10:15"),
        ("We use cookies to improve your experience. By going on you accept our cookie policy.", "Accept all"),
        ("Aller au contenu", "Accueil", "Publié le 3 mai 2019"),
        ("12.", "https://example.org/storm", "#storm #harbour"),
    ],
)
@pytest.mark.parametrize(
    "after",
    [
        ("Share this article", "Related stories", "Six boats lost in the northern bay", "Advertisement"),
        (
            "Leave a comment",
            "I was there and it was the worst night that I have seen in the forty years of my life here.",
        ),
        ("Ines Faro is a reporter based in the south. You can reach her at the paper on any weekday.",),
        ("Sign up for our newsletter", "All rights reserved. This material may not be republished without our leave."),
        ("Already a subscriber? Log in", "Monthly plan", "Yearly plan", "Get unlimited access to all our stories"),
        ("Lesen Sie auch", "Teilen", "Alle Rechte vorbehalten"),
    ],
)
def test_what_surrounds_a_story_is_furniture(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    assert body(*before, *STORY, *after) == list(STORY)


def test_a_story_keeps_its_headings_lists_and_short_lines() -> None:
    parts = (STORY[0], "The night", STORY[1], "What was lost:", "• three boats\n• a crane\n• the mast", *STORY[2:])
    assert " ".join(body("Home", *parts, "Share this")) == " ".join(parts).replace("• ", "").replace("\n", " ")


def test_a_story_keeps_the_figures_of_its_table() -> None:
    rows = ("2009 40 812", "2014 133 797", "1,204.5 -3 12%")
    assert body("Home", *STORY[:2], *rows, *STORY[2:], "1 2 3") == [*STORY[:2], *rows, *STORY[2:]]


def test_furniture_in_the_midst_is_found() -> None:
    assert body(*STORY[:2], "Read more: storms of the century", "Advertisement", *STORY[2:]) == list(STORY)


def test_what_stands_twice_is_furniture() -> None:
    offer = "A year of harbour stories for the price of a ticket, and a map for the wall."
    assert body(offer, *STORY, offer) == list(STORY)


def test_one_who_is_introduced_in_the_midst_stays() -> None:
    who = "Ines Faro is a photographer who has followed the fishing fleet for nine winters, most of them on deck."
    assert who in body(*STORY[:2], who, *STORY[2:])


def test_a_sentence_that_begins_as_an_invitation_does_stays_in_the_midst() -> None:
    sentence = "Click on any of the old charts in the office and you are shown where the boats were lost that night."
    assert body(*STORY[:2], sentence, *STORY[2:]) == [*STORY[:2], sentence, *STORY[2:]]


def test_a_text_that_seems_all_furniture_is_all_kept() -> None:
    assert body("Menu", "Home", "3 May 2019") == ["Menu", "Home", "3 May 2019"]


@pytest.mark.parametrize(
    "story",
    [
        ("港口的灯一盏接一盏地熄灭，渡轮等待潮水转向，把它带回家。", "市议会将在春天决定旧码头是修复还是放弃。"),
        ("항구의 불빛이 하나둘 꺼지는 동안 연락선은 물때가 바뀌기를 기다리고 있었다고 한다.",),
        ("أطفئت أضواء الميناء واحدا تلو الآخر بينما كانت العبارة تنتظر أن يتغير المد ويحملها إلى الوطن.",),
        ("Die Lichter im Hafen gingen eins nach dem anderen aus, während die Fähre auf die Flut wartete.",),
    ],
)
def test_stories_in_other_languages_are_kept(story: tuple[str, ...]) -> None:
    assert body("Menu", *story, "Facebook") == list(story)


def test_a_block_of_any_size_costs_little() -> None:
    for unit in ("@", "a.", "mar ", "is a ", "x@", "«", "1 ", "http://"):
        text = unit * (200_000 // len(unit))
        assert body(text, STORY[0])


def test_the_founding_articles_are_told_from_their_furniture(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = right = gold = 0
    for row in json.loads((seeds / "catalogue.json").read_text()):
        raw = (seeds / row["file"]).read_bytes()
        filled = {number for number, line in enumerate(decode(raw).split("\n"), 1) if line.strip()}
        stated = {line for first, last in row["body_lines"] for line in range(first, last + 1)} & filled
        normalized = normalize(raw)
        blocks = zip(furniture.marked(normalized.content).blocks, normalized.lines, strict=True)
        told = {line for block, (a, b) in blocks if not block.furniture for line in range(a, b + 1)} & filled
        found, right, gold = found + len(told), right + len(told & stated), gold + len(stated)
    precision, recall = right / found, right / gold
    with capsys.disabled():
        print(f"\nfurniture, by lines: precision {precision:.3f}, recall {recall:.3f} of {gold} lines")  # noqa: T201
    assert 2 * precision * recall / (precision + recall) >= 0.97
