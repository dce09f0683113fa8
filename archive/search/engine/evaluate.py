"""Which documents fulfil a condition, and how well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from whoosh import query
from whoosh.searching import Searcher

from archive.search.engine import analysis, bits
from archive.search.engine.generation import Generation
from archive.search.engine.request import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    Named,
    NamedBetween,
    NoneOf,
    NumberBetween,
    Words,
)

Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Matched:
    """The set of documents, and the scores of each part that ranks them; a document's score is the sum."""

    documents: int
    scores: tuple[Scores, ...] = ()

    def score(self, number: int) -> float:
        return sum(part.get(number, 0.0) for part in self.scores)


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates conditions over the documents of `among`."""

    searcher: Searcher
    generation: Generation
    among: int

    def matched(self, condition: Condition) -> Matched:
        match condition:
            case AllOf(parts):
                return self._joined(parts, and_, self.among)
            case AnyOf(parts):
                return self._joined(parts, or_, 0)
            case NoneOf(part):
                return Matched(self.among & ~self.matched(part).documents)
            case Everything():
                return Matched(self.among)
            case Words():
                return self._with_words(condition)
            case Named():
                return self._named(condition)
            case NamedBetween():
                return Matched(self._named_between(condition))
            case NumberBetween():
                return Matched(self._pack(self._number_between(condition)))

    def matched_by(self, whoosh_query: query.Query) -> Matched:
        """As `matched`, for a query of Whoosh's own."""
        scores: Scores = {}
        for leaf, offset in self.searcher.leaf_searchers():
            matcher = whoosh_query.matcher(leaf, leaf.context())
            while matcher.is_active():
                scores[matcher.id() + offset] = matcher.score()
                matcher.next()
        return Matched(self._pack(scores), (scores,))

    def with_term(self, field: str, term: str) -> Scores:
        """The documents whose field holds the term, with Whoosh's score of it."""
        if (field, term) not in self.searcher.reader():
            return {}
        scores: Scores = {}
        matcher = self.searcher.postings(field, term)
        while matcher.is_active():
            scores[matcher.id()] = matcher.score()
            matcher.next()
        return scores

    def _joined(self, parts: Iterable[Condition], join: Callable[[int, int], int], start: int) -> Matched:
        found = [self.matched(part) for part in parts]
        documents = reduce(join, (one.documents for one in found), start)
        return Matched(documents, tuple(scores for one in found for scores in one.scores))

    def _with_words(self, words: Words) -> Matched:
        terms = analysis.terms(words.text)
        scores: defaultdict[int, float] = defaultdict(float)
        for name, weight in words.fields:
            found = self.with_term(name, terms[0]) if len(terms) == 1 else self._with_phrase(name, terms)
            for number, score in found.items():
                scores[number] += weight * score
        return Matched(self._pack(scores), (dict(scores),))

    def _with_phrase(self, field: str, terms: tuple[str, ...]) -> Scores:
        """The documents where the terms stand side by side, each scored by the sum over its terms."""
        reader = self.searcher.reader()
        if not terms or any((field, term) not in reader for term in terms):
            return {}
        each = [frozenset(self.searcher.postings(field, term).all_ids()) for term in set(terms)]
        numbers = sorted(reduce(and_, each))
        starts: dict[int, set[int]] = {}
        scores: defaultdict[int, float] = defaultdict(float)
        for place, term in enumerate(terms):
            matcher = self.searcher.postings(field, term)
            for number in numbers:
                matcher.skip_to(number)
                begins = {position - place for position in matcher.value_as("positions")}
                starts[number] = starts[number] & begins if place else begins
                scores[number] += matcher.score()
        return {number: scores[number] for number in numbers if starts[number]}

    def _named(self, named: Named) -> Matched:
        documents = self.generation.values_of(self.searcher.reader(), named.field).named(named.value)
        if documents is not None:
            return Matched(documents & self.among)
        return self._with_words(named.otherwise) if named.otherwise else Matched(0)

    def _named_between(self, between: NamedBetween) -> int:
        values = self.generation.values_of(self.searcher.reader(), between.field).documents
        low, high = between.low or "", between.high
        inside = (held for value, held in values.items() if low <= value and (high is None or value <= high))
        return reduce(or_, inside, 0) & self.among

    def _number_between(self, between: NumberBetween) -> Iterable[int]:
        for number, value in enumerate(self.generation.column(self.searcher.reader(), between.field)):
            if (
                value is not None
                and (between.low is None or between.low <= value)
                and (between.high is None or value <= between.high)
            ):
                yield number

    def _pack(self, numbers: Iterable[int]) -> int:
        return bits.pack(numbers, self.generation.size) & self.among
