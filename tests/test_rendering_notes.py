"""The margin's notes and its list of claims as HTML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from archive import rendering
from archive.models import Stance
from archive.rendering.notes import Listed, Note, Other, TagLink, Taken, Told
from tests.translation.catalogues import CLOSING, OPENING, write_pseudo
from tests.translation.words import said_by, texts_of

HOSTILE = "\"><script>alert('1')</script>&amp;<b>"
PSEUDO = "el"


def other(words: str = "Αλλού") -> Other:
    return Other(f"/articles/{words}/#passage-9", words, words, words, words, f"/compare/1-2/?claim=5&x={words}")


def told(words: str = "Λόγια", *, others: bool = True, tags: bool = True) -> Told:
    return Told(
        address=f"/claims/{words}/",
        tags=[TagLink(f"/tags/{words}/", words, "teal")] if tags else [],
        others=[(Stance.DISPUTES, [other(words), other(words)])] if others else [],
        total=3,
    )


def note(words: str = "Λόγια", tells: Told | None = None, *, key: int = 7, verbatim: bool = True) -> Note:
    return Note(key, 5, 2, words, Stance.QUALIFIES.value, words, words, verbatim, f"/passages/{key}/", tells)


def listed(words: str = "Λόγια") -> Listed:
    return Listed(5, 2, words, f"/claims/{words}/", [Taken(Stance.ASSERTS, 7, 1), Taken(Stance.DISPUTES, 8, 12)])


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def shape(html: str) -> list[tuple[str, list[str]]]:
    """The elements with the names of their attributes: what words from outside must not change."""
    return [(element.name, sorted(element.attrs)) for element in soup(html).find_all(True)]


def everything(words: str) -> str:
    return rendering.render_notes([note(words, told(words)), note(words, key=8)]) + rendering.render_claims(
        [listed(words)]
    )


@given(st.one_of(st.just(HOSTILE), st.text(alphabet="<>&\"'=/ ab{}%é", min_size=1)))
def test_nothing_from_outside_becomes_markup(drawn: str) -> None:
    words = f"x{drawn}"  # the parser makes one space of a text of many
    html = everything(words)
    assert shape(html) == shape(everything("x"))
    tree = soup(html)
    assert [one.get_text() for one in tree.select(".note-claim, .claim-title a, .tag, q")] == [words] * 6
    assert {one["lang"] for one in tree.select("q")} == {words}
    assert {one["href"] for one in tree.select(".tag")} == {f"/tags/{words}/"}
    assert {one["href"] for one in tree.select(".others a:last-child")} == {f"/compare/1-2/?claim=5&x={words}"}
    assert {one["href"] for one in tree.select(".claim-title a")} == {f"/claims/{words}/"}


def test_a_note_that_tells_nothing_leads_to_the_one_that_does() -> None:
    tree = soup(rendering.render_notes([note(tells=told()), note(key=8)]))
    first, second = tree.select(".note")
    assert first.select_one("#told-5")
    assert not first.select_one('[href="#told-5"]')
    assert not second.select_one(".told")
    assert second.select_one('.note-home[href="#told-5"]')


def test_what_is_not_known_leaves_nothing_behind() -> None:
    bare = Note(7, 5, 2, "Λόγια", "asserts", "", "", True, "/passages/7/", told(others=False, tags=False))
    tree = soup(rendering.render_notes([bare]))
    assert not tree.select(".tags, .others")
    assert [line.get_text() for line in tree.select(".note-more p")] == [
        "Word for word in the current text",
        "In the text Permanent page, to cite",
        "No other article in the archive speaks to this claim, as far as it has been read.",
        "All 3 passages on the claim's page",
    ]
    assert rendering.render_notes([]) == rendering.render_claims([]) == ""


def test_the_list_counts_the_passages_of_a_stance_where_there_are_more() -> None:
    links = soup(rendering.render_claims([listed()])).select(".stances a")
    assert [(link["href"], link.get_text()) for link in links] == [
        ("#passage-7", "+ Asserts"),
        ("#passage-8", "− Disputes (12)"),
    ]


@pytest.mark.parametrize("verbatim", [True, False])
@pytest.mark.parametrize("others", [True, False])
def test_every_word_of_the_interface_is_translated(settings: Any, tmp_path: Path, verbatim: bool, others: bool) -> None:
    write_pseudo(tmp_path, PSEUDO)
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override(PSEUDO):
        html = rendering.render_notes([note(tells=told(others=others), verbatim=verbatim), note(key=8)])
        html += rendering.render_claims([listed()])
    tree = soup(html)
    words = [word.text for word in (*texts_of(tree), *said_by(tree))]
    assert any(OPENING in word for word in words)
    left = [word for word in words if re.search("[A-Za-z]", re.sub(f"{OPENING}[^{CLOSING}]*{CLOSING}", "", word))]
    assert left == []


def test_words_of_a_translation_are_words(settings: Any, tmp_path: Path) -> None:
    """A catalogue is written elsewhere: an ampersand or a bracket in it must not become markup either."""
    catalogue = Catalog(PSEUDO)
    catalogue.add("In the text", "Im <b>Text</b> & mehr")
    path = tmp_path / PSEUDO / "LC_MESSAGES/django.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override(PSEUDO):
        tree = soup(rendering.render_notes([note()]))
    assert not tree.select("b")
    assert "Im <b>Text</b> & mehr" in tree.get_text()
