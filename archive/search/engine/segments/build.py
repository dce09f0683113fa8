"""Documents -> the arrays of a segment. Counted in one pass a text, sorted once a field; no object a word.

The arrays of a field, each named `field:array`; `starts`, `form_starts` and `place_starts` say where the part of each
term begins, and where the last one ends.

blob, ends, heads       the terms, as TermList has them
starts, docs            the documents that hold each term, ascending
freqs                   beside `docs`: how often, at most 255; `over` and `over_freqs` tell the larger ones
place_starts, places    where in each of these documents, counted in words
form_starts             the forms of each term, in `form:blob` and `form:ends`
which                   beside `places`: which of its term's forms stands there
lengths                 by document: how many words
told, …                 of the content, as telling.py has them

Fields of exact values have the first two rows only; fields of other analysers (n-grams) `freqs` and `lengths` as well.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from archive.search.engine.segments.layout import Array, narrow, offsets
from archive.search.engine.segments.telling import told_arrays
from archive.search.engine.segments.terms import term_arrays
from archive.search.engine.segments.vocabulary import GAP, GAP_PIECE, Runs, Vocabulary, grouped

MOST_FREQ = 255


class SegmentBuilder:
    """Gathers documents in memory; `arrays` makes a segment of them."""

    def __init__(self, content: str) -> None:
        """content: the field whose most telling words are kept by document."""
        self._content = content
        self.documents = 0
        self._vocabulary = Vocabulary()
        self._words: dict[str, _Words] = {}
        self._keys: dict[str, _Keys] = {}
        self._weighted: dict[str, _Weighted] = {}
        self._stored: list[bytes] = []

    @property
    def size(self) -> int:
        """About how many words are held."""
        return sum(len(words.pieces) for words in self._words.values())

    def add(
        self,
        words: Mapping[str, list[str]],
        keys: Mapping[str, Iterable[bytes]],
        weighted: Mapping[str, Mapping[bytes, int]],
        stored: Mapping[str, Any],
    ) -> None:
        """Add one document: by field its texts, exact terms or terms with frequencies, and what is stored."""
        number = self.documents
        for name, values in words.items():
            field = self._words.get(name) or self._words.setdefault(name, _Words(self._vocabulary))
            field.add(number, values)
        for name, terms in keys.items():
            self._keys.setdefault(name, _Keys()).add(number, terms)
        for name, counts in weighted.items():
            self._weighted.setdefault(name, _Weighted()).add(number, counts)
        self._stored.append(pickle.dumps(dict(stored), pickle.HIGHEST_PROTOCOL))
        self.documents += 1

    def arrays(self) -> tuple[dict[str, Array], dict[str, Any]]:
        """The arrays and the facts of the segment, as `layout.write` takes them."""
        found: dict[str, Array] = {
            "stored:blob": np.frombuffer(b"".join(self._stored), np.uint8),
            "stored:ends": narrow(offsets(np.array([len(row) for row in self._stored], np.int64))),
        }
        pieces, forms = self._vocabulary.pieces, self._vocabulary.forms
        for name, words in self._words.items():
            arrays, terms = words.arrays(pieces, forms, self.documents)
            if name == self._content:
                arrays |= told_arrays(terms, arrays["starts"], arrays["docs"], arrays["freqs"], self.documents)
            found |= _named(name, arrays)
        for name, keys in self._keys.items():
            found |= _named(name, keys.arrays(self.documents))
        for name, weighted in self._weighted.items():
            found |= _named(name, weighted.arrays(self.documents))
        return found, {
            "documents": self.documents,
            "content": self._content,
            "words": sorted(self._words),
            "keys": sorted(self._keys),
            "weighted": sorted(self._weighted),
        }


def _named(field: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    return {f"{field}:{name}": found for name, found in arrays.items()}


class _Keys:
    def __init__(self) -> None:
        self._documents: dict[bytes, list[int]] = {}

    def add(self, number: int, terms: Iterable[bytes]) -> None:
        for term in set(terms):
            self._documents.setdefault(term, []).append(number)

    def arrays(self, documents: int) -> dict[str, Array]:
        terms = sorted(self._documents)
        held = [self._documents[term] for term in terms]
        return {
            **term_arrays(terms),
            "starts": narrow(offsets(np.array([len(one) for one in held], np.int64))),
            "docs": document_numbers(np.array([number for one in held for number in one], np.int64), documents),
        }


class _Weighted:
    def __init__(self) -> None:
        self._postings: dict[bytes, list[tuple[int, int]]] = {}
        self._lengths: dict[int, int] = {}

    def add(self, number: int, counts: Mapping[bytes, int]) -> None:
        for term, count in counts.items():
            self._postings.setdefault(term, []).append((number, count))
        self._lengths[number] = sum(counts.values())

    def arrays(self, documents: int) -> dict[str, Array]:
        terms = sorted(self._postings)
        held = [self._postings[term] for term in terms]
        numbers = np.array([number for one in held for number, _ in one], np.int64)
        freqs = np.array([count for one in held for _, count in one], np.int64)
        lengths = np.array([self._lengths.get(number, 0) for number in range(documents)], np.int64)
        return {
            **term_arrays(terms),
            "starts": narrow(offsets(np.array([len(one) for one in held], np.int64))),
            "docs": document_numbers(numbers, documents),
            **freq_arrays(freqs),
            "lengths": narrow(lengths),
        }


class _Words:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.pieces = array("i")
        self._numbers = array("i")  # of the documents that have the field
        self._ends = array("q")

    def add(self, number: int, values: list[str]) -> None:
        for place, value in enumerate(values):
            if place:
                self.pieces.append(GAP_PIECE)
            self._vocabulary.add(self.pieces, value)
        self._numbers.append(number)
        self._ends.append(len(self.pieces))

    def arrays(
        self, pieces: Runs, forms: list[tuple[str, tuple[str, ...]]], documents: int
    ) -> tuple[dict[str, Array], list[bytes]]:
        """The arrays, and the terms."""
        form, place, document = self._occurrences(pieces, documents)
        lengths = np.bincount(document, minlength=documents)
        pairs = _Pairs(forms, form)
        pair, source, _ = pairs.of_form.spread(form)
        found = {
            **word_arrays(pairs.rank[pair], pairs.which[pair], document[source], place[source], documents, pairs.terms),
            **pairs.form_arrays(),
            "lengths": narrow(lengths),
        }
        return found, pairs.terms

    def _occurrences(self, pieces: Runs, documents: int) -> tuple[Array, Array, Array]:
        """The form, place and document of each word, in the order of the texts."""
        numbers = np.array(self.pieces, np.int32)
        ends = np.array(self._ends, np.int64)
        counts = np.diff(ends, prepend=0)
        document = np.repeat(np.array(self._numbers, np.int32), counts)
        advance = pieces.counts[numbers]
        advance[numbers == GAP_PIECE] = GAP
        before = np.cumsum(advance, dtype=np.int64) - advance
        first = np.repeat(before[np.minimum(ends - counts, max(len(before) - 1, 0))] if len(before) else ends, counts)
        form, source, within = pieces.spread(numbers)
        return form, (before - first).astype(np.int32)[source] + within, document[source]


class _Pairs:
    """The pairs of form and term that occur: ordered by term, then form."""

    def __init__(self, forms: list[tuple[str, tuple[str, ...]]], occurring: Array) -> None:
        used = np.flatnonzero(np.bincount(occurring, minlength=len(forms))).tolist()
        found = sorted(
            (term.encode(), forms[number][0].encode(), number) for number in used for term in forms[number][1]
        )
        self.terms: list[bytes] = []
        self._forms: list[bytes] = []
        self._form_counts: list[int] = []
        places = []  # of each that is found: one form may stand under two numbers, with other terms
        last: tuple[bytes, bytes] | None = None
        for term, form, _ in found:
            if last != (term, form):
                if last is None or last[0] != term:
                    self.terms.append(term)
                    self._form_counts.append(0)
                self._form_counts[-1] += 1
                self._forms.append(form)
                last = (term, form)
            places.append(len(self._forms) - 1)
        counts = np.array(self._form_counts, np.int32)
        # By pair: the number of its term, and which form of its term it is.
        self.rank = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        self.which = np.arange(len(self._forms), dtype=np.int32) - (np.cumsum(counts) - counts)[self.rank]
        self.of_form = grouped(
            np.array([number for _, _, number in found], np.int64), np.array(places, np.int32), len(forms)
        )

    def form_arrays(self) -> dict[str, Array]:
        return {
            "form_starts": narrow(offsets(np.array(self._form_counts, np.int64))),
            **form_arrays(self._forms),
        }


def form_arrays(forms: list[bytes]) -> dict[str, Array]:
    """Forms with a line feed before each, so that patterns can be looked for in all of them at once, and their ends."""
    found = term_arrays([b"\n" + form for form in forms])
    return {"form:blob": found["blob"], "form:ends": found["ends"]}


def word_arrays(
    rank: Array, which: Array, document: Array, place: Array, documents: int, terms: list[bytes]
) -> dict[str, Array]:
    """The arrays of a field of words, by occurrence: number of the term, of its form, document and place.

    Occurrences come in the order of documents and places.
    """
    # The rank above, the order of the texts below: one sort of plain numbers keeps both.
    keyed = (rank.astype(np.uint64) << np.uint64(32)) | np.arange(len(rank), dtype=np.uint64)
    keyed.sort()
    order = (keyed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    rank, document = rank[order], document[order]
    first = np.flatnonzero(
        np.concatenate(([True], (rank[1:] != rank[:-1]) | (document[1:] != document[:-1])))[: len(rank)]
    )
    freqs = np.diff(first, append=len(rank))
    return {
        **term_arrays(terms),
        "starts": narrow(offsets(np.bincount(rank[first], minlength=len(terms)))),
        "docs": document_numbers(document[first], documents),
        **freq_arrays(freqs),
        "place_starts": narrow(offsets(np.bincount(rank, minlength=len(terms)))),
        "places": narrow(place[order]),
        "which": narrow(which[order]),
    }


def freq_arrays(freqs: Array) -> dict[str, Array]:
    over = np.flatnonzero(freqs > MOST_FREQ)
    return {
        "freqs": np.minimum(freqs, MOST_FREQ).astype(np.uint8),
        "over": narrow(over),
        "over_freqs": narrow(freqs[over]),
    }


def document_numbers(numbers: Array, documents: int) -> Array:
    return numbers.astype(np.uint16 if documents <= 1 << 16 else np.uint32)
