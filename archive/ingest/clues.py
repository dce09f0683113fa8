"""What a plain text says of itself around its body: title, byline, date. Where the signs are weak, nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.ingest.datelines import is_date_line, stated_date
from archive.ingest.furniture import is_phrase
from archive.ingest.stopwords import length_in_words
from archive.text.blocks import Block, BlockKind, CanonicalText

_TITLE_WORDS = (3, 30)
_LONGEST_TITLE = 200  # characters
_SUPPLIED_WORDS = 10
_LONGEST_SUPPLIED = 80  # characters
_SENTENCE = re.compile(r".+?[.!?…](?=[\"'”’»)]*(?:\s|$))|.+?[。！？]|.+")

_NAME = r"[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_'’.-]*(?:[.'’-]+[^\W\d_]+)*\.?"
_PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|bin|ibn|al|la|le|du|and|und|et|y|e)"
_NAMES = re.compile(rf"{_NAME}(?:,? (?:{_PARTICLE} ){{0,2}}{_NAME}){{1,5}}$")
_BYLINE = re.compile(r"(?:written |story |text |words )?(?:by|von|par|por|di|door)\b:? (.+)$", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(r"(?:author|by|written by|autor|autorin|auteur|autore)\W*$", re.IGNORECASE)
_LONGEST_BYLINE = 120  # characters


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and whether we made it of the text's first words because the text states none."""

    words: str
    supplied: bool


@dataclass(frozen=True, slots=True)
class Dateline:
    """A publication date in EDTF, and the line that states it; both empty where none does."""

    published: str = ""
    line: str = ""


def title_of(content: CanonicalText) -> Title:
    """Return the title that stands above the body, or one made of the body's first words."""
    before = list(_before_body(content))
    for block, text in before:
        if block.kind is BlockKind.HEADING and block.level == 1:
            return Title(text[:_LONGEST_TITLE], supplied=False)
    for _, text in before:
        if _is_title_like(text):
            return Title(text, supplied=False)
    if before and _is_title_like(before[-1][1], least=1):  # right above the body even a word or two is a title
        return Title(before[-1][1], supplied=False)
    first = content.body[0]
    return Title(_first_words(content.text[first.start : first.end]), supplied=True)


def byline_of(content: CanonicalText) -> str:
    """Return whom a line around the body, 'By …' or one under the label 'Author', names as its author; '' for none."""
    texts = list(_around_body(content))
    for at, text in enumerate(texts):
        match = _BYLINE.match(text) if len(text) <= _LONGEST_BYLINE else None
        if match and _NAMES.match(match[1]):
            return match[1]
        if at and _AUTHOR_LABEL.match(texts[at - 1]) and len(text) <= _LONGEST_BYLINE and _NAMES.match(text):
            return text
    return ""


def is_byline(text: str) -> bool:
    """Tell whether a line says whom a text is by, and no more."""
    match = _BYLINE.match(text) if len(text) <= _LONGEST_BYLINE else None
    return match is not None and _NAMES.match(match[1]) is not None


def dateline_of(content: CanonicalText) -> Dateline:
    """Return the first date that a line of its own around the body states."""
    for text in _around_body(content):
        if date := stated_date(text):
            return Dateline(date, text)
    return Dateline()


def _before_body(content: CanonicalText) -> Iterator[tuple[Block, str]]:
    for block in content.blocks:
        if not block.furniture:
            return
        yield block, content.text[block.start : block.end]


def _around_body(content: CanonicalText) -> Iterator[str]:
    return (content.text[block.start : block.end] for block in content.blocks if block.furniture)


def _is_title_like(text: str, least: int = _TITLE_WORDS[0]) -> bool:
    most = _TITLE_WORDS[1]
    return (
        len(text) <= _LONGEST_TITLE
        and least <= length_in_words(text) <= most
        and not text.endswith((".", "。", ":", ","))
        and not is_date_line(text)
        and not _BYLINE.match(text)
        and not is_phrase(text)
    )


def _first_words(text: str) -> str:
    """Return the beginning of a text's first sentence, with an ellipsis where words are left out."""
    match = _SENTENCE.match(text)
    sentence = (match[0] if match else text).rstrip(".。")
    words = _shortened(" ".join(sentence.split()[:_SUPPLIED_WORDS]))
    return words if words == sentence else f"{words}…"


def _shortened(words: str) -> str:
    """Cut words to the length of a supplied title, between two of them where there are several."""
    if len(words) > _LONGEST_SUPPLIED:
        cut = words[:_LONGEST_SUPPLIED]
        words = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return words.rstrip(" ,;:–—-")
