"""How good a ranking is, from judgements of which documents are relevant. Relevance is yes or no.

nDCG: Järvelin and Kekäläinen, 'Cumulated gain-based evaluation of IR techniques', ACM TOIS 20(4), 2002, with the
discount log2(place + 1). Average precision: the mean, over all relevant documents, of the precision at each one's
place, where one that is not found counts 0; as trec_eval computes it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import islice


def ndcg(ranked: Sequence[int], relevant: Collection[int], depth: int = 10) -> float:
    """From 0 to 1, which is all the places down to `depth` filled by relevant ones. Raises ValueError for none."""
    _refuse_none(relevant)
    gained = sum(_discount(place) for place, key in enumerate(ranked[:depth], 1) if key in relevant)
    return gained / sum(_discount(place) for place in range(1, min(depth, len(relevant)) + 1))


def _discount(place: int) -> float:
    return 1 / math.log2(place + 1)


def average_precision(ranked: Sequence[int], relevant: Collection[int]) -> float:
    """From 0 to 1. Raises ValueError where nothing is relevant."""
    _refuse_none(relevant)
    places = (place for place, key in enumerate(ranked, 1) if key in relevant)
    return sum(number / place for number, place in enumerate(places, 1)) / len(relevant)


def reciprocal_rank(ranked: Sequence[int], wanted: int, depth: int = 10) -> float:
    """1 for the first place, 1/2 for the second, 0 beyond `depth`."""
    return next((1 / place for place, key in islice(enumerate(ranked, 1), depth) if key == wanted), 0.0)


def _refuse_none(relevant: Collection[int]) -> None:
    if not relevant:
        raise ValueError("A query without a relevant document cannot be judged; leave it out.")
