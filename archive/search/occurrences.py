"""Where a text holds what is sought. Two ways to the same places:

Where the forms of the words are known, the lower-cased text is searched for them, and only where one may stand is the
text read by the analysis's own rule of what a word is. Otherwise the text is read from its beginning, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from archive.search.engine.analysis import Token, apart, token_at, tokens
from archive.search.sought import LETTERS, Sought, SoughtWord, Start, starts_of

MOST_FORMS = 200  # of a word, that are searched for without regard to what the text has
MOST_STARTS = 12  # searches through a text for one word; for more, the text's words are listed first
MOST_LISTED = 100  # of a word whose forms begin in more ways the text is read
LEAST_SHARE = 100  # words read for each of very many searches
READ_AHEAD = 8  # times the length of a text, words compared to find phrases: enough but for texts made to be slow

_MAY_BE_LETTERS = re.compile(r"[^\W\d_\u2e80-\U0010ffff]*")
_FIRST_CJK = "\u2e80"
_BEFORE = frozenset(' \n("“')  # signs that no word holds, and that none begins behind but by its first letter
_BEHIND = frozenset(' \n,.;:)"”')  # signs that end a word of two letters or more
_NONE: frozenset[str] = frozenset()


class Occurrence(NamedTuple):
    """The code points [start, end) of a text hold `Sought.searches[search]`."""

    start: int
    search: int
    end: int


def occurrences(text: str, sought: Sought, most: int | None = None) -> list[Occurrence]:
    """The places of `text` where something that is sought stands, in order, without overlap.

    Of several that begin at one place the longest counts; what it covers is not found again. Linear in the text.
    most: so many at most, from the beginning; where the text is searched, of each thing that is sought a fair share.
    """
    if not sought.searches:
        return []
    if sought.forms is None:
        return _read(text, sought, most)
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text.replace("İ", "i").lower()  # the one letter that is longer in lower case, and shifts the places
    if len(lowered) != len(text) or sought.is_lowered_by_place:
        return _read(text, sought, most)
    starts = [_starts(words[0], lowered) for words in sought.searches]
    if any(len(one) > MOST_LISTED for one in starts):
        return _read(text, sought, most)
    share = (
        READ_AHEAD * (len(text) + LEAST_SHARE)
        if most is None
        else max(LEAST_SHARE, most // (sum(map(len, starts)) or 1))
    )
    found = [
        Occurrence(start, index, end)
        for index, words in enumerate(sought.searches)
        for one in starts[index]
        for start, end in _searched(text, lowered, words, one, share)
    ]
    return _without_overlap(sorted(found))[:most]


# --- reading ---


def _read(text: str, sought: Sought, most: int | None) -> list[Occurrence]:
    found: list[Occurrence] = []
    words = list(tokens(text))
    spare = READ_AHEAD * (len(text) + LEAST_SHARE)
    place = 0
    while place < len(words) and (most is None or len(found) < most):
        following = place + 1
        for index in _begun_by(words[place], sought):
            search = sought.searches[index]
            fitting = _fitting(words, place, search) if len(search) == 1 or spare > 0 else 0
            spare -= fitting - 1
            if fitting == len(search):
                following = place + fitting
                found.append(Occurrence(words[place].start, index, words[following - 1].end))
                break
        place = following
    return found


def _begun_by(token: Token, sought: Sought) -> Sequence[int]:
    """Which searches may begin with this word, in their order."""
    found = [index for term in token.terms for index in sought.by_term.get(term, ())]
    found += sought.by_form.get(token.form, ())
    return sorted(found) if len(found) > 1 else found


def _fitting(words: Sequence[Token], place: int, search: Sequence[SoughtWord]) -> int:
    """How many of the words of `search` stand from `place` on."""
    pairs = zip(search, words[place : place + len(search)], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].fits(pair[1]), pairs))


# --- searching ---


def _starts(word: SoughtWord, lowered: str) -> tuple[Start, ...]:
    """What to search for: where the forms begin in many ways, only those whose letters the text has."""
    if len(word.forms) <= MOST_FORMS and len(word.starts) <= MOST_STARTS:
        return word.starts
    present = word.by_head.keys() & {"", *LETTERS.findall(lowered)}
    return starts_of(form for head in present for form in word.by_head[head])


def _searched(
    text: str, lowered: str, search: Sequence[SoughtWord], start: Start, most: int
) -> Iterator[tuple[int, int]]:
    """Where the words of `search` stand, of those that begin as `start` says; reads so many words at most."""
    second = search[1].beginnings if len(search) > 1 else None
    plain = search[0].plain if second is None else _NONE
    if start.prefix not in lowered:  # most texts hold few of the forms
        return
    reader = _Reader(text)
    for at, end in _candidates(lowered, start, second):
        if most <= 0:
            return
        # What stands between these is one word of letters, so that nobody needs to read it.
        if lowered[at:end] in plain and lowered[end : end + 1] in _BEHIND and (not at or lowered[at - 1] in _BEFORE):
            yield at, end
            most -= 1
            continue
        token = reader.word_at(at)
        fitting = 0
        while token is not None and search[fitting].fits(token):
            fitting += 1
            if fitting == len(search):
                yield at, token.end
                break
            token = _next(text, token.end)
        most -= fitting or 1


def _candidates(lowered: str, start: Start, second: tuple[str, ...] | None) -> Iterator[tuple[int, int]]:
    """Where a form may stand, and where its letters end. What is left out here is no such word, whatever follows it."""
    prefix, heads = start.prefix, start.heads
    joins = _joins(prefix[0])
    is_sign = len(prefix) == 1 and apart(f"x{prefix}", 1)  # a word even behind a letter
    at = lowered.find(prefix)
    while at >= 0:
        if not (at and joins and lowered[at - 1] != " " and _joins(lowered[at - 1]) == joins):
            end = _MAY_BE_LETTERS.match(lowered, at).end()  # type: ignore[union-attr]  # matches everywhere
            if lowered[at:end] in heads and (
                second is None or _may_follow(lowered, at + 1 if is_sign else end, is_sign, second)
            ):
                yield at, end
        at = lowered.find(prefix, at + 1)


def _joins(sign: str) -> int:
    """Signs of equal number, but for 0, that stand side by side are always of one word: letters, or digits."""
    if sign < _FIRST_CJK and sign.isalpha():
        return 1
    return 2 if sign.isdecimal() else 0


def _may_follow(lowered: str, end: int, is_end: bool, beginnings: tuple[str, ...]) -> bool:
    """Whether the word after the one at whose `end` we are may begin so. Only where that is plain is it denied."""
    sign = lowered[end : end + 1]
    if sign == " ":
        end += 1
        sign = lowered[end : end + 1]
    elif not is_end:
        return True
    return not sign.isalpha() or lowered.startswith(beginnings, end)


class _Reader:
    """Reads the words at places of a text that only go forward; goes over each sign twice at most."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.read = 0  # no word stands across this place

    def word_at(self, place: int) -> Token | None:
        """The word that begins at `place`; None where none begins there."""
        if place < self.read:
            return None
        start = place
        while start > self.read and not (self.text[start - 1].isspace() or apart(self.text, start)):
            start -= 1
        while start < place:
            token = token_at(self.text, start)
            start = token.end if token else start + 1
        self.read = start
        if start > place:
            return None
        token = token_at(self.text, place)
        if token is not None:
            self.read = token.end
        return token


def _next(text: str, place: int) -> Token | None:
    """The next word from `place` on, which no word stands across."""
    return next((token for at in range(place, len(text)) if (token := token_at(text, at))), None)


def _without_overlap(found: Iterable[Occurrence]) -> list[Occurrence]:
    kept: list[Occurrence] = []
    free = 0
    for one in found:
        if one.start >= free:
            kept.append(one)
            free = one.end
    return kept
