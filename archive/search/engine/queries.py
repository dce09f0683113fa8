"""Whoosh's query objects on arrays: the same hits and scores as its own searcher finds, without a loop over postings.

What is not known here is left to Whoosh, and counted. Two things differ on purpose: patterns look through words as they
are written, not through stems, and a query that only excludes finds the rest.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_
from typing import Any, ClassVar

import numpy as np
from rapidfuzz.distance import OSA
from whoosh import fields, query

from archive.search.engine import numbers, patterns, phrases, reread, scoring
from archive.search.engine import schema as schemas
from archive.search.engine.evaluate import Evaluator, Matched
from archive.search.engine.scoring import Scored
from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Snapshot, everything
from archive.search.engine.store import Store

logger = logging.getLogger(__name__)

left_to_whoosh: Counter[str] = Counter()  # queries of this process that only Whoosh could evaluate, by class


class QueryEvaluator:
    """Evaluates Whoosh's queries over one snapshot."""

    def __init__(self, store: Store, snapshot: Snapshot) -> None:
        self._store = store
        self._snapshot = snapshot
        self._schema = store.schema
        self._all = everything(snapshot)
        self._conditions = Evaluator(snapshot, self._all)

    def matched(self, asked: query.Query) -> Matched:
        """The live documents that match, and the parts that rank them."""
        evaluate = self._known.get(type(asked))
        if evaluate is None:
            return self._left_to_whoosh(asked)
        return evaluate(self, asked)

    # --- of several ---

    def _and(self, asked: query.And) -> Matched:
        found = [self.matched(one) for one in asked.subqueries]
        mask = reduce(and_, (one.mask for one in found), self._all.live if found else self._none())
        return _boosted(Matched(mask, _parts(found)), asked)

    def _or(self, asked: query.Or) -> Matched:
        found = [self.matched(one).within() for one in asked.subqueries]
        return _boosted(Matched(reduce(or_, (one.mask for one in found), self._none()), _parts(found)), asked)

    def _dismax(self, asked: query.DisjunctionMax) -> Matched:
        found = [self.matched(one).within() for one in asked.subqueries]
        mask = reduce(or_, (one.mask for one in found), self._none())
        best = reduce(np.maximum, (one.scores() for one in found), np.zeros(len(mask)))
        return _boosted(self._with_scores(mask, best), asked)

    def _not(self, asked: query.Not) -> Matched:
        mask = self._all.live & ~self.matched(asked.query).mask
        return self._with_scores(mask, np.where(mask, 1.0, 0.0))

    def _and_not(self, asked: query.AndNot) -> Matched:
        wanted, unwanted = self.matched(asked.a), self.matched(asked.b)
        return Matched(wanted.mask & ~unwanted.mask, wanted.parts)

    def _and_maybe(self, asked: query.AndMaybe) -> Matched:
        wanted, welcome = self.matched(asked.a), self.matched(asked.b).within()
        return Matched(wanted.mask, (*wanted.parts, *welcome.parts))

    def _require(self, asked: query.Require) -> Matched:
        wanted, required = self.matched(asked.a), self.matched(asked.b)
        return Matched(wanted.mask & required.mask, wanted.parts)

    # --- of all ---

    def _every(self, asked: query.Every) -> Matched:
        mask = self._all.live
        if asked.fieldname is not None and asked.fieldname != "*":
            mask = self._none()
            for view, field in self._snapshot.fields(asked.fieldname):
                mask[field.all_docs + np.int64(view.offset)] = True
            mask &= self._all.live
        return self._with_scores(mask, np.where(mask, asked.boost, 0.0))

    def _nothing(self, _: query.Query) -> Matched:
        return Matched(self._none())

    def _constant(self, asked: query.ConstantScoreQuery) -> Matched:
        mask = self.matched(asked.child).mask
        return self._with_scores(mask, np.where(mask, asked.score, 0.0))

    # --- of words ---

    def _term(self, asked: query.Term) -> Matched:
        text = asked.text if isinstance(asked.text, bytes) else self._bytes(asked.fieldname, asked.text)
        return self._by(asked, lambda: self._snapshot.postings(asked.fieldname, text))

    def _phrase(self, asked: query.Phrase) -> Matched:
        """As Whoosh does: the places decide, and the words score, each as if it stood by itself."""
        words = [query.Term(asked.fieldname, word, boost=asked.boost) for word in asked.words]
        found = self._and(query.And(words))
        if len(words) < 2:
            return found
        mask = self._none()
        mask[self._side_by_side(asked, found.mask)] = True
        return Matched(mask & self._all.live, found.parts)

    def _side_by_side(self, asked: query.Phrase, mask: Array) -> Any:
        """The documents that hold the words in their order. mask: those that hold all of them."""
        words = [word.decode() if isinstance(word, bytes) else word for word in asked.words]
        if self._has_words(asked.fieldname):
            steps = [phrases.Step(word.encode()) for word in words]
            return phrases.postings(self._snapshot, asked.fieldname, steps, asked.slop - 1)[0]
        held = self._schema[asked.fieldname]
        docs = np.flatnonzero(mask)
        return reread.holding_phrase(self._snapshot, held, asked.fieldname, words, asked.slop, docs)

    def _pattern(self, asked: query.Prefix | query.Wildcard) -> Matched:
        if self._has_words(asked.fieldname):
            text = asked.text if isinstance(asked, query.Wildcard) else f"{asked.text}*"
            return self._holding(asked, patterns.postings(self._snapshot, asked.fieldname, patterns.like(text))[0])
        return self._holding(asked, self._with_values(asked.fieldname, _matches(asked)))

    def _with_values(self, fieldname: str, matches: Callable[[str], bool]) -> Array:
        """The documents of which a whole value, or a term where another analyser makes them, matches."""
        found = [np.zeros(0, np.int64)]
        for view, field in self._snapshot.fields(fieldname):
            terms = [number for number, value in enumerate(field.values) if matches(value)]
            found.append(patterns.all_docs(field, np.array(terms, np.int64)) + np.int64(view.offset))
        return np.concatenate(found)

    def _fuzzy(self, asked: query.FuzzyTerm) -> Matched:
        if not self._has_words(asked.fieldname):
            return self._holding(asked, self._with_values(asked.fieldname, _near(asked)))
        choose = patterns.near(asked.text, asked.maxdist, asked.prefixlength)
        return self._holding(asked, patterns.postings(self._snapshot, asked.fieldname, choose)[0])

    def _has_words(self, fieldname: str) -> bool:
        return fieldname in self._schema and schemas.has_words(self._schema[fieldname])

    def _holding(self, asked: Any, docs: Array) -> Matched:
        """These documents, each with the same score."""
        mask = self._none()
        mask[docs] = True
        mask &= self._all.live
        return self._with_scores(mask, np.where(mask, asked.boost, 0.0))

    # --- of ranges ---

    def _term_range(self, asked: query.TermRange) -> Matched:
        low = b"" if asked.start is None else self._bytes(asked.fieldname, asked.start)
        high = None if asked.end is None else self._bytes(asked.fieldname, asked.end)
        found = [np.zeros(0, np.int64)]
        for view, field in self._snapshot.fields(asked.fieldname):
            start = field.terms.place(low + b"\0" if asked.startexcl and low else low)
            stop = len(field.terms) if high is None else field.terms.place(high if asked.endexcl else high + b"\0")
            found.append(patterns.all_docs(field, np.arange(start, max(start, stop))) + np.int64(view.offset))
        return self._holding(asked, np.concatenate(found))

    def _number_range(self, asked: query.NumericRange) -> Matched:
        held = self._schema[asked.fieldname]
        if held.numtype is float:
            values = numbers.float_column(self._snapshot, asked.fieldname)
            mask = ~np.isnan(values) & self._all.live
        else:
            values = numbers.column(self._snapshot, asked.fieldname)
            mask = (values != numbers.MISSING) & self._all.live
        if asked.start is not None:
            start = held.prepare_number(asked.start)
            mask &= values > start if asked.startexcl else values >= start
        if asked.end is not None:
            end = held.prepare_number(asked.end)
            mask &= values < end if asked.endexcl else values <= end
        return self._with_scores(mask, np.where(mask, asked.boost, 0.0))

    # --- what these share ---

    def _by(self, asked: query.Term, postings: Callable[[], scoring.Postings]) -> Matched:
        held = schemas.field_named(self._schema, asked.fieldname)
        if held is None:
            return Matched(self._none())
        if not held.scorable:
            docs, freqs = postings()
            scores = np.zeros(self._snapshot.size)
            scores[docs] = freqs * asked.boost
            return self._with_scores((scores > 0) & self._all.live, scores)
        weight = held.format.field_boost
        key = ("query", asked.fieldname, asked.text)
        found = self._snapshot.cache.get(
            key,
            lambda: scoring.scored(self._snapshot, self._all, [(asked.fieldname, weight)], lambda _: postings()),
            lambda one: one.nbytes,
        )
        return self._conditions.of(found.times(asked.boost))

    def _bytes(self, fieldname: str, text: Any) -> bytes:
        if isinstance(text, bytes):
            return text
        held = schemas.field_named(self._schema, fieldname)
        if isinstance(held, fields.NUMERIC | fields.BOOLEAN):
            return bytes(held.to_bytes(text))
        return str(text).encode()

    def _left_to_whoosh(self, asked: query.Query) -> Matched:
        left_to_whoosh[type(asked).__name__] += 1
        logger.info("Left to Whoosh's own searcher: %r", asked)
        found = np.zeros(self._snapshot.size)
        mask = self._none()
        with self._store.searcher(self._snapshot) as searcher:
            for leaf, offset in searcher.leaf_searchers():
                matcher = asked.matcher(leaf, leaf.context())
                while matcher.is_active():
                    mask[matcher.id() + offset] = True
                    found[matcher.id() + offset] = matcher.score()
                    matcher.next()
        return self._with_scores(mask & self._all.live, found)

    def _with_scores(self, mask: Array, scores: Array) -> Matched:
        docs = np.flatnonzero(mask)
        return Matched(mask, (Scored(docs, scores[docs]),))

    def _none(self) -> Array:
        return np.zeros(self._snapshot.size, bool)

    # By exact class: what derives from one of these may mean something else.
    _known: ClassVar[dict[type, Callable[[QueryEvaluator, Any], Matched]]] = {
        query.And: _and,
        query.Or: _or,
        query.DisjunctionMax: _dismax,
        query.Not: _not,
        query.AndNot: _and_not,
        query.AndMaybe: _and_maybe,
        query.Require: _require,
        query.Every: _every,
        type(query.NullQuery): _nothing,
        query.ConstantScoreQuery: _constant,
        query.Term: _term,
        query.Phrase: _phrase,
        query.Prefix: _pattern,
        query.Wildcard: _pattern,
        query.FuzzyTerm: _fuzzy,
        query.TermRange: _term_range,
        query.NumericRange: _number_range,
        query.DateRange: _number_range,
    }


def _parts(found: Iterable[Matched]) -> tuple[Scored, ...]:
    return tuple(part for one in found for part in one.parts)


def _boosted(found: Matched, asked: Any) -> Matched:
    return found if asked.boost == 1.0 else Matched(found.mask, tuple(part.times(asked.boost) for part in found.parts))


def _matches(asked: query.Prefix | query.Wildcard) -> Callable[[str], bool]:
    if isinstance(asked, query.Prefix):
        return lambda value: value.startswith(asked.text)
    parts = {"*": ".*", "?": "."}
    expression = re.compile("".join(parts.get(sign, re.escape(sign)) for sign in asked.text), re.DOTALL)
    return lambda value: expression.fullmatch(value) is not None


def _near(asked: query.FuzzyTerm) -> Callable[[str], bool]:
    kept = asked.text[: asked.prefixlength]
    return lambda value: value.startswith(kept) and OSA.distance(asked.text, value) <= asked.maxdist
