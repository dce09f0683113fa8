"""A segment as searches read it: arrays over its file, never copied, never changed."""

from __future__ import annotations

import pickle
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from archive.search.engine import analysis
from archive.search.engine.segments import beginnings
from archive.search.engine.segments.beginnings import Beginnings
from archive.search.engine.segments.layout import Array, ArrayFile, offsets, ragged, run_lengths
from archive.search.engine.segments.terms import TermList


class SegmentFile:
    """The fields and stored values of the documents 0, 1, … of a segment, deleted ones too. Threads may share it."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, and DamagedFileError where the file is not whole."""
        self._file = ArrayFile(path)
        facts = self._file.facts
        self.documents: int = facts["documents"]
        self.content: str = facts["content"]  # the field whose most telling words are kept by document
        self._stored_ends = self._file["stored:ends"]
        self._stored = self._file["stored:blob"].data
        self.fields: dict[str, Field] = {name: Field(self._file, name, self.documents) for name in facts["keys"]}
        self.fields |= {name: CountedField(self._file, name, self.documents) for name in facts["weighted"]}
        self.fields |= {name: WordField(self._file, name, self.documents) for name in facts["words"]}

    def words(self, name: str) -> WordField | None:
        found = self.fields.get(name)
        return found if isinstance(found, WordField) else None

    def stored(self, number: int) -> dict[str, Any]:
        """What is stored of a document."""
        found: dict[str, Any] = pickle.loads(self.stored_bytes(number))  # noqa: S301 - our own index, as Whoosh's is
        return found

    def stored_bytes(self, number: int) -> bytes:
        return bytes(self._stored[self._stored_ends[number] : self._stored_ends[number + 1]])


class Field:
    """Terms with the documents that hold them."""

    def __init__(self, file: ArrayFile, name: str, documents: int) -> None:
        self._file = file
        self._name = name
        self.documents = documents
        self.terms = TermList(self._array("blob"), self._array("ends"), self._array("heads"))
        self.starts = self._array("starts")

    def _array(self, name: str) -> Array:
        return self._file[f"{self._name}:{name}"]

    @cached_property
    def all_docs(self) -> Array:
        """The documents of the first term, then those of the second, …"""
        return self._array("docs")

    def docs(self, term: int) -> Array:
        """The documents that hold the term, ascending."""
        return self.all_docs[self.starts[term] : self.starts[term + 1]]

    def holding(self, term: int) -> int:
        """How many documents hold the term."""
        return int(self.starts[term + 1]) - int(self.starts[term])

    # What follows is computed when it is first asked for; threads that race compute the same.

    @cached_property
    def values(self) -> list[str]:
        """The terms of a field of exact values, as text."""
        return [term.decode() for term in self.terms.all()]

    @cached_property
    def by_key(self) -> dict[str, list[int]]:
        """The numbers of the values by what writings of one name share."""
        found: dict[str, list[int]] = {}
        for number, value in enumerate(self.values):
            found.setdefault(analysis.name_key(value), []).append(number)
        return found

    @cached_property
    def beginnings(self) -> Beginnings:
        """Where the words of the values begin."""
        return beginnings.of_values(self.values)

    def terms_of(self, docs: Array) -> Array:
        """The numbers of the terms of these documents, ascending, one document after the other."""
        if self._most_terms <= 1:
            found = self.term_numbers[docs]
            kept: Array = found[found >= 0]
            return kept
        starts, numbers = self._terms_by_document
        return numbers[ragged(starts[docs], starts[docs + 1] - starts[docs])]

    @cached_property
    def _most_terms(self) -> int:
        """Of a document."""
        return int(np.bincount(self.all_docs).max(initial=0))

    @cached_property
    def _terms_by_document(self) -> tuple[Array, Array]:
        """Where the terms of each document begin, and the numbers of the terms, document after document."""
        counts = run_lengths(self.starts)
        numbers = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        held = np.bincount(self.all_docs, minlength=self.documents)
        return offsets(held), numbers[np.argsort(self.all_docs, kind="stable")]

    @cached_property
    def term_numbers(self) -> Array:
        """By document the number of its term, of several the last; -1 where it has none."""
        found = np.full(self.documents, -1, np.int32)
        counts = run_lengths(self.starts)
        found[self.all_docs] = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        return found


