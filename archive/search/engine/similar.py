"""More like this: documents that share the telling words of a text."""

from __future__ import annotations

import heapq
import math
from collections import Counter

import numpy as np

from archive.search.engine import analysis, scoring
from archive.search.engine.evaluate import Matched
from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Kinds, Snapshot

_TERMS = 25  # of the text, the most telling: more cost time and add noise
_FEWEST = 2  # documents that hold a telling word; one means that only the text itself does
_READ = 100_000  # code points of the text: what a longer one is about shows at its beginning
_COMMON = 0.5  # of all documents: a word in more of them tells nothing, unless there is no other


def matched(snapshot: Snapshot, kinds: Kinds, field: str, text: str, without: Array) -> Matched:
    """Documents whose `field` shares telling words with `text`, scored by them; `without` are left out."""
    parts = []
    for term, weight in _telling(snapshot, kinds, field, text):
        found = scoring.scored(
            snapshot,
            kinds,
            [(field, 1.0)],
            lambda name, term=term: snapshot.postings(name, term),  # type: ignore[misc]
        )
        parts.append(found.times(weight))
    mask = np.zeros(snapshot.size, bool)
    for part in parts:
        mask[part.docs] = True
    mask[without] = False
    return Matched(mask, tuple(parts))


def _telling(snapshot: Snapshot, kinds: Kinds, field: str, text: str) -> list[tuple[bytes, float]]:
    """The terms with the highest tf-idf, tf damped by its logarithm, with the weight of each."""
    documents = max(kinds.count, 1)
    telling: list[tuple[float, bytes]] = []
    common: list[tuple[float, bytes]] = []
    for term, count in Counter(analysis.telling(analysis.terms(text[:_READ]))).items():
        key = term.encode()
        holding = sum(len(found.docs(number)) for _, found, number in snapshot.term(field, key))
        if holding >= _FEWEST:
            weight = (1 + math.log(count)) * math.log(1 + documents / holding)
            # In a small archive a word of half the documents may still be all that two of them share.
            (telling if holding <= max(documents * _COMMON, _FEWEST) else common).append((weight, key))
    return [(key, weight) for weight, key in heapq.nlargest(_TERMS, telling or common)]
