"""The words that tell most of each document, kept by document: what feedback reads of the best hits.

told_starts             by document where its part begins, and where the last one ends
told, told_freqs        the numbers of its most telling terms, and how often it holds them, at most 255
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archive.search.engine import analysis
from archive.search.engine.segments.layout import Array, narrow, offsets, run_lengths

MOST_TOLD = 32  # terms a document; 24 to all rank alike on nine collections, 16 lose

_SATURATION = 1.2
_SHORTEST = 3  # letters
_WEIGHT_BITS = 12
_DOCUMENT_BITS = 20  # a segment has fewer documents than this allows
MOST_DOCUMENTS = 1 << _DOCUMENT_BITS


def told_arrays(terms: Sequence[bytes], starts: Array, docs: Array, freqs: Array, documents: int) -> dict[str, Array]:
    """Of each document the terms of the greatest f / (f + 1.2) * idf, without function words and figures."""
    holding = run_lengths(starts)
    rarity = np.log(1 + (documents - holding + 0.5) / (holding + 0.5))
    rarity[~_eligible(terms)] = 0
    term = np.repeat(np.arange(len(terms), dtype=np.int64), holding)
    weight = rarity[term] * freqs / (freqs + _SATURATION)
    chosen = np.flatnonzero(weight)
    order = _by_document_and_weight(docs[chosen], weight[chosen])
    chosen, document = chosen[order], docs[chosen][order].astype(np.int64)
    counts = np.bincount(document, minlength=documents)
    place = np.arange(len(chosen)) - offsets(counts)[:-1][document]
    chosen = chosen[place < MOST_TOLD]
    return {
        "told_starts": narrow(offsets(np.minimum(counts, MOST_TOLD))),
        "told": narrow(term[chosen]),
        "told_freqs": np.minimum(freqs[chosen], 255).astype(np.uint8),
    }


def _eligible(terms: Sequence[bytes]) -> Array:
    texts = [term.decode() for term in terms]
    stop = analysis.FUNCTION_TERMS
    return np.array([len(text) >= _SHORTEST and text[0].isalpha() and text not in stop for text in texts], bool)


def _by_document_and_weight(docs: Array, weights: Array) -> Array:
    """The order by document, the greatest weights first: one sort of plain numbers, since there are millions."""
    steps = (1 << _WEIGHT_BITS) - 1
    rank = (steps - weights / weights.max(initial=1e-9) * steps).astype(np.uint64)
    keyed = (
        (docs.astype(np.uint64) << np.uint64(32 + _WEIGHT_BITS))
        | (rank << np.uint64(32))
        | np.arange(len(docs), dtype=np.uint64)
    )
    keyed.sort()
    found: Array = (keyed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return found