class CountedField(Field):
    """Terms with documents, and how often each document holds the term."""

    @cached_property
    def all_freqs(self) -> Array:
        return self._array("freqs")

    @cached_property
    def lengths(self) -> Array:
        """By document: how many words."""
        return self._array("lengths")

    @cached_property
    def total_length(self) -> int:
        return int(self.lengths.sum(dtype=np.int64))

    def freqs(self, term: int) -> Array:
        """How often each of `docs(term)` holds it."""
        start, end = int(self.starts[term]), int(self.starts[term + 1])
        found = self.all_freqs[start:end]
        if len(self._over) and (low := int(self._over.searchsorted(start))) < (
            high := int(self._over.searchsorted(end))
        ):
            found = found.astype(np.uint32)
            found[self._over[low:high].astype(np.int64) - start] = self._array("over_freqs")[low:high]
        return found

    @cached_property
    def _over(self) -> Array:
        return self._array("over")

    @cached_property
    def exact_freqs(self) -> Array:
        """All freqs, the large ones too."""
        found = self.all_freqs.astype(np.int64)
        found[self._over] = self._array("over_freqs")
        return found


class WordField(CountedField):
    """Terms with documents, places and forms."""

    def __init__(self, file: ArrayFile, name: str, documents: int) -> None:
        super().__init__(file, name, documents)
        self.place_starts = self._array("place_starts")

    @cached_property
    def all_places(self) -> Array:
        return self._array("places")

    @cached_property
    def all_which(self) -> Array:
        return self._array("which")

    def _occurrences(self, term: int) -> slice:
        return slice(int(self.place_starts[term]), int(self.place_starts[term + 1]))

    def places(self, term: int) -> Array:
        """Where the term stands, in words, document after document as in `docs`, in each as often as `freqs` tells."""
        return self.all_places[self._occurrences(term)]

    def which(self, term: int) -> Array:
        """Beside `places`: the index in `form_range(term)` of the form that stands there."""
        return self.all_which[self._occurrences(term)]

    def told(self, number: int) -> tuple[Array, Array]:
        """The numbers of the most telling terms of a document, and how often it holds them; of the content only."""
        part = slice(int(self._told_starts[number]), int(self._told_starts[number + 1]))
        return self._array("told")[part], self._array("told_freqs")[part]

    @cached_property
    def _told_starts(self) -> Array:
        return self._array("told_starts")

    @cached_property
    def form_starts(self) -> Array:
        return self._array("form_starts")

    @cached_property
    def form_ends(self) -> Array:
        return self._array("form:ends")

    @cached_property
    def form_blob(self) -> Array:
        """All forms in UTF-8, with a line feed before each."""
        return self._array("form:blob")

    @cached_property
    def folded_forms(self) -> tuple[Array, Array]:
        """As `form_blob` and `form_ends`, without accents; most often the very same."""
        if not len(self.form_blob) or self.form_blob.max() < 128:
            return self.form_blob, self.form_ends
        blob = np.frombuffer(analysis.unaccented(bytes(self.form_blob.data).decode()).encode(), np.uint8)
        return blob, np.append(np.flatnonzero(blob == ord("\n")), len(blob))

    def form_range(self, term: int) -> range:
        """The numbers of the forms of a term."""
        return range(int(self.form_starts[term]), int(self.form_starts[term + 1]))

    def forms(self, numbers: range) -> list[str]:
        """The forms of these numbers, in small letters; those of one term are sorted."""
        if not numbers:
            return []
        start, end = self.form_ends[numbers.start], self.form_ends[numbers.stop]
        return bytes(self.form_blob.data[start:end]).decode().split("\n")[1:]

    @property
    def form_terms(self) -> Array:
        """By form the number of its term."""
        return np.repeat(np.arange(len(self.terms)), run_lengths(self.form_starts))
