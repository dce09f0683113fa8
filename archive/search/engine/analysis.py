"""What a word is: the one analysis for indexing, searching and excerpts, so that all three agree on every place.

A word stands at a place of a text in a *form*, its letters as written in lower case, and is found by its *terms*:
folded without accents and stemmed as English, and where it carries a sign that tells (`c++`, `35%`, `$2`, `u.s.`) by
that as well. Chinese, Japanese and Korean signs are words of their own, so that any run of them is found as a phrase.
Stop words keep their places and are found in phrases. No word holds white space: a text may be analysed piece by piece.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import Stemmer

VERSION = 3  # raise it when the same text would give other terms: an index of another version is built anew

# Articles, prepositions, pronouns and auxiliaries: they tell little by themselves.
_STOP_WORDS = """
a an and are as at be been but by for from had has have he her his i if in into is it its not of on or our she so than
that the their them then there these they this to was we were what when which who will with would you
"""
# Words that join others and name nothing: a plain question is better asked without them. More than the stop words.
_FUNCTION_WORDS = f"""
{_STOP_WORDS} about above after again against all also although am among another any because before being below between
both can cannot could did do does doing done down during each either else ever every few further him himself how however
itself just may me might more most much must my nor off only onto other ours out over own per quite rather same shall
she should since some such themselves therefore through thus too under until up upon us very via whether while whom
whose why within without yet you your yours
"""
_CJK_BASIC = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
)
_CJK = f"{_CJK_BASIC}\U00020000-\U0003ffff"
_CURRENCIES = "$€£¥₩₹"
_APOSTROPHES = "'’ʼ"
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}][sS]$")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SPELT = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"})
_NO_APOSTROPHES = str.maketrans(dict.fromkeys(_APOSTROPHES))
_NO_COMMAS = str.maketrans({",": None})


class Token(NamedTuple):
    """A word of a text, on the code points [start, end), at its place among the words.

    terms: what finds it, from the general to the specific; a word that is searched for is looked for by its last.
    """

    form: str
    terms: tuple[str, ...]
    start: int
    end: int
    position: int

    @property
    def term(self) -> str:
        return self.terms[-1]


def _marks() -> str:
    """The combining marks of living scripts, for a regular expression class.

    They belong to the letter before them, yet Python's `\\w` leaves them out and would cut Hindi and Thai words short.
    """
    codes = chain(range(0x3000), range(0xA000, 0xAC00), range(0xFE20, 0xFE30))
    return "".join(chr(code) for code in codes if unicodedata.category(chr(code)).startswith("M"))


# Digits in threes behind the first ones: none larger is written out, and a hostile list of threes must not be read to
# its end from each of them.
_MOST_GROUPS = 10
_MOST_INITIALS = 10
_LETTERS = rf"[^\W_{_CJK}]+(?:[{_marks()}]+[^\W_{_CJK}]*)*"
_PRICE = rf"(?:[{_CURRENCIES}](?=\d))?"
_SIGNS = r"(?:(?:\+\+?|[#%‰])(?![\w+#%‰]))?"
_LETTER = rf"[^\W\d_{_CJK}](?![\w{_APOSTROPHES}])"
_WORD = re.compile(
    rf"(?P<figure>{_PRICE}(?:\d{{1,3}}(?:,\d{{3}}){{1,{_MOST_GROUPS}}}+(?:\.\d+)?+(?![,.]*\d)|\d+(?:\.\d+)+){_SIGNS})"
    rf"|(?P<initials>(?:{_LETTER}\.){{1,{_MOST_INITIALS}}}(?:{_LETTER}\.?|(?<=\..\.)))"
    rf"|(?P<sign>(?=[^\W_])[{_CJK}])"
    rf"|(?P<word>{_PRICE}{_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*{_SIGNS})"
)
_PARTS = re.compile(rf"([{_CURRENCIES}]?)(.*?)((?:\+\+?|[#%‰])?)", re.DOTALL)


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of `text` in order; equal terms match each other. Linear in the text."""
    for position, found in enumerate(_WORD.finditer(text)):
        form, terms = analysed(found[0], found.lastgroup or "")
        yield Token(form, terms, found.start(), found.end(), position)


