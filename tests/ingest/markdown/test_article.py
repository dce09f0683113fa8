"""Markdown files as people write, clip and export them: their blocks, and what stands around the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import reading
from archive.ingest.catalogue import Row
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.markdown import extract
from archive.ingest.received import Given, Received
from archive.text.blocks import BlockKind, InlineKind
from archive.text.normalize import fold_line

PROSE = "The harbour lights went out one by one while the ferry waited for the tide to turn."
STORY = f"""# Lamps of the Old Quay

By Ines Faro

3 May 2019

{PROSE}
It waited until
*very* late, says [the log](https://log.example/may).

## What was lit

1. the mole
2. the gate
   - its left lamp
   - its right lamp

> Nobody put them out,
> said the pilot.

| lamp | lit |
| --- | --- |
| red | `yes` |
| green | ~~yes~~ no |

![The quay at dusk with no lamp lit](quay.png)

```sh
light --all
light --none
```
"""


def blocks(article: ExtractedArticle) -> list[tuple[str, str]]:
    content = article.content
    return [(block.kind.value, content.text[block.start : block.end]) for block in content.body]


def test_every_kind_of_block_is_what_it_is_on_a_page() -> None:
    article = extract(STORY.encode(), "lamps.md")
    assert blocks(article) == [
        (BlockKind.PARAGRAPH, f"{PROSE} It waited until very late, says the log."),
        (BlockKind.HEADING, "What was lit"),
        (BlockKind.LIST_ITEM, "the mole"),
        (BlockKind.LIST_ITEM, "the gate"),
        (BlockKind.LIST_ITEM, "its left lamp"),
        (BlockKind.LIST_ITEM, "its right lamp"),
        (BlockKind.QUOTATION, "Nobody put them out, said the pilot."),
        (BlockKind.TABLE_ROW, "lamp | lit"),
        (BlockKind.TABLE_ROW, "red | yes"),
        (BlockKind.TABLE_ROW, "green | yes no"),
        (BlockKind.CAPTION, "The quay at dusk with no lamp lit"),
        (BlockKind.PARAGRAPH, "light --all"),
        (BlockKind.PARAGRAPH, "light --none"),
    ]
    assert [block.level for block in article.content.body if block.kind is BlockKind.LIST_ITEM] == [1, 1, 2, 2]
    assert article.media_type == "text/markdown"


def test_links_emphasis_and_code_are_kept_beside_the_words() -> None:
    content = extract(STORY.encode(), "lamps.md").content
    assert [(one.kind, content.text[one.start : one.end], one.href) for one in content.inlines[:3]] == [
        (InlineKind.EMPHASIS, "very", ""),
        (InlineKind.LINK, "the log", "https://log.example/may"),
        (InlineKind.CODE, "yes", ""),
    ]


def test_title_byline_and_date_stand_above_the_text_and_are_no_part_of_it() -> None:
    article = extract(STORY.encode(), "lamps.md")
    assert (article.title, article.supplied_title) == ("Lamps of the Old Quay", False)
    assert (article.byline, article.published) == ("Ines Faro", "2019-05-03")
    around = [article.content.text[one.start : one.end] for one in article.content.blocks if one.furniture]
    assert around == ["Lamps of the Old Quay", "By Ines Faro", "3 May 2019"]


def test_short_lines_and_lists_are_the_article_however_many_they_are() -> None:
    text = "# Lamps\n\n" + "".join(f"- lamp {number}\n" for number in range(30)) + f"\n{PROSE}\n\n- one more\n"
    assert len(extract(text.encode(), "lamps.md").content.body) == 32


def test_a_text_without_a_heading_gets_a_supplied_title() -> None:
    article = extract(PROSE.encode(), "lamps.md")
    assert article.supplied_title
    assert blocks(article) == [(BlockKind.PARAGRAPH, PROSE)]


def test_a_heading_alone_is_the_article_too() -> None:
    assert blocks(extract(b"# Lamps of the quay", "lamps.md")) == [(BlockKind.HEADING, "Lamps of the quay")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("港口的灯一盏接一盏地熄灭，\n渡轮等待潮水转向。", "港口的灯一盏接一盏地熄灭，渡轮等待潮水转向。"),
        ("A well-\nlit quay", "A well-lit quay"),
        ("one\ntwo  \nthree", "one two three"),
    ],
)
def test_lines_of_a_paragraph_go_on(source: str, text: str) -> None:
    assert extract(source.encode(), "a.md").content.text == text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("See [[Quays/East|the quay]], [[Lamps]] and ==what was lit==.", ["See the quay, Lamps and what was lit."]),
        ("> [!quote] The pilot\n> Nobody put them out.", ["The pilot", "Nobody put them out."]),
        ("> [!note]-\n> Nobody put them out.", ["Nobody put them out."]),
        ("- [ ] the mole\n- [x] the *gate*", ["the mole", "the gate"]),
        ("![Dusk](a.png)", ["Dusk"]),
        ("![The *old* quay](a.png)", ["The old quay"]),
        ("a == b == c, x[[0]] and [ ] in a line", ["a == b == c, x[[0]] and [ ] in a line"]),
        ("`==lit==` and `[[lamp]]`", ["==lit== and [[lamp]]"]),
    ],
)
def test_the_marks_of_note_books_leave_their_words(source: str, expected: list[str]) -> None:
    assert [words for _, words in blocks(extract(f"{PROSE}\n\n{source}".encode(), "a.md"))][1:] == expected


def test_html_within_it_leaves_its_words_alone() -> None:
    text = "<div onclick='x()'>Raw <b>words</b><script>alert(1)</script></div>\n\nand [a](javascript:alert) link."
    content = extract(text.encode(), "a.md").content
    assert content.text == "Raw words\n\nand a link."
    assert [one.kind for one in content.inlines] == [InlineKind.STRONG]


def test_a_relative_link_leads_on_from_the_address_of_the_file() -> None:
    row = Row(1, "a.md", url="https://quay.example/notes/lamps")
    (link,) = extract(f"{PROSE} [Map](../map)".encode(), "a.md", row).content.inlines
    assert link.href == "https://quay.example/map"


def test_the_lines_that_a_catalogue_names_are_the_article() -> None:
    text = f"---\ntitle: Lamps\n---\nMenu\n\n- Home\n- Quays\n\n{PROSE}\n\nImprint"
    article = extract(text.encode(), "a.md", Row(1, "a.md", body_lines=((6, 6), (9, 9))))
    assert blocks(article) == [(BlockKind.LIST_ITEM, "Home"), (BlockKind.PARAGRAPH, PROSE)]
    assert article.title == "Lamps"


def test_lines_of_html_are_near_the_block_before_it() -> None:
    text = f"Menu\n\n{PROSE}\n\n<div>Raw words</div>\n\nImprint"
    article = extract(text.encode(), "a.md", Row(1, "a.md", body_lines=((3, 5),)))
    assert [words for _, words in blocks(article)] == [PROSE, "Raw words"]


@pytest.mark.parametrize(
    ("raw", "row", "reason"),
    [
        (b"", None, "empty"),
        (b"ab\0c", None, "NUL byte"),
        (b"***\n\n---\n", None, "no words"),
        (b"---\ntitle: Lamps\n---\n", None, "no words"),
        (b">" * 5_000 + b" lamp", None, "more than 100 deep"),
        (b"- " * 500 + b"lamp", None, "more than 100 deep"),
        (b"a\n" * 200_001, None, "--max-lines"),
        (PROSE.encode(), Row(1, "a.md", body_lines=((2, 2),)), "body_lines are all blank"),
        (PROSE.encode(), Row(1, "a.md", size=3), "the catalogue says 3"),
    ],
)
def test_what_cannot_be_taken_says_why(raw: bytes, row: Row | None, reason: str) -> None:
    with pytest.raises(IngestError, match=reason):
        extract(raw, "a.md", row)


def test_a_file_is_told_by_its_name_or_by_what_the_server_says() -> None:
    raw = b"# Lamps\n\nThe *old* lamp burns."
    named = reading.read(Received(raw=raw, name="lamps.markdown"))
    declared = reading.read(Received(raw=raw, name="lamps", media_type="text/markdown", url="https://e.example/lamps"))
    plain = reading.read(Received(raw=raw, name="lamps.txt"))
    assert [one.content.text for one in (named, declared)] == ["Lamps\n\nThe old lamp burns."] * 2
    assert declared.url == "https://e.example/lamps"
    assert "*old*" in plain.content.text
    assert plain.content.inlines == ()


marks = st.lists(
    st.sampled_from(
        [
            *("*", "**", "_", "`", "```", "[", "](http://e.org)", "a", " ", "b ", "![", "\\", "#", "\n", "\n\n", "> "),
            *("- ", "| ", "|-|\n", "<b>", "</p>", "<", "&amp;", "港", "\t", "1. ", "---\n", "~~", "\u202e", "é"),
        ]
    ),
    max_size=60,
).map("".join)


@given(marks)
def test_whatever_the_marks_the_text_is_canonical(source: str) -> None:
    try:
        content = extract(f"{source}\n\nA word.".encode(), "a.md", None, Given()).content
    except IngestError:
        return
    for block in content.blocks:
        words = content.text[block.start : block.end]
        assert words
        assert words == fold_line(words)
    open_: list[int] = []
    for one in content.inlines:
        assert any(block.start <= one.start < one.end <= block.end for block in content.blocks)
        open_ = [end for end in open_ if end > one.start]
        assert all(one.end <= end for end in open_)
        open_.append(one.end)
