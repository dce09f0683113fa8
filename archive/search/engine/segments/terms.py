"""A sorted list of terms that is searched without being loaded."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from archive.search.engine.segments.layout import Array, narrow

_HEAD = 8  # bytes of each term that are kept as one number, so that most of a lookup is one search in an array


class TermList:
    """Terms as bytes, in their order.

    blob: the terms one after the other. ends: where each begins and the last one ends. heads: the first eight bytes of
    each as a number, big end first, so that they sort as the terms do.
    """

    def __init__(self, blob: Array, ends: Array, heads: Array) -> None:
        self.blob = blob
        self._blob = blob.data
        self._ends = ends
        self._heads = heads

    def __len__(self) -> int:
        return len(self._heads)

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._blob[self._ends[number] : self._ends[number + 1]])

    def find(self, term: bytes) -> int:
        """The number of the term, -1 where it is not in the list."""
        place = self.place(term)
        return place if place < len(self) and self[place] == term else -1

    def place(self, term: bytes) -> int:
        """How many terms sort before this one."""
        head = _head(term)
        low = int(self._heads.searchsorted(head))
        high = int(self._heads.searchsorted(head, "right"))
        return low if low == high else low + bisect_left(range(low, high), term, key=self.__getitem__)

    def all(self, chosen: range | None = None) -> list[bytes]:
        """The terms, or a run of them."""
        chosen = range(len(self)) if chosen is None else chosen
        ends = self._ends[chosen.start : chosen.stop + 1].tolist()
        if not ends:
            return []
        held = bytes(self._blob[ends[0] : ends[-1]])
        first = ends[0]
        return [held[start - first : end - first] for start, end in pairwise(ends)]


def term_arrays(terms: Sequence[bytes]) -> Mapping[str, Array]:
    """What TermList is made from, for terms in their order."""
    ends = np.zeros(len(terms) + 1, np.int64)
    np.cumsum([len(term) for term in terms], out=ends[1:])
    heads = np.frombuffer(b"".join(term[:_HEAD].ljust(_HEAD, b"\0") for term in terms), ">u8").astype("<u8")
    return {"blob": np.frombuffer(b"".join(terms), np.uint8), "ends": narrow(ends), "heads": heads}


def _head(term: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(term[:_HEAD].ljust(_HEAD, b"\0"), "big"))
