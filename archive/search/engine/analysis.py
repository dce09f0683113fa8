"""What a word is: the one analysis for indexing, searching and excerpts, so that all three agree on every place.

Words are folded to lower case without accents and stemmed as English; Chinese, Japanese and Korean signs are words of
their own, so that any run of them is found as a phrase. Stop words keep their places and are found in phrases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from whoosh.lang.snowball.english import EnglishStemmer

VERSION = 2  # raise it when the same text would give other terms: an index of another version is built anew

# Articles, prepositions, pronouns and auxiliaries: they tell little by themselves.
_STOP_WORDS = """
a an and are as at be been but by for from had has have he her his i if in into is it its not of on or our she so than
that the their them then there these they this to was we were what when which who will with would you
"""
_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_APOSTROPHES = "'’ʼ"
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}][sS]$")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SPELT = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"})
_NO_APOSTROPHES = str.maketrans(dict.fromkeys(_APOSTROPHES))
_NO_COMMAS = str.maketrans({",": None})


class Token(NamedTuple):
    """A word of a text: its term, the code points [start, end) that it stands on, and its place among the words."""

    term: str
    start: int
    end: int
    position: int


def _marks() -> str:
    """The combining marks of living scripts, for a regular expression class.

    They belong to the letter before them, yet Python's `\\w` leaves them out and would cut Hindi and Thai words short.
    """
    codes = chain(range(0x3000), range(0xA000, 0xAC00), range(0xFE20, 0xFE30))
    return "".join(chr(code) for code in codes if unicodedata.category(chr(code)).startswith("M"))


# Digits in threes behind the first ones: none larger is written out, and a hostile list of threes must not be read to
# its end from each of them.
_MOST_GROUPS = 10
_LETTERS = rf"[^\W_{_CJK}]+(?:[{_marks()}]+[^\W_{_CJK}]*)*"
_WORD = re.compile(
    rf"(?P<figure>\d{{1,3}}(?:,\d{{3}}){{1,{_MOST_GROUPS}}}+(?:\.\d+)?+(?![,.]*\d)|\d+(?:\.\d+)+)"
    rf"|(?P<sign>(?=[^\W_])[{_CJK}])"
    rf"|(?P<word>{_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*)"
)


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of `text` in order; equal terms match each other. Linear in the text."""
    for position, found in enumerate(_WORD.finditer(text)):
        yield Token(_term(found[0], found.lastgroup or ""), found.start(), found.end(), position)


def terms(text: str) -> tuple[str, ...]:
    """The terms of `text` in order."""
    return tuple(token.term for token in tokens(text))


def name_key(name: str) -> str:
    """What two writings of one name share: its folded words, whatever stands between them; slugs share it too."""
    return " ".join(
        _folded(found[0]) if found.lastgroup == "word" else _term(found[0], found.lastgroup or "")
        for found in _WORD.finditer(name)
    )


def telling(found: Iterable[str]) -> tuple[str, ...]:
    """Those of the terms that are no stop words."""
    return tuple(term for term in found if term not in _STOP_TERMS)


def _term(text: str, kind: str) -> str:
    if kind == "figure":
        return text.translate(_NO_COMMAS)
    if kind == "sign":
        return unicodedata.normalize("NFKC", text)
    return _stemmed(text)


@lru_cache(maxsize=100_000)  # bounds memory to some 20 MB; a language uses far fewer words at a time
def _stemmed(word: str) -> str:
    folded = _folded(word)
    return _STEMMER.stem(folded) if folded.isascii() and folded.isalpha() else folded


def _folded(word: str) -> str:
    word = _POSSESSIVE.sub("", word).translate(_NO_APOSTROPHES)
    if word.isascii():
        return word.lower()
    decomposed = _ACCENTS.sub("", unicodedata.normalize("NFKD", word))
    return unicodedata.normalize("NFC", decomposed.casefold().translate(_SPELT)) or word


_STEMMER = EnglishStemmer()
_STOP_TERMS = frozenset(_stemmed(word) for word in _STOP_WORDS.split())