def token_at(text: str, start: int) -> Token | None:
    """The word that would begin at `start` if a word begins there; its position is 0."""
    found = _WORD.match(text, start)
    return found and Token(*analysed(found[0], found.lastgroup or ""), found.start(), found.end(), 0)


# After any other sign, and before and after a CJK one, a new word begins wherever one does.
_APART = re.compile(rf"(?<![^\W_{_CJK}]|[{_marks()}{_APOSTROPHES}{_CURRENCIES}.,+#%‰])|(?=[{_CJK}])")


def apart(text: str, at: int) -> bool:
    """Whether no word can stand across `at`, whatever stands before: words read from here on are those of the text."""
    return _APART.match(text, at) is not None


def pieces(piece: str) -> list[tuple[str, tuple[str, ...]]]:
    """The (form, terms) of each word of a piece of text; for indexing, which needs no places."""
    return [analysed(found[0], found.lastgroup or "") for found in _WORD.finditer(piece)]


def plain_terms(words: Iterable[str]) -> list[str]:
    """The term of each of many words of nothing but small ASCII letters and digits, much faster than one by one."""
    words = list(words)
    stems = _local.stemmer.stemWords(words)
    return [stem if word.isalpha() else word for word, stem in zip(words, stems, strict=True)]


def terms(text: str) -> tuple[str, ...]:
    """The terms of `text` in order, of each word the most specific."""
    return tuple(token.term for token in tokens(text))


def name_key(name: str) -> str:
    """What two writings of one name share: its folded words, whatever stands between them; slugs share it too."""
    return " ".join(
        _folded(found[0]) if found.lastgroup == "word" else analysed(found[0], found.lastgroup or "")[1][0]
        for found in _WORD.finditer(name)
    )


def telling(found: Iterable[str]) -> tuple[str, ...]:
    """Those of the terms that are no stop words."""
    return tuple(term for term in found if term not in _STOP_TERMS)


def naming(found: Iterable[str]) -> tuple[str, ...]:
    """Those of the terms that are no function words."""
    return tuple(term for term in found if term not in FUNCTION_TERMS)


@lru_cache(maxsize=20_000)  # some 5 MB; what is indexed in bulk keeps its own, for as long as it takes
def analysed(word: str, kind: str) -> tuple[str, tuple[str, ...]]:
    """The form and terms of one word, of a kind that the groups of the word rule name."""
    form = word.lower()
    if kind == "sign":
        return form, (unicodedata.normalize("NFKC", word),)
    if kind == "initials":
        letters = [_folded(letter) for letter in word.split(".") if letter]
        return form, ("".join(letters), ".".join(letters))
    found = _PARTS.fullmatch(word)
    price, core, signs = found.groups() if found else ("", word, "")
    if kind == "figure":
        core = folded = core.translate(_NO_COMMAS)
    else:
        folded = _folded(core)
        core = _local.stemmer.stemWord(folded) if folded.isascii() and folded.isalpha() else folded
    specific = f"{price}{folded}{signs}"
    return form, (core, specific) if price or signs else (core,)


def unaccented(text: str) -> str:
    """The text in small letters without accents, as terms are folded; words, lines and spaces stay what they are."""
    if text.isascii():
        return text.lower()
    decomposed = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", decomposed.casefold().translate(_SPELT))


def _folded(word: str) -> str:
    word = _POSSESSIVE.sub("", word).translate(_NO_APOSTROPHES)
    return unaccented(word) or word


class _Local(threading.local):
    """A stemmer is not to be shared by threads."""

    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer("english", 0)  # without a cache of its own


_local = _Local()
_STOP_TERMS = frozenset(plain_terms(_STOP_WORDS.split()))
FUNCTION_TERMS = frozenset(plain_terms(_FUNCTION_WORDS.split()))
