"""The best hits ranked anew by what costs too much for all: words that stand beside each other, and feedback.

Only the best hits of the first ranking are looked at, and they stay ahead of all others: totals, facets and the hits of
further pages are what they were.

Feedback is pseudo-relevance feedback (Rocchio's idea, with the sum of the added weights tied to the query's own): words
that tell most of the best documents are asked for as well. The trust in a document falls with the sixth power of its
score, so that where one stands out it speaks alone: known items and news would suffer from less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from archive.search.engine import analysis, phrases, scoring
from archive.search.engine.request import AllOf, AnyOf, Boosted, Condition, Words
from archive.search.engine.scoring import K1
from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Kinds, Snapshot

REFINED = 200  # hits

_PAIRS = 0.5  # what two words beside each other count, beside the rarer of them
_READ = 10  # documents that feedback trusts, more or less
_FALL = 6  # of the trust with the score
_ADDED = 15  # words
_SHARE = 0.5  # of the query's own weight that the added words have together
_WIDEST = 0.1  # of all documents: a word in more of them is not added


def refined(snapshot: Snapshot, kinds: Kinds, condition: Condition, docs: Array, scores: Array, mass: float) -> Array:
    """What to add to the scores of these documents, ascending. mass: the sum of the query's weights times rarities."""
    if isinstance(condition, AllOf):
        return _neighbours(snapshot, kinds, condition, docs)
    # Where filters leave only what matches by a date or a name, no score tells which documents to trust.
    if isinstance(condition, AnyOf) and len(docs) > 1 and scores.max() > 0:
        return _feedback(snapshot, kinds, condition, docs, scores, mass)
    return np.zeros(len(docs))


# --- words beside each other ---


def _neighbours(snapshot: Snapshot, kinds: Kinds, condition: AllOf, docs: Array) -> Array:
    added = np.zeros(len(docs))
    for first, second in dict.fromkeys(pairwise(_plain_words(condition.parts))):
        if first and second and first != second and first.fields == second.fields:
            added += _beside(snapshot, kinds, first, second, docs)
    return added


def _plain_words(parts: Sequence[Condition]) -> Iterator[Words | None]:
    for part in parts:
        plain = isinstance(part, Words) and not part.quoted and len(analysis.terms(part.text)) == 1
        yield part if plain and isinstance(part, Words) else None


def _beside(snapshot: Snapshot, kinds: Kinds, first: Words, second: Words, docs: Array) -> Array:
    """For two words: how often they stand beside each other, weighed as a word is and as rare as the rarer one."""
    steps = [phrases.Step(analysis.terms(word.text)[0].encode()) for word in (first, second)]
    weights = np.zeros(len(docs))
    content = snapshot.views[0].file.content
    # In the running text alone: names and titles are short, and what stands in them at all stands close together.
    weight = dict(first.fields).get(content, 0.0)
    if weight:
        found, freqs = phrases.postings(snapshot, content, steps, 0, among=docs)
        weights[docs.searchsorted(found)] = weight * freqs / scoring.norms(snapshot, kinds, content)[found]
    holding = max(snapshot.holding(name, step.term) for step in steps for name, _ in first.fields)
    return _PAIRS * scoring.idf(kinds.count, min(holding, kinds.count)) * scoring.saturated(weights)


# --- feedback ---


def _feedback(snapshot: Snapshot, kinds: Kinds, condition: AnyOf, docs: Array, scores: Array, mass: float) -> Array:
    content = snapshot.views[0].file.content
    best = np.argsort(-scores, kind="stable")[:_READ]
    gains = _gains(snapshot, kinds, content, docs[best], (scores[best] / scores[best[0]]) ** _FALL)
    telling = []
    for term, gain in gains.items():
        holding = snapshot.holding(content, term)
        if 1 < holding < max(_WIDEST * kinds.count, 2):
            telling.append((gain * scoring.idf(kinds.count, holding), gain, term))
    telling = sorted(telling, key=lambda one: (-one[0], one[2]))[:_ADDED]
    whole = sum(weighed for weighed, _, _ in telling)
    added = np.zeros(len(docs))
    for weighed, _, term in telling:
        added += _SHARE * mass * weighed / whole * _held(snapshot, kinds, _fields(condition), term, docs)
    return added


def _gains(snapshot: Snapshot, kinds: Kinds, content: str, docs: Array, trust: Array) -> dict[bytes, float]:
    """The telling words of these documents, and how much each tells of those that are trusted."""
    found: defaultdict[bytes, float] = defaultdict(float)
    norms = scoring.norms(snapshot, kinds, content)
    for number, share in zip(docs.tolist(), trust.tolist(), strict=True):
        view = snapshot.view_of(number)
        field = view.file.words(content)
        if field is not None:
            terms, freqs = field.told(number - view.offset)
            gains = share * freqs / (freqs + K1 * norms[number])
            for term, gain in zip(terms.tolist(), gains.tolist(), strict=True):
                found[field.terms[term]] += gain
    return found


def _fields(condition: AnyOf) -> scoring.Fields:
    """The fields that the query's own words are looked for in."""
    for part in condition.parts:
        inner = part.part if isinstance(part, Boosted) else part
        if isinstance(inner, Words):
            return inner.fields
    return ()


def _held(snapshot: Snapshot, kinds: Kinds, fields: scoring.Fields, term: bytes, docs: Array) -> Array:
    """What each of the documents, ascending, has of a term: its saturated frequency."""
    weights = np.zeros(len(docs))
    for name, weight in fields:
        for view, field, number in snapshot.term(name, term):
            low, high = docs.searchsorted((view.offset, view.offset + view.file.documents))
            asked, holding = docs[low:high] - view.offset, field.docs(number)
            at = np.minimum(holding.searchsorted(asked), len(holding) - 1)
            hit = holding[at] == asked
            freqs = field.freqs(number)[at[hit]]  # type: ignore[attr-defined]
            weights[low:high][hit] += weight * freqs / scoring.norms(snapshot, kinds, name)[docs[low:high][hit]]
    return scoring.saturated(weights)
