"""Whatever is typed: it is read, written back in one way, told in plain words, and costs no more than a query may."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search import translate
from archive.search.grammar.tree import Fuzzy, Pattern, leaves
from archive.search.query import SearchQuery
from tests.search.test_query import TYPED

# Ends as a sentence does, and holds nothing of the program's inside.
PLAIN = re.compile(r"[A-Z“](?s:.)*\.")
JARGON = re.compile(r"Traceback|Error|Exception|None|\bnode\b|token|regex|parse|<class|object at|\\x|archive\.")

HOSTILE = [
    part * 10_000
    for part in (
        "(", ")", "-(", "a ", '"', '"a" ', "x:", "a OR ", "NOT ", "é", "tag:a ", "*", "* ", "a* ", "ab* ", "?",
        "?a", "*a", "~",
        "a~1", "abc~ ", "^", "a^2", ")^2", "(a)^2 ", '"a b"~3 ', "title:(", "-", "小", "小米 ", "https://(",
        "https://a(b)", "a*b",
        "w-f* ", ".", "..", "year:2013.. ", "year:>", "[", "year:[", "\u0301", "\x00", "\ud800", "{", "\\", "🙂",
        "|", "& ", "a|",
    )
]  # fmt: skip
HOSTILE += [
    "a* b* c*",
    "* * *",
    "-* -*",
    "(" * 500 + "a" + ")" * 500,
    "-(a OR " * 300 + "b",
    "((a)^2 OR " * 100,
    "title:(a " * 90,
]


def every_way(typed: str) -> SearchQuery:
    """All that a page asks of a query."""
    query = SearchQuery.parse(typed)
    for one in (query, query.any_of() or query, query.with_facet("tag", "tides"), query.without_facets()):
        one.unparse()
        translate.condition(one)
        translate.filters(one)
    query.text_only(), query.patterns(), query.words(), query.facets
    return query


def is_sound(typed: str) -> None:
    query = every_way(typed)
    again = SearchQuery.parse(query.unparse())
    assert again == query
    assert again.unparse() == query.unparse()
    assert again.notes == ()
    assert len(query.unparse()) <= 1_000
    assert len(list(leaves(query.root))) <= 64
    assert sum(isinstance(leaf, Pattern | Fuzzy) and leaf.text != "*" for leaf in leaves(query.root)) <= 8
    assert len(query.notes) <= 7
    for note in query.notes:
        assert PLAIN.fullmatch(note)
        assert not JARGON.search(re.sub("“[^”]*”", "", note))
        assert len(note) <= 200


@given(TYPED)
def test_whatever_is_typed_is_read_and_its_writing_is_read_as_the_same(typed: str) -> None:
    is_sound(typed)


@given(st.text(alphabet="ab1小 ()-\"*?~^.:|+OR'/", max_size=40))
def test_signs_in_any_order(typed: str) -> None:
    is_sound(typed)


def test_naughty_strings(shared_data: Path) -> None:
    for typed in json.loads((shared_data / "hostile_blns" / "blns.json").read_text()):
        is_sound(typed)
        is_sound(f'title:{typed}* -({typed}~1 OR "{typed}"~2)^3')


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed[:12]))
def test_hostile_queries_are_mended(typed: str) -> None:
    is_sound(typed)


@pytest.mark.parametrize("typed", ["a " * 5_000, "a* " * 5_000, '"' * 9_999, "(" * 10_000])
def test_what_is_cut_is_said(typed: str) -> None:
    assert "Only the first 1,000 characters were searched for." in SearchQuery.parse(typed).notes


def test_a_page_is_not_flooded_with_notes() -> None:
    notes = SearchQuery.parse(" ".join(f"field{chr(97 + n)}:x" for n in range(26)).replace("field", "f")).notes
    assert len(notes) == 7
    assert notes[-1] == "More was mended; the search box shows what was searched for."


def steps(work: Callable[[], Any]) -> int:
    """How many functions are called in the course of it, Python's own among them."""
    count = 0

    def counted(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


# Every way that a page uses a query; of 40 plain words it takes some 18,000 steps.
MOST_STEPS = 100_000


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed[:12]))
def test_work_is_bounded(typed: str) -> None:
    assert steps(lambda: every_way(typed)) <= MOST_STEPS


@pytest.mark.parametrize("part", ["a* ", "(", "小", "x:y ", "-(a OR ", "https://("])
def test_more_text_is_not_more_work(part: str) -> None:
    every_way(part * 10_000)  # so that neither of the two is the first to analyse a word
    # A few steps are the interpreter's own, such as collecting garbage; ten times the text is never a twentieth more.
    assert steps(lambda: every_way(part * 100_000)) <= steps(lambda: every_way(part * 10_000)) * 1.05
