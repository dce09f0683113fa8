"""Markdown's marks within a line leave the text and are kept beside it; what is in doubt stays as it stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import plain
from archive.text.blocks import InlineKind
from archive.text.markdown import without_marks
from archive.text.normalize import fold_line, normalize
from tests.search.stock.counting import calls

LINK, EMPHASIS, STRONG, CODE = InlineKind.LINK, InlineKind.EMPHASIS, InlineKind.STRONG, InlineKind.CODE


@pytest.mark.parametrize(
    ("line", "words", "apart"),
    [
        ("The *old* lamp", "The old lamp", [(EMPHASIS, "old")]),
        ("The _old_ lamp.", "The old lamp.", [(EMPHASIS, "old")]),
        ("**Lit** at __dusk__", "Lit at dusk", [(STRONG, "Lit"), (STRONG, "dusk")]),
        ("*a **b** c*", "a b c", [(EMPHASIS, "a b c"), (STRONG, "b")]),
        ("(*a*)", "(a)", [(EMPHASIS, "a")]),
        ("run `douse *all*`", "run douse *all*", [(CODE, "douse *all*")]),
        ("see [the *log*](https://e.org/a_(b)) now", "see the log now", [(LINK, "the log"), (EMPHASIS, "log")]),
        ('see [it](http://e.org "A title").', "see it.", [(LINK, "it")]),
        ("*see [it](http://e.org)*", "see it", [(EMPHASIS, "see it"), (LINK, "it")]),
        ("at <https://e.org/x>.", "at https://e.org/x.", [(LINK, "https://e.org/x")]),
        ("[<http://e.org/a>](http://e.org)", "http://e.org/a", [(LINK, "http://e.org/a")]),
        ("see [the log](../log.md)", "see the log", []),
        ("see [the log](javascript:alert)", "see the log", []),
        ("![The quay](quay.png) at dusk", "The quay at dusk", []),
        ("2 * 3 * 4 and 5*6*7", "2 * 3 * 4 and 5*6*7", []),
        ("snake_case_name and __init__.py", "snake_case_name and init.py", [(STRONG, "init")]),
        ("* open and * shut", "* open and * shut", []),
        ("an *open end", "an *open end", []),
        ("crossing *a **b* c**", "crossing a **b c**", [(EMPHASIS, "a **b")]),
        (r"a \*star\* and \[b\]", "a *star* and [b]", []),
        ("[note] (aside) [x][y]", "[note] (aside) [x][y]", []),
        ("`` and ** and **** here", "`` and ** and **** here", []),
        ("5 < 6 > 4 & <b>", "5 < 6 > 4 & <b>", []),
    ],
)
def test_marks_leave_the_words(line: str, words: str, apart: list[tuple[InlineKind, str]]) -> None:
    text, inlines = without_marks(line)
    assert text == words
    assert [(one.kind, text[one.start : one.end]) for one in inlines] == apart


def test_the_address_of_a_link_is_kept_as_it_stands() -> None:
    _, inlines = without_marks("[a](https://e.org/?b=1&c=2) <http://e.org/x>")
    assert [one.href for one in inlines] == ["https://e.org/?b=1&c=2", "http://e.org/x"]


marked = st.text(alphabet="ab *_`[]()!\\<>h", max_size=60) | st.lists(
    st.sampled_from(["*", "**", "_", "__", "`", "[", "](http://e.org)", "a", " ", "b ", "![", "\\", "***", "(", ")"])
).map("".join)


@given(marked)
def test_what_was_set_apart_nests_or_stands_apart_and_links_hold_no_links(line: str) -> None:
    text, inlines = without_marks(line)
    starts = [(one.start, -one.end) for one in inlines]
    assert starts == sorted(starts)
    open_: list[int] = []
    for one in inlines:
        assert 0 <= one.start < one.end <= len(text)
        open_ = [end for end in open_ if end > one.start]
        assert all(one.end <= end for end in open_)
        open_.append(one.end)
    links = [one for one in inlines if one.kind is LINK]
    assert all(before.end <= after.start for before, after in pairwise(links))


@given(marked.map(lambda line: f"# {line}\n\n- {line}\n- {line}\n\nA word.\n\n{line}"))
def test_a_text_with_marks_is_canonical(raw: str) -> None:
    content = normalize(raw, is_markdown=True).content
    for block in content.blocks:
        words = content.text[block.start : block.end]
        assert words
        assert words == fold_line(words)
    assert all(
        any(block.start <= one.start and one.end <= block.end for block in content.blocks) for one in content.inlines
    )


@pytest.mark.parametrize("unit", ["*a ", "_a **b ", "[a", "`a", "[a](b", "*a b* ", "\\", "<http://a"])
def test_reading_marks_takes_steps_by_the_length_of_the_line(unit: str) -> None:
    def steps(count: int) -> int:
        return calls(lambda: without_marks(unit * count))

    assert steps(4_000) <= 2.2 * steps(2_000) + 100


def test_only_a_markdown_file_loses_its_marks() -> None:
    raw = (
        b"# Lamps\n\nThe *old* lamp burns, see [the log](https://e.org/), and nobody says that it was put out since.\n"
    )
    article = plain.extract(raw, "lamps.md")
    (body,) = article.content.body
    text = article.content.text
    assert text[body.start : body.end].startswith("The old lamp burns, see the log, and")
    assert [(one.kind, text[one.start : one.end]) for one in article.content.inlines] == [
        (EMPHASIS, "old"),
        (LINK, "the log"),
    ]
    assert "The *old* lamp" in plain.extract(raw, "lamps.txt").content.text
    assert plain.extract(raw, "lamps.txt").content.inlines == ()


def test_a_picture_without_words_leaves_no_block_and_none_that_is_not_canonical() -> None:
    content = normalize("![](quay.png)\n\nA lamp ![](lamp.png) burns.\n\nThe quay.", is_markdown=True).content
    assert content.text == "A lamp ![](lamp.png) burns.\n\nThe quay."
