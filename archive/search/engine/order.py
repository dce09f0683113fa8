"""The best of many documents, and documents sorted by several columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archive.search.engine.segments.layout import Array


def best(docs: Array, keys: Sequence[Array], wanted: int) -> Array:
    """The first `wanted` of the documents, by keys of which the first counts most; by each the least comes first.

    keys: beside `docs`. Only documents that may be among the wanted by the first key are sorted by the others.
    """
    if wanted < len(docs):
        limit = np.partition(keys[0], wanted - 1)[wanted - 1] if wanted else keys[0].min(initial=0)
        near = keys[0] <= limit
        docs, keys = docs[near], [key[near] for key in keys]
    return docs[np.lexsort(list(reversed(keys)))][:wanted]


def ranks(values: Array, missing: Array, *, descending: bool) -> Array:
    """Numbers that sort as the values do, in either direction, with the missing ones last."""
    _, rank = np.unique(values, return_inverse=True)
    rank = -rank if descending else rank
    return np.where(missing, np.iinfo(np.int64).max, rank)
