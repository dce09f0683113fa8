"""What words of one version of a text have become in the next, by aligning the versions word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from archive.text.selectors import Span

CHANGED = 0.8  # similarity from which on words count as the same ones, changed in part
GONE = 0.4  # similarity of what stands in their place under which words count as gone


class Fate(StrEnum):
    """STANDS: word for word in one place. REPEATED: in several, of which the aligned one is meant. CHANGED: what stands

    in its place is 0.8 alike or more. GONE: little of it stands in its place, and nothing like it anywhere else.
    REWRITTEN: what is neither; a way may find what is left of it, or may not.
    """

    STANDS = "verbatim in one place"
    REPEATED = "verbatim in several"
    CHANGED = "changed in part"
    REWRITTEN = "changed more"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the words should be found; similarity: of what stands there to what was quoted, 0 to 1."""

    fate: Fate
    span: Span | None
    similarity: float


class Alignment:
    """Two versions of a text and the longest common subsequence of their words."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.words = [match.span() for match in re.finditer(r"\S+", old)]
        self.new_words = [match.span() for match in re.finditer(r"\S+", new)]

    def span(self, first: int, last: int) -> Span:
        """The words [first, last) of the old text."""
        return Span(self.words[first][0], self.words[last - 1][1])

    def target(self, first: int, last: int) -> Target:
        """What has become of the words [first, last) of the old text."""
        span = self.span(first, last)
        quoted = self.old[span.start : span.end]
        counterpart = self._counterpart(first, last)
        places = [match.start() for match in re.finditer(f"(?={re.escape(quoted)})", self.new)]
        if len(places) == 1:
            return Target(Fate.STANDS, Span(places[0], places[0] + len(quoted)), 1.0)
        alike = self._alike(quoted, counterpart)
        if places and alike == 1.0:
            return Target(Fate.REPEATED, counterpart, alike)
        if alike >= CHANGED:
            return Target(Fate.CHANGED, counterpart, alike)
        if alike < GONE and fuzz.partial_ratio(quoted, self.new) < 100 * CHANGED:
            return Target(Fate.GONE, None, alike)
        return Target(Fate.REWRITTEN, counterpart, alike)

    def _alike(self, quoted: str, counterpart: Span | None) -> float:
        if counterpart is None:
            return 0.0
        return Indel.normalized_similarity(quoted, self.new[counterpart.start : counterpart.end])

    def _counterpart(self, first: int, last: int) -> Span | None:
        """From the counterpart of the first word to that of the last; words put in between are part of it."""
        start, end = self._edge(first, at_end=False), self._edge(last - 1, at_end=True)
        return Span(self.new_words[start][0], self.new_words[end - 1][1]) if start < end else None

    def _edge(self, word: int, *, at_end: bool) -> int:
        """The new words' edge that answers the old word's: in a stretch that was replaced, in proportion."""
        tag, old_start, old_end, new_start, new_end = self._stretches[word]
        place = word - old_start + at_end
        if tag == "equal":
            return new_start + place
        return new_start + round(place * (new_end - new_start) / (old_end - old_start))

    @cached_property
    def _stretches(self) -> list[tuple[str, int, int, int, int]]:
        """For each old word the stretch that it is in, those that differ joined with what stands in their place."""
        numbers: dict[str, int] = {}
        olds = [numbers.setdefault(self.old[start:end], len(numbers)) for start, end in self.words]
        news = [numbers.setdefault(self.new[start:end], len(numbers)) for start, end in self.new_words]
        stretches: list[tuple[str, int, int, int, int]] = []
        for code in Indel.opcodes(olds, news):
            one = (code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end)
            if stretches and stretches[-1][0] != "equal" and code.tag != "equal":
                before = stretches.pop()
                one = ("replace", before[1], code.src_end, before[3], code.dest_end)
            stretches.append(one)
        return [one for one in stretches for _ in range(one[1], one[2])]
