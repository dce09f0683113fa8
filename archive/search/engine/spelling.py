"""Did you mean: the archive's own word that a word most likely was meant to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import OSA

from archive.search.engine import analysis, patterns
from archive.search.engine.snapshot import Snapshot

_SHORTEST = 3  # letters; a shorter word is one slip away from too many others
_LONGEST = 40  # letters; no word that anybody misspells is longer
_MOST_COUNTED = 50  # equally near forms whose documents are counted
_MOST_MENDED = 20  # words of one query; each goes through all forms that begin with its letter
_FIELD = re.compile(r"\b\w+:(?=\S)")
_QUOTE = re.compile(r"(?<!\w)'|'(?!\w)")


@dataclass(frozen=True, slots=True)
class Speller:
    """known: the fields any of which makes a word a known one. offered: those whose words may be suggested."""

    snapshot: Snapshot
    known: Sequence[str]
    offered: Sequence[str]

    def corrected(self, words: Iterable[str]) -> dict[str, str]:
        """For the words that no form of is known, the nearest known form: of several the one of the most documents.

        Near is one slip for words of up to 5 letters, two for longer ones, where two neighbours swapped are one slip;
        accents are none. Words that nothing is near to are left out.
        """
        unknown = [word for word in words if self._may_be_a_slip(word) and not self._forms(word)]
        return self._nearest_of(unknown)

    def respelt(self, words: Iterable[str]) -> dict[str, str]:
        """As `corrected`, for the words also that other forms are known of, but not this one."""
        unknown = [word for word in words if self._may_be_a_slip(word) and not self._is_form(word)]
        return self._nearest_of(unknown)

    @staticmethod
    def _may_be_a_slip(word: str) -> bool:
        return word.isalpha() and _SHORTEST <= len(word) <= _LONGEST and len(analysis.terms(word)) == 1

    def _forms(self, word: str) -> tuple[str, ...]:
        return self.snapshot.forms(self.known, analysis.terms(word)[0].encode())

    def _is_form(self, word: str) -> bool:
        return analysis.unaccented(word) in map(analysis.unaccented, self._forms(word))

    def _nearest_of(self, words: Iterable[str]) -> dict[str, str]:
        return {
            word: meant for word in islice(words, _MOST_MENDED) if (meant := self._nearest(analysis.unaccented(word)))
        }

    def _nearest(self, word: str) -> str | None:
        slips = 1 if len(word) <= 5 else 2
        near: dict[int, list[str]] = {}
        for form in patterns.forms(self.snapshot, self.offered, patterns.near(word, slips)):
            if form.isalpha() and analysis.naming(analysis.terms(form)):  # nobody searches for a function word
                near.setdefault(OSA.distance(word, analysis.unaccented(form)), []).append(form)
        return self._most_frequent(near[min(near)]) if near else None

    def _most_frequent(self, forms: Collection[str]) -> str:
        """The form of the most documents; forms of rare terms are not counted where there are very many."""
        likely = sorted(forms, key=lambda form: (-self._holding_term(form), form))[:_MOST_COUNTED]
        return min(likely, key=lambda form: (-self._holding_form(form), form))

    def _holding_term(self, form: str) -> int:
        term = analysis.terms(form)[-1].encode()
        return sum(self.snapshot.holding(name, term) for name in self.offered)

    def _holding_form(self, form: str) -> int:
        return int((patterns.with_form(self.snapshot, self.offered, form) & self.snapshot.live).sum())


def bare(query: str, reserved_words: Iterable[str], reserved_signs: Iterable[str]) -> list[str]:
    """The words of a query in Whoosh's language, without its signs, its operators and the names of its fields."""
    text = _QUOTE.sub(" ", _FIELD.sub(" ", query))
    for sign in reserved_signs:
        text = text.replace(sign, " ")
    operators = set(reserved_words)
    return [word for word in text.split() if word not in operators]


def suggestion(words: Sequence[str], meant: Mapping[str, str]) -> str | None:
    """The words with the meant ones in their places; None where there are none."""
    return " ".join(meant.get(word, word) for word in words) if meant else None
