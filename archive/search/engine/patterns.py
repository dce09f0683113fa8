"""Wildcards and near misses: the forms of the index that a pattern matches, and the documents that hold them.

Forms are words as they are written, so that nothing is stemmed by the way: `organis*` finds organism and organised.
Case and accents make no difference, whichever side has them: `café*` finds cafe and Cafés.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive.search.engine import analysis
from archive.search.engine.request import Fuzzy, Pattern
from archive.search.engine.segments import beginnings
from archive.search.engine.segments.layout import Array, offsets, ragged, run_lengths
from archive.search.engine.segments.read import Field, WordField
from archive.search.engine.snapshot import Snapshot

Chooser = Callable[[WordField], Array]  # the numbers of the forms that are meant, ascending

_ONE = b"[^\\n\\x80-\\xbf][\\x80-\\xbf]*"  # a code point in UTF-8


def chooser(pattern: Pattern | Fuzzy) -> Chooser:
    return like(pattern.text) if isinstance(pattern, Pattern) else near(pattern.text, pattern.slips)


def like(pattern: str) -> Chooser:
    """The forms that a pattern matches as a whole: `*` is any run of signs, `?` is one. Linear in the forms."""
    body, *rest = map(_signs, pattern.split("*"))
    if rest:
        # Behind a star the first place that fits is as good as any, but for the last part, which must end the form.
        body += b"".join(b"(?>[^\\n]*?%b)" % one for one in rest[:-1] if one) + b"[^\\n]*" + rest[-1]
    expression = _whole(body)
    return lambda field: _found(field, expression)


def _signs(part: str) -> bytes:
    """The part of a pattern between two stars, for a regular expression."""
    return _ONE.join(re.escape(analysis.unaccented(one).encode()) for one in part.split("?"))


def near(word: str, slips: int, kept: int = 1) -> Chooser:
    """The forms within `slips` edits of a word that begin as its first `kept` letters do; a swap is one edit."""
    word = analysis.unaccented(word)
    head = word[:kept].encode()

    def choose(field: WordField) -> Array:
        blob, ends = field.folded_forms
        numbers, _ = beginnings.of_lines(blob, ends).of(head)
        numbers = numbers[np.abs(_letters(blob, ends, numbers) - len(word)) <= slips]
        folded = _lines(blob, ends, numbers)
        close = process.extract(word, folded, scorer=OSA.distance, score_cutoff=slips, limit=None)
        found: Array = numbers[sorted(place for _, _, place in close)]
        return found

    return choose


def _letters(blob: Array, ends: Array, numbers: Array) -> Array:
    """How many code points each of these forms has."""
    sizes: Array = run_lengths(ends)[numbers] - 1
    if not len(blob) or blob.max() < 0x80:
        return sizes
    following = np.append(0, np.cumsum((blob & 0xC0) == 0x80, dtype=np.int32))  # bytes of a code point behind its first
    sizes -= following[ends[numbers + 1]] - following[ends[numbers]]
    return sizes


def _whole(body: bytes) -> re.Pattern[bytes]:
    """One whole form; each begins behind a line feed."""
    return re.compile(b"\n" + body + b"(?=\n|\\Z)")


def _found(field: WordField, expression: re.Pattern[bytes]) -> Array:
    blob, ends = field.folded_forms
    starts = np.fromiter((match.start() for match in expression.finditer(blob.data)), np.int64)
    return ends.searchsorted(starts)


def texts(field: WordField, numbers: Array) -> list[str]:
    """The forms of these numbers."""
    return _lines(field.form_blob, field.form_ends, numbers)


def _lines(blob: Array, ends: Array, numbers: Array) -> list[str]:
    data = blob.data
    starts, stops = (ends[numbers].astype(np.int64) + 1).tolist(), ends[numbers + 1].tolist()
    return [str(data[start:stop], "utf-8") for start, stop in zip(starts, stops, strict=True)]


def forms(snapshot: Snapshot, names: Sequence[str], choose: Chooser) -> set[str]:
    """The forms that are meant, of these fields."""
    return {form for name in names for _, field in snapshot.word_fields(name) for form in texts(field, choose(field))}


def postings(snapshot: Snapshot, name: str, choose: Chooser) -> tuple[Array, Array]:
    """The documents that hold any of the forms that are meant, each counted once."""
    found = []
    for view, field in snapshot.word_fields(name):
        numbers = choose(field)
        if len(numbers):
            found.append(holding(field, numbers) + np.int64(view.offset))
    docs = np.concatenate(found) if found else np.zeros(0, np.int64)
    return docs, np.ones(len(docs))


def with_form(snapshot: Snapshot, names: Iterable[str], form: str) -> Array:
    """By document, deleted ones too, whether any of these fields holds the word in this form."""
    mask = np.zeros(snapshot.size, bool)
    term = analysis.terms(form)[-1].encode()
    for name in names:
        for view, field in snapshot.word_fields(name):
            number = field.terms.find(term)
            spelt = field.forms(field.form_range(number)) if number >= 0 else []
            if form in spelt:
                mask[_in_form(field, number, [spelt.index(form)]) + np.int64(view.offset)] = True
    return mask


def _in_form(field: WordField, term: int, wanted: Sequence[int] | Array) -> Array:
    """The documents that hold a term in one of its forms, given by their places in its `form_range`."""
    docs = field.docs(term)
    if len(wanted) == len(field.form_range(term)):
        return docs
    meant = np.isin(field.which(term), wanted)
    return docs[np.logical_or.reduceat(meant, offsets(field.freqs(term))[:-1])]


def holding(field: WordField, numbers: Array) -> Array:
    """The documents of a segment that hold any of these forms."""
    of_form = field.form_terms
    terms, asked = np.unique(of_form[numbers], return_counts=True)
    whole = asked == (field.form_starts[terms + 1].astype(np.int64) - field.form_starts[terms])
    held = np.zeros(field.documents, bool)
    held[all_docs(field, terms[whole])] = True
    for term in terms[~whole].tolist():
        wanted = numbers[of_form[numbers] == term] - int(field.form_starts[term])
        held[_in_form(field, term, wanted)] = True
    return np.flatnonzero(held)


def all_docs(field: Field, terms: Array) -> Array:
    """The documents of several terms, one after the other."""
    starts = field.starts[terms].astype(np.int64)
    return field.all_docs[ragged(starts, field.starts[terms + 1].astype(np.int64) - starts)]
