"""The fragments of a text that show what was found in it, as HTML: what Haystack calls highlighting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from django.utils.html import escape

from archive.search.engine import analysis
from archive.search.engine.analysis import Token
from archive.text.cutting import from_word, sentence_start, to_word

WIDTH = 240  # code points of a fragment, about; a text that is no longer is shown whole
MOST = 3  # fragments
_READ = 1_000_000  # code points of a text that are looked through
_MOST_MARKS = 2_000  # in one text
_COMPARED = 4  # letters that a text is searched for before its words are read
_MOST_SEARCHED = 200  # beginnings of words; for more the text is read
_LONGEST = 40  # code points of a word and the space behind it, where a phrase goes on

Fits = Callable[[Token], bool]
Tokens = Callable[[str], Iterator[Token]]


class Mark(NamedTuple):
    """The code points [start, end) of a text show needle number `needle`."""

    start: int
    end: int
    needle: int


@dataclass(frozen=True, slots=True)
class Needle:
    """Words that stand side by side, each fitting; slop: how many others may stand between two of them.

    forms: how the first may be written, in small letters.
    """

    words: tuple[Fits, ...]
    forms: frozenset[str]
    slop: int = 0


@dataclass(frozen=True)
class Highlighter:
    """Marks in texts of one field what a query finds there. tokens: the words of a text, as the field reads them."""

    needles: tuple[Needle, ...]
    tokens: Tokens = analysis.tokens

    def highlighted(self, text: str) -> list[str]:
        """One to MOST fragments, the one that shows most first, matches in <em>, all else escaped.

        Where nothing matches, the beginning of the text without marks.
        """
        marks = self._marks(text[:_READ])
        return [_html(text, start, end, marks) for start, end in _fragments(text, marks)]

    def _marks(self, text: str) -> list[Mark]:
        """In order, without overlap."""
        found: list[Mark] = []
        free = 0
        for start, end in self._places(text):
            for mark in self._marks_of(text, start, end):
                if mark.start >= free:
                    found.append(mark)
                    free = mark.end
            if len(found) >= _MOST_MARKS:
                break
        return found

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """The pieces of the text between white space in which a needle may begin. No word holds white space."""
        lowered = text.lower()
        beginnings = self._beginnings
        if beginnings is None or len(lowered) != len(text):
            yield 0, len(text)
            return
        done = 0
        for found in beginnings.finditer(lowered):
            if found.start() >= done:
                start = _space_before(text, found.start(), done)
                done = _space_after(text, found.end())
                yield start, done

    @cached_property
    def _beginnings(self) -> re.Pattern[str] | None:
        """What the needles may begin with; None where that is too much to search for."""
        found = {form[:_COMPARED] for needle in self.needles for form in needle.forms}
        if self.tokens is not analysis.tokens or len(found) > _MOST_SEARCHED:
            return None
        return re.compile("|".join(map(re.escape, sorted(found))) or r"(?!)")

    def _marks_of(self, text: str, start: int, end: int) -> Iterator[Mark]:
        longest = max((len(needle.words) * (1 + needle.slop) for needle in self.needles), default=1)
        here = list(self.tokens(text[start:end]))
        following = islice(self.tokens(text[end : end + _LONGEST * longest]), longest - 1)
        words = [*_moved(here, start), *_moved(following, end)]
        for place in range(len(here)):
            for number, needle in enumerate(self.needles):
                last = _reached(words, place, needle)
                if last is not None:
                    yield Mark(words[place].start, words[last].end, number)
                    break


def _moved(tokens: Iterable[Token], by: int) -> Iterator[Token]:
    for token in tokens:
        yield Token(token.form, token.terms, token.start + by, token.end + by, token.position)


def _reached(words: Sequence[Token], place: int, needle: Needle) -> int | None:
    """Where the needle ends that begins at `place`; None where it does not stand there."""
    first, *others = needle.words
    if not first(words[place]):
        return None
    for fits in others:
        near = range(place + 1, min(len(words), place + 2 + needle.slop))
        following = next((one for one in near if fits(words[one])), None)
        if following is None:
            return None
        place = following
    return place


def _space_before(text: str, place: int, least: int) -> int:
    while place > least and not text[place - 1].isspace():
        place -= 1
    return place


def _space_after(text: str, place: int) -> int:
    while place < len(text) and not text[place].isspace():
        place += 1
    return place


# --- fragments ---


def _fragments(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    if len(text) <= WIDTH:
        return [(len(text) - len(text.lstrip()), len(text.rstrip()))] if text.strip() else [(0, 0)]
    windows = sorted(_windows(marks), key=lambda window: (-len({mark.needle for mark in window}), -len(window)))
    found = [_widened(text, window[0].start, window[-1].end) for window in windows[:MOST]]
    return _apart(found) or [(0, to_word(text, 0, WIDTH))]


def _windows(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks that stand within WIDTH of each other, from the first on."""
    windows: list[list[Mark]] = []
    for mark in marks:
        if windows and mark.end - windows[-1][0].start <= WIDTH:
            windows[-1].append(mark)
        else:
            windows.append([mark])
    return windows


def _widened(text: str, first: int, last: int) -> tuple[int, int]:
    spare = max(0, WIDTH - (last - first))
    low = max(0, min(first - spare // 2, len(text) - WIDTH))
    start = sentence_start(text, max(0, low - spare // 4), low, first)
    if start is None:
        start = from_word(text, low, first)
    return start, to_word(text, last, min(len(text), max(last, start + WIDTH)))


def _apart(fragments: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in fragments:
        if all(end <= other_start or other_end <= start for other_start, other_end in kept):
            kept.append((start, end))
    return kept


def _html(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    pieces = []
    for mark in marks:
        if start <= mark.start and mark.end <= end:
            pieces += [escape(text[start : mark.start]), f"<em>{escape(text[mark.start : mark.end])}</em>"]
            start = mark.end
    return "".join([*pieces, escape(text[start:end])])
