"""Which documents fulfil a condition, and how well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import and_, or_

import numpy as np

from archive.search.engine import analysis, numbers, patterns, phrases, scoring
from archive.search.engine.request import (
    AllOf,
    AnyOf,
    Boosted,
    Condition,
    Everything,
    Fuzzy,
    Named,
    NamedBetween,
    NamedUnder,
    NoneOf,
    NumberBetween,
    Pattern,
    Words,
)
from archive.search.engine.scoring import NOTHING, Scored
from archive.search.engine.segments.layout import Array
from archive.search.engine.segments.read import Field
from archive.search.engine.snapshot import Kinds, Snapshot


@dataclass(frozen=True, slots=True)
class Matched:
    """By document whether it matches, and the parts that rank those that do; a document's score is their sum."""

    mask: Array
    parts: tuple[Scored, ...] = ()

    def scores(self) -> Array:
        """By document."""
        return scoring.total(len(self.mask), self.parts)

    def within(self) -> Matched:
        """Without what its parts give to documents that it does not match: they may match a whole by another way."""
        return Matched(self.mask, tuple(part.within(self.mask) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates conditions over the live documents of `kinds`."""

    snapshot: Snapshot
    kinds: Kinds

    def matched(self, condition: Condition) -> Matched:
        match condition:
            case AllOf(parts):
                return self._all_of(parts)
            case AnyOf(parts):
                return self._any_of(parts)
            case NoneOf(part):
                return Matched(self.kinds.live & ~self.matched(part).mask)
            case Everything():
                return Matched(self.kinds.live)
            case Boosted(part, factor):
                found = self.matched(part)
                return Matched(found.mask, tuple(one.times(factor) for one in found.parts))
            case Words() | Pattern() | Fuzzy():
                return self.of(self._kept(condition))
            case Named():
                return self._named(condition)
            case NamedUnder() | NamedBetween() | NumberBetween():
                return Matched(self._mask(condition))

    def of(self, found: Scored) -> Matched:
        mask = np.zeros(self.snapshot.size, bool)
        mask[found.docs] = True
        return Matched(mask, (found,))

    def _all_of(self, parts: Iterable[Condition]) -> Matched:
        found = [self.matched(part) for part in parts]
        mask = reduce(and_, (one.mask for one in found), self.kinds.live)
        return Matched(mask, tuple(part for one in found for part in one.parts))

    def _any_of(self, parts: Iterable[Condition]) -> Matched:
        # What a single word scores it scores where it matches; of several that must all match it may score elsewhere.
        found = [
            self.matched(part) if isinstance(part, Words | Pattern | Fuzzy) else self.matched(part).within()
            for part in parts
        ]
        mask = reduce(or_, (one.mask for one in found), np.zeros(self.snapshot.size, bool))
        return Matched(mask, tuple(part for one in found for part in one.parts))

    # --- words ---

    def _kept(self, condition: Words | Pattern | Fuzzy) -> Scored:
        key = (condition, self.kinds.names)
        return self.snapshot.cache.get(key, lambda: self._scored(condition), lambda found: found.nbytes)

    def _scored(self, condition: Words | Pattern | Fuzzy) -> Scored:
        if isinstance(condition, Words):
            return self._with_words(condition)
        choose = patterns.chooser(condition)
        return self._by(condition.fields, lambda name: patterns.postings(self.snapshot, name, choose))

    def _with_words(self, words: Words) -> Scored:
        steps = [
            phrases.Step(token.term.encode(), token.form if words.quoted else "")
            for token in analysis.tokens(words.text)
        ]
        if not steps:
            return NOTHING
        if len(steps) > 1:
            return self._by(words.fields, lambda name: phrases.postings(self.snapshot, name, steps, words.slop))
        if words.quoted:
            return self._by(words.fields, lambda name: phrases.single(self.snapshot, name, steps[0]))
        return self._by(words.fields, lambda name: self.snapshot.postings(name, steps[0].term))

    def _by(self, fields: scoring.Fields, postings: Callable[[str], scoring.Postings]) -> Scored:
        return scoring.scored(self.snapshot, self.kinds, fields, postings)

    # --- exact values ---

    def _named(self, named: Named) -> Matched:
        exact = self._mask(named)
        if named.otherwise is None or exact.any():
            return Matched(exact)
        return self.matched(named.otherwise)

    def _mask(self, condition: Named | NamedUnder | NamedBetween | NumberBetween) -> Array:
        """The live documents, kept: filters come again with every page and facet."""
        compute = partial(self._computed_mask, condition)
        return self.snapshot.cache.get((condition, self.kinds.names), compute, lambda mask: int(mask.nbytes))

    def _computed_mask(self, condition: Named | NamedUnder | NamedBetween | NumberBetween) -> Array:
        match condition:
            case Named(field, value):
                exact = self._with_values(field, lambda held: _exactly(held, value))
                return exact if exact.any() else self._with_values(field, lambda held: _in_any_writing(held, value))
            case NamedUnder(field, value):
                return self._with_values(field, lambda held: _under(held, value))
            case NamedBetween(field, low, high):
                return self._with_values(field, lambda held: _between(held, low, high))
            case NumberBetween():
                return self._number_between(condition)

    def _number_between(self, between: NumberBetween) -> Array:
        values = numbers.column(self.snapshot, between.field)
        mask: Array = values != numbers.MISSING
        if between.low is not None:
            mask = mask & (values >= between.low)
        if between.high is not None:
            mask = mask & (values <= between.high)
        return mask & self.kinds.live

    def _with_values(self, name: str, choose: Callable[[Field], Sequence[int]]) -> Array:
        mask = np.zeros(self.snapshot.size, bool)
        for view, field in self.snapshot.fields(name):
            for number in choose(field):
                mask[field.docs(number) + np.int64(view.offset)] = True
        return mask & self.kinds.live


def _exactly(field: Field, value: str) -> list[int]:
    number = field.terms.find(value.encode())
    return [] if number < 0 else [number]


def _in_any_writing(field: Field, value: str) -> list[int]:
    return field.by_key.get(analysis.name_key(value), [])


def _under(field: Field, value: str) -> list[int]:
    wanted = value.lower()
    return [number for number, held in enumerate(field.values) if f"{held.lower()}-".startswith(f"{wanted}-")]


def _between(field: Field, low: str | None, high: str | None) -> range:
    start = 0 if low is None else field.terms.place(low.encode())
    return range(start, len(field.terms) if high is None else field.terms.place(high.encode() + b"\0"))
