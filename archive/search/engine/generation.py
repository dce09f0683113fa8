"""What is computed once for a generation of the index and then shared: values of fields, with their documents."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from whoosh import fields
from whoosh.reading import IndexReader, TermNotFound

from archive.search.engine import analysis, bits

_KEPT = 4  # generations: that of the site, of one being built, and what readers of an older one still use


@dataclass(frozen=True, slots=True)
class Values:
    """The values of an exact field, each with the set of its documents, and the values by what names share."""

    documents: dict[str, int]
    by_key: dict[str, list[str]]

    def named(self, name: str) -> int | None:
        """The documents that hold `name` in any writing; None where none does."""
        if name in self.documents:
            return self.documents[name]
        found = self.by_key.get(analysis.name_key(name), [])
        packed = 0
        for value in found:
            packed |= self.documents[value]
        return packed or None


@dataclass(slots=True)
class Generation:
    """Lazily computed parts of one generation; equal for whoever computes them, so that threads may race."""

    size: int  # how many document numbers there are, deleted ones too
    values: dict[str, Values] = field(default_factory=dict)
    numbers: dict[str, list[Any]] = field(default_factory=dict)
    vocabulary: dict[str, int] | None = None

    def values_of(self, reader: IndexReader, name: str) -> Values:
        if name not in self.values:
            self.values[name] = _read_values(reader, name, self.size)
        return self.values[name]

    def column(self, reader: IndexReader, name: str) -> list[Any]:
        """For each document number the field's value, dates and texts as they sort; None where there is none."""
        if name not in self.numbers:
            self.numbers[name] = _read_column(reader, name, self.size)
        return self.numbers[name]

    def terms(self, reader: IndexReader, names: Iterable[str]) -> dict[str, int]:
        """The terms of text fields, each with how many documents hold it, deleted ones among them."""
        if self.vocabulary is None:
            held: Counter[str] = Counter()
            for name, (leaf, _) in product(names, reader.leaf_readers()):
                for term, info in leaf.iter_field(name):
                    held[term.decode()] += int(info.doc_frequency())
            self.vocabulary = dict(held)
        return self.vocabulary


_lock = threading.Lock()
_generations: OrderedDict[tuple[str, str, int], Generation] = OrderedDict()


def of(path: str, name: str, number: int, size: int) -> Generation:
    """The shared Generation of the index `name` in folder `path`."""
    key = (path, name, number)
    with _lock:
        found = _generations.get(key)
        if found is None or found.size != size:
            found = _generations[key] = Generation(size)
        _generations.move_to_end(key)
        while len(_generations) > _KEPT:
            _generations.popitem(last=False)
        return found


def forget(path: str) -> None:
    """Forget every generation of the folder: a new index there counts its generations from nought again."""
    with _lock:
        for key in [key for key in _generations if key[0] == path]:
            del _generations[key]


def documents_of(reader: IndexReader, field_name: str, term: str | bytes) -> list[int]:
    """The numbers of the documents that hold `term`, without the deleted ones."""
    try:
        matcher = reader.postings(field_name, term)
    except TermNotFound:
        return []
    return list(matcher.all_ids())


def _read_values(reader: IndexReader, name: str, size: int) -> Values:
    documents: dict[str, int] = {}
    by_key: dict[str, list[str]] = {}
    for term in reader.lexicon(name):
        held = bits.pack(documents_of(reader, name, term), size)
        if held:  # a value whose last document is deleted stays in the lexicon until its segment is merged
            value = term.decode()
            documents[value] = held
            by_key.setdefault(analysis.name_key(value), []).append(value)
    return Values(documents, by_key)


def _read_column(reader: IndexReader, name: str, size: int) -> list[Any]:
    field = reader.schema[name]
    missing = field.column_type.default_value()
    # Dates and texts sort as they are kept; numbers are kept in another form.
    is_number = isinstance(field, fields.NUMERIC) and not isinstance(field, fields.DATETIME)
    values: list[Any] = [None] * size
    for leaf, offset in reader.leaf_readers():
        if leaf.has_column(name):  # a segment in which no document has the field keeps none
            column = leaf.column_reader(name, translate=False)
            for number in range(leaf.doc_count_all()):
                if (value := column[number]) != missing:
                    values[offset + number] = field.from_column_value(value) if is_number else value
    return values
