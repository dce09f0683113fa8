"""The words of a page that people read or hear, in the order in which they stand, apart from what machines read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString

from tests.translation.catalogues import CLOSING, OPENING, ROOT

SAID = {"title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription", "aria-valuetext"}
TEMPLATES = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
# Attributes that carry texts for scripts to show.
FOR_SCRIPTS = {name for text in TEMPLATES for name in re.findall(r"(data-[\w-]+)=\"\{% (?:block)?translate", text)}
SENTENCE = re.compile(r"[^\W\d_]+ [^\W\d_]")
# What stays what it is in every language: what is typed, keys, digests, names of days and months.
KEPT = ("script", "style", "code", "kbd", "time", ".digest", "svg title time")
# Addresses, files, queries as they are typed, names, and units and signs that every language has.
NAMES = re.compile(
    r"https?://\S+|\S+\.txt\b|-?\b(?:stance|year|published|lang|tag|source|claim|hue):\S*"
    r"|\b(?:Parallax|SHA-256|UTC|[kKMG]?B|bytes?|BibTeX|RIS|CSL-JSON|Markdown|EDTF|Web Annotation Data Model)\b"
)
LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a page. where: its element, and the attribute where it is one."""

    text: str
    where: str


def said_by(tree: BeautifulSoup) -> Iterator[Word]:
    """Every text that a reader meets: text, and what attributes say."""
    for element in tree.find_all(True):
        for name, value in element.attrs.items():
            is_description = name == "content" and element.get("name") == "description"
            if isinstance(value, str) and (_is_said(name, value) or is_description):
                yield Word(value, f"{element.name}[{name}]")
        if element.name == "input" and element.get("type") in {"submit", "button", "reset"}:
            yield Word(str(element.get("value", "")), "input[value]")


def _is_said(name: str, value: str) -> bool:
    return name in SAID or name in FOR_SCRIPTS or (name.startswith("data-") and bool(SENTENCE.search(value)))


def texts_of(tree: BeautifulSoup) -> Iterator[Word]:
    """Every text node that is shown or read out, in order."""
    kept = {id(element) for selector in KEPT for element in tree.select(selector)}
    for text in tree.find_all(string=True):
        if isinstance(text, (Comment, Doctype)) or not text.strip():
            continue
        if not any(id(parent) in kept for parent in text.parents):
            yield Word(str(text), f"{_path(text)}")


def _path(text: NavigableString) -> str:
    parents = [parent for parent in text.parents if isinstance(parent, Tag) and parent.name != "[document]"]
    return " > ".join(parent.name for parent in reversed(parents[:3]))


def unmarked(tree: BeautifulSoup) -> list[str]:
    """What is not of a catalogue: Latin letters outside the brackets that every message of the pseudo-locale has."""
    depth, found = 0, []
    for word in texts_of(tree):
        bare = ""
        for sign in word.text:
            depth += (sign == OPENING) - (sign == CLOSING)
            bare += sign if not depth and sign not in (OPENING, CLOSING) else " "
        if LATIN.search(NAMES.sub("", bare)):
            found.append(f"{word.where}: {bare.strip()!r}")
    assert depth == 0, "brackets do not match: a message is cut"
    for word in said_by(tree):
        bare = re.sub(f"{OPENING}[^{OPENING}]*?{CLOSING}", "", word.text)
        bare = re.sub(f"{OPENING}.*{CLOSING}", "", bare)
        if LATIN.search(NAMES.sub("", bare)):
            found.append(f"{word.where}: {bare.strip()!r}")
    return found


def for_machines(tree: Tag) -> list[tuple[str, str, str]]:
    """Every attribute that a browser or script reads: (element, attribute, value)."""
    found = []
    for element in tree.find_all(True):
        for name, value in element.attrs.items():
            written = " ".join(value) if isinstance(value, list) else str(value)
            if name not in {"lang", "dir", "content"} and not _is_said(name, written):
                found.append((element.name, name, written))
    return found
