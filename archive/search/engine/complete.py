"""Completions as somebody types: names in the archive and words of its texts that begin so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np

from archive.search.engine import analysis, numbers, patterns
from archive.search.engine.request import Completion
from archive.search.engine.segments import beginnings
from archive.search.engine.segments.layout import Array, run_lengths
from archive.search.engine.segments.read import Field
from archive.search.engine.snapshot import Snapshot, View

_WEIGHED = 4  # times as many words as are wanted are counted exactly: those of the terms that most documents hold
_LONGEST = 100  # bytes that are compared; a name is known by then


@dataclass(frozen=True, slots=True)
class Names:
    """Values of a field of exact values that are offered as one kind of completion.

    model: whose documents count. number: where it is named, what this field of theirs says counts, else each for one.
    """

    kind: str
    field: str
    model: str
    number: str = ""


ARTICLE = "archive.article"
NAMES = (
    Names("tag", "tags_exact", ARTICLE),
    Names("source", "source_exact", ARTICLE),
    Names("speaker", "speakers_exact", ARTICLE),
    Names("claim", "title_exact", "archive.claim", "passage_count"),
    Names("title", "title_exact", ARTICLE),
)


def completed(snapshot: Snapshot, fields: Sequence[str], prefix: str, most: int) -> tuple[Completion, ...]:
    """The completions of `prefix`, most frequent first, at most `most`; each kind gets its share of them.

    Names are found by the beginning of any of their words, words of `fields` by their own; case, accents and the signs
    between words make no difference.
    """
    key = beginnings.key(prefix)[:_LONGEST]
    if not key or most <= 0:
        return ()
    return snapshot.cache.get(("completed", key, most), lambda: _completed(snapshot, fields, key, most), _size)


def _size(found: Sequence[Completion]) -> int:
    return sum(200 + len(one.text) for one in found)


def _completed(snapshot: Snapshot, fields: Sequence[str], key: bytes, most: int) -> tuple[Completion, ...]:
    by_kind = [_words(snapshot, fields, key, most), *(_names(snapshot, names, key, most) for names in NAMES)]
    shared = [one for one in chain.from_iterable(zip_longest(*by_kind)) if one is not None]
    return tuple(sorted(shared[:most], key=lambda one: -one.count))


# --- names ---


def _names(snapshot: Snapshot, names: Names, key: bytes, most: int) -> list[Completion]:
    """The names that most documents hold; of equal ones those that begin so as a whole come first."""
    best = {
        value: not at_start
        for view, field in snapshot.fields(names.field)
        for value, at_start in _best_of_segment(snapshot, names, view, field, key, most)
    }
    counted = [
        (Completion(names.kind, value, _count(snapshot, names, value)), inside) for value, inside in best.items()
    ]
    counted.sort(key=lambda pair: (-pair[0].count, pair[1], pair[0].text))
    return [one for one, _ in counted[:most]]


def _best_of_segment(
    snapshot: Snapshot, names: Names, view: View, field: Field, key: bytes, most: int
) -> Iterator[tuple[str, bool]]:
    found, places = field.beginnings.of(key)
    present, counts = _counts_once(snapshot, names, view, field)
    offered = present[found]
    found, places = found[offered], places[offered]
    at_start = field.beginnings.is_first(places)
    order = np.lexsort((~at_start, -counts[found]))[:most]
    for number, whole in zip(found[order].tolist(), at_start[order].tolist(), strict=True):
        yield field.values[number], whole


def _counts_once(snapshot: Snapshot, names: Names, view: View, field: Field) -> tuple[Array, Array]:
    return snapshot.once(("completed", names, view.offset), lambda: _counts(snapshot, names, view, field))


def _counts(snapshot: Snapshot, names: Names, view: View, field: Field) -> tuple[Array, Array]:
    """By value of a segment, whether a live document of the model holds it, and what those that do count."""
    live, weights = _weights(snapshot, names)
    docs = field.all_docs + np.int64(view.offset)
    starts = field.starts[:-1].astype(np.int64)
    if not len(starts):
        return np.zeros(0, bool), np.zeros(0, np.int64)
    return np.logical_or.reduceat(live[docs], starts), np.add.reduceat(weights[docs], starts)


def _weights(snapshot: Snapshot, names: Names) -> tuple[Array, Array]:
    """By document whether it counts, and what."""
    live = snapshot.kinds([names.model]).live
    if not names.number:
        return live, live.astype(np.int64)
    held = numbers.column(snapshot, names.number)
    return live, np.where(live & (held != numbers.MISSING), held, 0)


def _count(snapshot: Snapshot, names: Names, value: str) -> int:
    return sum(
        int(_counts_once(snapshot, names, view, field)[1][number])
        for view, field, number in snapshot.term(names.field, value.encode())
    )


# --- words ---


def _words(snapshot: Snapshot, fields: Sequence[str], key: bytes, most: int) -> list[Completion]:
    """The words that most articles hold, without what was typed itself and words that name nothing."""
    if b" " in key:
        return []
    live = snapshot.kinds([ARTICLE]).live
    found = []
    for form in _likely(snapshot, fields, key, most * _WEIGHED):
        count = int((patterns.with_form(snapshot, fields, form) & live).sum())
        if count:
            found.append(Completion("word", form, count))
    return sorted(found, key=lambda one: (-one.count, one.text))[:most]


def _likely(snapshot: Snapshot, fields: Sequence[str], key: bytes, most: int) -> list[str]:
    """Forms that begin so, of the terms that most documents hold."""
    best: dict[str, int] = {}
    for name in fields:
        for _, field in snapshot.word_fields(name):
            blob, ends = field.folded_forms
            found, _ = beginnings.of_lines(blob, ends).of(key)
            holding = run_lengths(field.starts)[field.form_terms[found]]
            order = np.argsort(-holding, kind="stable")[:most]
            for form, count in zip(patterns.texts(field, found[order]), holding[order].tolist(), strict=True):
                best[form] = best.get(form, 0) + count
    # No possessives: the word itself, which is found with them, is offered instead.
    wanted = [
        form
        for form in best
        if form.isalnum() and analysis.naming(analysis.terms(form)) and beginnings.key(form) != key
    ]
    return sorted(wanted, key=lambda form: (-best[form], form))[:most]
