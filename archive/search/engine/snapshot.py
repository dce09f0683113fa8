"""One generation of the index as searches see it: immutable, shared by threads, opened once.

Documents are numbered through all segments: the number of a document is its number in its segment plus the segment's
offset. A new generation shares the segments that it keeps; what was computed of a segment goes with it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from haystack.constants import DJANGO_CT

from archive.search.engine.segments import codec
from archive.search.engine.segments.codec import ArchiveSegment
from archive.search.engine.segments.layout import Array
from archive.search.engine.segments.read import CountedField, Field, SegmentFile, WordField

T = TypeVar("T")

CACHE_BYTES = 16 << 20  # of a generation: scores of terms and masks of filters


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A segment at its place among the others."""

    file: SegmentFile
    offset: int
    live: Array | None  # by document; None where none is deleted


class Snapshot:
    def __init__(self, folder: Path, segments: Sequence[ArchiveSegment], generation: int) -> None:
        """Raises OSError and DamagedFileError; FileNotFoundError where a writer has merged a segment meanwhile."""
        self.generation = generation
        self.segments = tuple(segments)
        self.views: tuple[View, ...] = tuple(self._opened(folder, segments))
        self.size = sum(view.file.documents for view in self.views)
        self.cache = Cache(CACHE_BYTES)
        self._kept: dict[Any, Any] = {}

    @staticmethod
    def _opened(folder: Path, segments: Sequence[ArchiveSegment]) -> Iterator[View]:
        offset = 0
        for segment in segments:
            file = codec.opened(segment.path(folder))
            yield View(file, offset, segment.live() if segment.deleted else None)
            offset += file.documents

    def once(self, key: Any, compute: Callable[[], T]) -> T:
        """What `compute` returns, computed once; threads that race compute the same."""
        if key not in self._kept:
            self._kept[key] = compute()
        found: T = self._kept[key]
        return found

    # --- documents ---

    @property
    def live(self) -> Array:
        """By document, whether it is not deleted."""
        return self.once("live", lambda: self._joined(_live, bool))

    def kinds(self, names: Sequence[str]) -> Kinds:
        """The documents of the models of these names, each app.model."""
        key = tuple(sorted(set(names)))
        return self.once(("kinds", key), lambda: self._kinds(key))

    def _kinds(self, names: tuple[str, ...]) -> Kinds:
        every = np.zeros(self.size, bool)
        for name in names:
            every[self.docs(DJANGO_CT, name.encode())] = True
        return Kinds(names, every, every & self.live, int(every.sum()))

    def stored(self, number: int) -> dict[str, Any]:
        view = self.view_of(number)
        return view.file.stored(number - view.offset)

    def view_of(self, number: int) -> View:
        return next(view for view in reversed(self.views) if view.offset <= number)

    # --- terms ---

    def fields(self, name: str) -> Iterator[tuple[View, Field]]:
        """The field in each segment that has it."""
        for view in self.views:
            if name in view.file.fields:
                yield view, view.file.fields[name]

    def word_fields(self, name: str) -> Iterator[tuple[View, WordField]]:
        for view, field in self.fields(name):
            if isinstance(field, WordField):
                yield view, field

    def term(self, name: str, term: bytes) -> tuple[tuple[View, Field, int], ...]:
        """The term's number in each segment that holds it."""
        return self.cache.get(
            ("term", name, term), lambda: tuple(self._term(name, term)), lambda found: 80 * len(found)
        )

    def _term(self, name: str, term: bytes) -> Iterator[tuple[View, Field, int]]:
        for view, field in self.fields(name):
            number = field.terms.find(term)
            if number >= 0:
                yield view, field, number

    def holding(self, name: str, term: bytes) -> int:
        """How many documents hold the term, deleted ones too."""
        return sum(field.holding(number) for _, field, number in self.term(name, term))

    def docs(self, name: str, term: bytes) -> Array:
        """The documents that hold the term, deleted ones too, ascending."""
        return _concatenated(
            [field.docs(number) + np.int64(view.offset) for view, field, number in self.term(name, term)]
        )

    def postings(self, name: str, term: bytes) -> tuple[Array, Array]:
        """The documents that hold the term, deleted ones too, and how often."""
        docs, freqs = [], []
        for view, field, number in self.term(name, term):
            found = field.docs(number)
            docs.append(found + np.int64(view.offset))
            counts = field.freqs(number) if isinstance(field, CountedField) else np.ones(len(found), np.uint8)
            freqs.append(counts.astype(np.float64))
        return _concatenated(docs), _concatenated(freqs, np.float64)

    def forms(self, names: Iterable[str], term: bytes) -> tuple[str, ...]:
        """The forms of a term in these fields, in small letters."""
        names = tuple(names)
        key = ("forms", names, term)
        return self.cache.get(key, lambda: self._forms(names, term), lambda found: 80 * len(found))

    def _forms(self, names: Sequence[str], term: bytes) -> tuple[str, ...]:
        found = {
            form
            for name in names
            for view, field in self.word_fields(name)
            if (number := field.terms.find(term)) >= 0
            for form in field.forms(field.form_range(number))
        }
        return tuple(sorted(found))

    # --- by document ---

    def lengths(self, name: str) -> Array:
        """How many words the field has, by document."""
        return self.once(("lengths", name), lambda: self._joined(lambda view: _lengths(view, name), np.float64))

    def column(self, name: str, decode: Callable[[Field], Array], missing: float | int) -> Array:
        """The field's value by document, `missing` where it has none. decode: the values of a field's terms."""
        return self.once(
            ("column", name), lambda: self._joined(lambda view: _column(view, name, decode, missing), None)
        )

    def _joined(self, part: Callable[[View], Array], kind: Any) -> Array:
        return _concatenated([part(view) for view in self.views], kind)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Documents of some models, by document number. every: deleted ones too, which statistics count, as Whoosh does."""

    names: tuple[str, ...]
    every: Array
    live: Array
    count: int  # of `every`


def everything(snapshot: Snapshot) -> Kinds:
    """All documents, whatever their model: what Whoosh takes its statistics from."""
    return snapshot.once("everything", lambda: Kinds((), np.ones(snapshot.size, bool), snapshot.live, snapshot.size))


def _live(view: View) -> Array:
    return np.ones(view.file.documents, bool) if view.live is None else view.live


def _lengths(view: View, name: str) -> Array:
    field = view.file.fields.get(name)
    if isinstance(field, CountedField):
        return field.lengths.astype(np.float64)
    return np.zeros(view.file.documents)


def _column(view: View, name: str, decode: Callable[[Field], Array], missing: float | int) -> Array:
    field = view.file.fields.get(name)
    if field is None:
        return np.full(view.file.documents, missing)
    values = np.append(decode(field), missing)  # the last stands for -1, no value
    return values[field.term_numbers]


def _concatenated(parts: list[Array], kind: Any = np.int64) -> Array:
    if not parts:
        return np.zeros(0, kind or np.int64)
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


class Cache:
    """Arrays by key, the least recently asked for dropped where all together are larger than `most` bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._lock = threading.Lock()
        self._items: OrderedDict[Any, tuple[Any, int]] = OrderedDict()

    def get(self, key: Any, compute: Callable[[], T], size: Callable[[T], int]) -> T:
        """What is kept under the key, or else what `compute` returns, of `size` bytes."""
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                held: T = self._items[key][0]
                return held
        found = compute()
        cost = size(found) + 200
        with self._lock:
            if key not in self._items and cost <= self._most:
                self._items[key] = (found, cost)
                self._held += cost
                while self._held > self._most:
                    self._held -= self._items.popitem(last=False)[1][1]
        return found
