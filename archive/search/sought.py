"""What a query looks for in texts, made ready once and used for every text of a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from archive.search.engine import analysis
from archive.search.query import Phrase, SearchQuery, Word

Needle = tuple[str, ...]  # terms that stand side by side

PREFIX = 3  # letters that forms share where they are looked for together

# Letters between which no word ends. From U+2E80 on stand signs that are words of their own.
LETTERS = re.compile(r"[^\W\d_\u2e80-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Start:
    """What forms begin with: looked for by `prefix`, then compared by the letters that they begin with."""

    prefix: str
    heads: frozenset[str]


@dataclass(frozen=True)
class SoughtWord:
    """One word: whatever has this term; of a pattern, without a term, whatever is written in one of these forms.

    forms: as they may stand in lower-cased texts.
    """

    term: str
    forms: frozenset[str]

    def fits(self, token: analysis.Token) -> bool:
        return self.term in token.terms if self.term else token.form in self.forms

    @cached_property
    def plain(self) -> frozenset[str]:
        """The forms of nothing but two or more ASCII letters."""
        return frozenset(form for form in self.forms if len(form) > 1 and form.isascii() and form.isalpha())

    @cached_property
    def starts(self) -> tuple[Start, ...]:
        return starts_of(self.forms)

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """One of them begins every form; for str.startswith."""
        return tuple(start.prefix for start in self.starts)

    @cached_property
    def by_head(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for form in self.forms:
            found.setdefault(head_of(form), []).append(form)
        return found


@dataclass(frozen=True)
class Sought:
    """needles: the terms that are marked, phrases whole. spelt: of each pattern or misspelt word, the forms it matched.

    forms: the lower-case forms that each term has in the archive, as written in texts; None where they are not known,
    so that texts must be read word by word. weights: how much it tells that a text shows a term, where not 1; see
    Lucene's idf.
    """

    needles: frozenset[Needle]
    spelt: tuple[frozenset[str], ...] = ()
    forms: Mapping[str, Collection[str]] | None = None
    weights: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def searches(self) -> tuple[tuple[SoughtWord, ...], ...]:
        """Every needle, then every pattern, as words; of several that begin at one place the first counts."""
        ordered = sorted(self.needles, key=lambda needle: (-len(needle), needle))
        words = {term: SoughtWord(term, self._forms_of(term)) for needle in ordered for term in needle}
        needles = tuple(tuple(words[term] for term in needle) for needle in ordered)
        return needles + tuple((SoughtWord("", forms),) for forms in self.spelt)

    @cached_property
    def is_lowered_by_place(self) -> bool:
        """Whether a form has letters whose lower case depends on what stands around them: a sigma, a dotted I."""
        every = "".join(form for words in self.searches for word in words for form in word.forms)
        return not every.isascii() and any(sign in every for sign in "σς\u0307")

    def _forms_of(self, term: str) -> frozenset[str]:
        return frozenset((self.forms or {}).get(term, ())) - {""}

    @cached_property
    def telling(self) -> tuple[float, ...]:
        """What it is worth to show each of `searches`."""
        return tuple(sum(self.weights.get(word.term, 1.0) for word in words) for words in self.searches)

    @cached_property
    def by_term(self) -> Mapping[str, list[int]]:
        """Which of `searches` begin with a term."""
        found: dict[str, list[int]] = {}
        for index, (first, *_) in enumerate(self.searches):
            if first.term:
                found.setdefault(first.term, []).append(index)
        return found

    @cached_property
    def by_form(self) -> Mapping[str, list[int]]:
        """Which of `searches` are patterns that matched a form."""
        found: dict[str, list[int]] = {}
        for index, (first, *_) in enumerate(self.searches):
            for form in () if first.term else first.forms:
                found.setdefault(form, []).append(index)
        return found


def sought(
    query: SearchQuery,
    forms: Mapping[str, Collection[str]] | None = None,
    spelt: Iterable[Collection[str]] = (),
    weights: Mapping[str, float] | None = None,
) -> Sought:
    """What `query` looks for. spelt: the forms that each of its patterns and fuzzy words matched.

    With `forms` (see Sought; for `terms_of(query)`) texts are searched and not read, some twenty times as fast.
    """
    if forms is not None:
        own = _own_forms(query)  # a line that is not indexed may hold a word as it was typed
        forms = {term: {*forms.get(term, ()), *own[term]} for term in own}
    return Sought(needles(query), tuple(frozenset(one) for one in spelt), forms, weights or {})


def needles(query: SearchQuery) -> frozenset[Needle]:
    """What to look for in a text. Stop words by themselves count only where there is nothing else."""
    every = {needle for leaf in query.text_only() for needle in _needles_of(leaf)} - {()}
    telling = {needle for needle in every if len(needle) > 1 or analysis.telling(needle)}
    return frozenset(telling or every)


def _needles_of(leaf: Word | Phrase) -> list[Needle]:
    """The words side by side; each for itself where others may stand among them."""
    terms = analysis.terms(leaf.text)
    return [(term,) for term in terms] if isinstance(leaf, Phrase) and leaf.slop else [terms]


def terms_of(query: SearchQuery) -> frozenset[str]:
    """The terms whose forms a text is searched for."""
    return frozenset(term for needle in needles(query) for term in needle)


def _own_forms(query: SearchQuery) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for leaf in query.text_only():
        for token in analysis.tokens(leaf.text):
            found.setdefault(token.term, set()).add(token.form)
    return found


def starts_of(forms: Iterable[str]) -> tuple[Start, ...]:
    """The forms in groups that begin alike, so that a text is gone through once a group and not once a form."""
    groups: dict[str, list[str]] = {}
    for form in forms:
        groups.setdefault(form[:PREFIX], []).append(form)
    return tuple(Start(_common(group), frozenset(map(head_of, group))) for group in groups.values())


def head_of(form: str) -> str:
    """The letters that a form begins with; empty for a figure or a Chinese sign."""
    found = LETTERS.match(form)
    return found[0] if found else ""


def _common(forms: Sequence[str]) -> str:
    """What all of the forms begin with."""
    first, last = min(forms), max(forms)
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
