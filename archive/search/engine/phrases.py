"""Words beside each other: where a phrase stands, and how often as it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from archive.search.engine.segments.layout import Array, offsets, ragged
from archive.search.engine.segments.read import WordField
from archive.search.engine.snapshot import Snapshot, View

INEXACT = 0.5  # what a place counts where a quoted word stands in another form

_PLACE_BITS = 32  # of a number that tells a document and a place in it


@dataclass(frozen=True, slots=True)
class Step:
    """A word of a phrase. form: as typed, where that form is preferred, else empty."""

    term: bytes
    form: str = ""


def postings(
    snapshot: Snapshot, name: str, steps: Sequence[Step], slop: int, among: Array | None = None
) -> tuple[Array, Array]:
    """The documents whose field holds the words in this order, and how often; inexact places count INEXACT.

    slop: how many other words may stand between two neighbours. among: documents, ascending, where to look only there.
    """
    found = []
    terms = [{view: number for view, _, number in snapshot.term(name, step.term)} for step in steps]
    for view, field in snapshot.word_fields(name):
        if all(view in numbers for numbers in terms):
            inside = None if among is None else _inside(view, among)
            if inside is None or len(inside):
                docs, counts = _in_field(field, steps, [numbers[view] for numbers in terms], slop, inside)
                found.append((docs + np.int64(view.offset), counts))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0)
    return np.concatenate([docs for docs, _ in found]), np.concatenate([counts for _, counts in found])


def _inside(view: View, among: Array) -> Array:
    low, high = among.searchsorted((view.offset, view.offset + view.file.documents))
    return among[low:high] - view.offset


def _in_field(
    field: WordField, steps: Sequence[Step], numbers: Sequence[int], slop: int, among: Array | None
) -> tuple[Array, Array]:
    holding = [field.docs(number) for number in set(numbers)] + ([] if among is None else [among])
    docs = reduce(_common, sorted(holding, key=len))
    if not len(docs):
        return np.zeros(0, np.int64), np.zeros(0)
    places, exact = _places(field, numbers[0], docs, steps[0].form)
    for step, number in zip(steps[1:], numbers[1:], strict=True):
        following, also = _places(field, number, docs, step.form)
        # For each place of the next word the nearest place before it where the phrase so far ends.
        before = places.searchsorted(following) - 1
        reached = (before >= 0) & (following - places[before] <= slop + 1)
        places, exact = following[reached], also[reached] & exact[before[reached]]
        if not len(places):
            return np.zeros(0, np.int64), np.zeros(0)
    held, first = np.unique(places >> _PLACE_BITS, return_index=True)
    return held, np.add.reduceat(np.where(exact, 1.0, INEXACT), first)


def _common(one: Array, other: Array) -> Array:
    """What two ascending arrays share; the first should be the shorter."""
    place = np.minimum(other.searchsorted(one), len(other) - 1)
    found: Array = one[other[place] == one]
    return found


def _places(field: WordField, term: int, docs: Array, form: str) -> tuple[Array, Array]:
    """Where the term stands in these documents, as numbers that tell document and place, and whether in this form."""
    held, freqs = field.docs(term), field.freqs(term)
    chosen = held.searchsorted(docs)
    counts = freqs[chosen].astype(np.int64)
    inside = ragged(offsets(freqs)[:-1][chosen], counts)
    places = (np.repeat(docs.astype(np.int64), counts) << _PLACE_BITS) | field.places(term)[inside]
    return places, _in_form(field, term, form, inside)


def _in_form(field: WordField, term: int, form: str, inside: Array) -> Array:
    if not form:
        return np.ones(len(inside), bool)
    forms = field.forms(field.form_range(term))
    found: Array = field.which(term)[inside] == (forms.index(form) if form in forms else -1)
    return found


def single(snapshot: Snapshot, name: str, step: Step) -> tuple[Array, Array]:
    """The documents that hold one quoted word, and how often; other forms of it count INEXACT."""
    found = []
    for view, field in snapshot.word_fields(name):
        number = field.terms.find(step.term)
        if number >= 0:
            freqs = field.freqs(number)
            exact = _in_form(field, number, step.form, np.arange(int(freqs.sum(dtype=np.int64))))
            counts = np.add.reduceat(np.where(exact, 1.0, INEXACT), offsets(freqs)[:-1])
            found.append((field.docs(number) + np.int64(view.offset), counts))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0)
    return np.concatenate([docs for docs, _ in found]), np.concatenate([counts for _, counts in found])
