"""Several segments -> the arrays of one, without their deleted documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from archive.search.engine.segments.build import (
    document_numbers,
    form_arrays,
    freq_arrays,
)
from archive.search.engine.segments.layout import Array, narrow, offsets, ragged, run_lengths
from archive.search.engine.segments.read import CountedField, Field, SegmentFile, WordField
from archive.search.engine.segments.telling import told_arrays
from archive.search.engine.segments.terms import term_arrays


@dataclass(frozen=True, slots=True)
class Part:
    """A segment to merge. live: by document, whether it is kept."""

    file: SegmentFile
    live: Array


def merged(parts: Sequence[Part]) -> tuple[dict[str, Array], dict[str, Any]]:
    """The arrays and facts of one segment with the kept documents of all, in their order."""
    numberings, documents = _numberings(parts)
    arrays = _stored(parts)
    kinds: dict[str, type[Field]] = {}
    for name in sorted({name for part in parts for name in part.file.fields}):
        held = [(part.file.fields.get(name), numbering) for part, numbering in zip(parts, numberings, strict=True)]
        present = [(field, numbering) for field, numbering in held if field is not None]
        kinds[name] = type(present[0][0])
        is_content = name == parts[0].file.content
        found = _field(present, kinds[name], documents, is_content=is_content)
        arrays |= {f"{name}:{key}": array for key, array in found.items()}
    content = parts[0].file.content
    facts = {
        "documents": documents,
        "content": content,
        "words": [name for name, kind in kinds.items() if kind is WordField],
        "keys": [name for name, kind in kinds.items() if kind is Field],
        "weighted": [name for name, kind in kinds.items() if kind is CountedField],
    }
    return arrays, facts


def _numberings(parts: Iterable[Part]) -> tuple[list[Array], int]:
    """By part and old number the new number of a document, -1 where it is not kept; and how many there are."""
    found, count = [], 0
    for part in parts:
        found.append(np.where(part.live, np.cumsum(part.live, dtype=np.int64) - 1 + count, -1))
        count += int(part.live.sum())
    return found, count


def _stored(parts: Iterable[Part]) -> dict[str, Array]:
    rows = [part.file.stored_bytes(int(number)) for part in parts for number in np.flatnonzero(part.live)]
    return {
        "stored:blob": np.frombuffer(b"".join(rows), np.uint8),
        "stored:ends": narrow(offsets(np.array([len(row) for row in rows], np.int64))),
    }


def _field(held: list[tuple[Field, Array]], kind: type[Field], documents: int, *, is_content: bool) -> dict[str, Array]:
    """Merge one field: postings first, by their new documents; then what stands beside them."""
    lists = [field.terms.all() for field, _ in held]
    union = sorted(set().union(*lists))
    rank_of = {term: rank for rank, term in enumerate(union)}
    ranks = [np.array([rank_of[term] for term in terms], np.int64) for terms in lists]
    # Each posting of all parts: the rank of its term and its new document.
    rank = np.concatenate([np.repeat(r, run_lengths(f.starts)) for (f, _), r in zip(held, ranks, strict=True)])
    document = np.concatenate([numbering[field.all_docs] for field, numbering in held])
    kept = document >= 0
    # Parts come in the order of their documents and each is sorted, so a stable sort by rank sorts both.
    order = np.argsort(np.where(kept, rank, len(union)), kind="stable")[: int(kept.sum())]
    counts = np.bincount(rank[order], minlength=len(union))
    used = np.flatnonzero(counts)
    terms = [union[number] for number in used.tolist()]
    arrays = {
        **term_arrays(terms),
        "starts": narrow(offsets(counts[used])),
        "docs": document_numbers(document[order], documents),
    }
    if issubclass(kind, CountedField):
        counted = [(field, numbering) for field, numbering in held if isinstance(field, CountedField)]
        freqs = np.concatenate([field.exact_freqs for field, _ in counted])
        arrays |= freq_arrays(freqs[order]) | {"lengths": narrow(_lengths(counted, documents))}
        if issubclass(kind, WordField):
            words = [field for field, _ in counted if isinstance(field, WordField)]
            arrays |= _places(words, ranks, freqs, order, rank[order], used)
        if is_content:
            arrays |= told_arrays(terms, arrays["starts"], arrays["docs"], arrays["freqs"], documents)
    return arrays


def _lengths(held: Iterable[tuple[CountedField, Array]], documents: int) -> Array:
    lengths = np.zeros(documents, np.int64)
    for field, numbering in held:
        live = numbering >= 0
        lengths[numbering[live]] = field.lengths[live]
    return lengths


def _places(
    fields: list[WordField], ranks: list[Array], freqs: Array, order: Array, rank: Array, used: Array
) -> dict[str, Array]:
    """The occurrences of the kept postings, in their new order, and the forms that are still used."""
    occurrences = ragged(offsets(freqs)[:-1][order], freqs[order])
    term = np.repeat(rank, freqs[order])
    form = _Forms(fields, ranks)
    which = form.of_occurrences()[occurrences]
    in_use = np.flatnonzero(np.bincount(which, minlength=len(form.texts)))
    term_of_form = form.ranks[in_use]
    renumbered = np.zeros(len(form.texts), np.int64)
    renumbered[in_use] = np.arange(len(in_use))
    starts = offsets(np.bincount(term_of_form, minlength=int(used.max(initial=-1)) + 1)[used])
    place_of_rank = np.zeros(int(used.max(initial=-1)) + 1, np.int64)
    place_of_rank[used] = np.arange(len(used))
    counts = np.bincount(place_of_rank[term], minlength=len(used))
    texts = [form.texts[number] for number in in_use.tolist()]
    return {
        "place_starts": narrow(offsets(counts)),
        "places": np.concatenate([field.all_places for field in fields])[occurrences],
        "form_starts": narrow(starts),
        "which": narrow(renumbered[which] - starts[place_of_rank[term]]),
        **form_arrays(texts),
    }


class _Forms:
    """The forms of several fields in one list, sorted by the rank of their term and then by themselves."""

    def __init__(self, fields: list[WordField], ranks: list[Array]) -> None:
        self._fields = fields
        pairs = [
            list(
                zip(
                    np.repeat(rank, run_lengths(field.form_starts)).tolist(),
                    bytes(field.form_blob).split(b"\n")[1:],
                    strict=True,
                )
            )
            for field, rank in zip(fields, ranks, strict=True)
        ]
        union = sorted(set().union(*pairs))
        number_of = {pair: number for number, pair in enumerate(union)}
        self._numbers = [np.array([number_of[pair] for pair in one], np.int64) for one in pairs]
        self.texts = [text for _, text in union]
        self.ranks = np.array([rank for rank, _ in union], np.int64)

    def of_occurrences(self) -> Array:
        """The number of the form of each occurrence, of all fields one after the other."""
        found = []
        for field, numbers in zip(self._fields, self._numbers, strict=True):
            counts = run_lengths(field.place_starts)
            first_form = np.repeat(field.form_starts[:-1].astype(np.int64), counts)
            found.append(numbers[first_form + field.all_which])
        return np.concatenate(found)
