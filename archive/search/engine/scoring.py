"""How much a word tells of a document: BM25F, with Lucene's inverse document frequency.

Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields (CIKM 2004). The frequencies of a word in
several fields are weighed and joined before they saturate, so that a word in the title and in the text is not counted
as two words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh import scoring

from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Kinds, Snapshot

# The middle of a plateau: measured on nine test collections, each left out in turn.
K1 = 1.2  # how soon a word's frequency saturates
B = 0.6  # how much the length of a field counts

Fields = Sequence[tuple[str, float]]  # names, each with the weight of a word there
Postings = tuple[Array, Array]  # documents, and how often the word stands in each


@dataclass(frozen=True, slots=True)
class Scored:
    """Documents, ascending, each with what it scores. rarity: the word's inverse document frequency."""

    docs: Array
    scores: Array
    rarity: float = 0.0

    @property
    def nbytes(self) -> int:
        return int(self.docs.nbytes + self.scores.nbytes)

    def within(self, mask: Array) -> Scored:
        """Of the documents of the mask alone."""
        kept = mask[self.docs]
        return self if kept.all() else Scored(self.docs[kept], self.scores[kept], self.rarity)

    def times(self, factor: float) -> Scored:
        return self if factor == 1.0 else Scored(self.docs, self.scores * factor, self.rarity * factor)


NOTHING = Scored(np.zeros(0, np.int64), np.zeros(0))


def idf(documents: int, holding: int) -> float:
    """Lucene's: never negative, however common the word."""
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


def scored(snapshot: Snapshot, kinds: Kinds, fields: Fields, postings: Callable[[str], Postings]) -> Scored:
    """The live documents of `kinds` that hold a word, by BM25F; `postings` tells where each field holds it."""
    docs, weights = _joined(snapshot, kinds, fields, postings)
    kept = kinds.every[docs]
    if not kept.all():
        docs, weights = docs[kept], weights[kept]
    if not len(docs):
        return NOTHING
    rarity = idf(kinds.count, len(docs))
    scores = rarity * saturated(weights)
    live = kinds.live[docs]
    return Scored(docs, scores, rarity) if live.all() else Scored(docs[live], scores[live], rarity)


def saturated(weights: Array) -> Array:
    """What weighed and normalised frequencies count: ever less for each further occurrence."""
    found: Array = (K1 + 1) * weights / (K1 + weights)
    return found


def _joined(
    snapshot: Snapshot, kinds: Kinds, fields: Fields, postings: Callable[[str], Postings]
) -> tuple[Array, Array]:
    """The documents that hold the word in any field, and the sum of its weighed and normalised frequencies."""
    found = []
    for name, weight in fields:
        docs, freqs = postings(name)
        if len(docs):
            found.append((docs, weight * freqs / norms(snapshot, kinds, name)[docs]))
    if not found:
        return NOTHING.docs, NOTHING.scores
    if len(found) == 1:
        return found[0]
    total = np.zeros(snapshot.size)
    for docs, weights in found:
        total[docs] += weights
    docs = np.flatnonzero(total)
    return docs, total[docs]


def norms(snapshot: Snapshot, kinds: Kinds, name: str) -> Array:
    """By document: 1 where the field has the average length, more where it is longer."""
    mean = mean_length(snapshot, kinds, name)
    return snapshot.once(("norms", name, kinds.names), lambda: 1 - B + B * snapshot.lengths(name) / mean)


def mean_length(snapshot: Snapshot, kinds: Kinds, name: str) -> float:
    """Of the documents that have the field, in words."""

    def compute() -> float:
        lengths = snapshot.lengths(name)[kinds.every]
        having = np.count_nonzero(lengths)
        return float(lengths.sum() / having) if having else 1.0

    return snapshot.once(("mean", name, kinds.names), compute)


def total(size: int, parts: Iterable[Scored]) -> Array:
    """By document the sum of its scores."""
    found = np.zeros(size)
    for part in parts:
        found[part.docs] += part.scores
    return found


# --- the same for Whoosh's own searcher ---


class WhooshModel(scoring.WeightingModel):
    """One field's BM25 with Lucene's idf: what `scored` gives for one field and all models, as Whoosh computes it."""

    def __init__(self, mean_length: Callable[[str], float]) -> None:
        self.mean_length = mean_length

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> Any:
        if not searcher.schema[fieldname].scorable:
            return scoring.WeightScorer.for_(searcher, fieldname, text)
        parent = searcher.get_parent()
        rarity = idf(parent.doc_count_all(), parent.doc_frequency(fieldname, text))
        return _WhooshScorer(searcher, fieldname, text, rarity * qf, self.mean_length(fieldname))


class _WhooshScorer(scoring.WeightLengthScorer):
    def __init__(self, searcher: Any, fieldname: str, text: bytes, rarity: float, mean: float) -> None:
        self._rarity = rarity
        self._mean = mean
        self.setup(searcher, fieldname, text)

    def _score(self, weight: float, length: float) -> float:
        weighed = weight / (1 - B + B * length / self._mean)
        return self._rarity * (K1 + 1) * weighed / (K1 + weighed)
