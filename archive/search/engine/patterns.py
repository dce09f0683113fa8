"""Wildcards and near misses: the forms of the index that a pattern matches, and the documents that hold them.

Forms are words as they are written, so that nothing is stemmed by the way: `organis*` finds organism and organised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive.search.engine.request import Fuzzy, Pattern
from archive.search.engine.segments.layout import Array, offsets, ragged
from archive.search.engine.segments.read import Field, WordField
from archive.search.engine.snapshot import Snapshot

Chooser = Callable[[WordField], Array]  # the numbers of the forms that are meant, ascending

_ONE = b"[^\\n\\x80-\\xbf][\\x80-\\xbf]*"  # a code point in UTF-8


def chooser(pattern: Pattern | Fuzzy) -> Chooser:
    return like(pattern.text) if isinstance(pattern, Pattern) else near(pattern.text, pattern.slips)


def like(pattern: str) -> Chooser:
    """The forms that a pattern matches as a whole: `*` is any run of signs, `?` is one."""
    parts = {"*": b"[^\\n]*", "?": _ONE}
    signs = re.sub(r"\*+", "*", pattern.lower())
    expression = _whole(b"".join(parts[sign] if sign in parts else re.escape(sign.encode()) for sign in signs))
    return lambda field: _found(field, expression)


def near(word: str, slips: int, kept: int = 1) -> Chooser:
    """The forms within `slips` edits of a word that begin as its first `kept` letters do; a swap is one edit."""
    word = word.lower()
    shortest, longest = len(word) - slips - kept, len(word) + slips - kept  # signs behind the kept ones
    rest = b"(?:%b){%d,%d}" % (_ONE, max(0, shortest), max(0, longest))
    expression = _whole(re.escape(word[:kept].encode()) + rest)

    def choose(field: WordField) -> Array:
        numbers = _found(field, expression)
        close = process.extract(word, _texts(field, numbers), scorer=OSA.distance, score_cutoff=slips, limit=None)
        return numbers[sorted(place for _, _, place in close)]

    return choose


def _whole(body: bytes) -> re.Pattern[bytes]:
    """One whole form; each begins behind a line feed."""
    return re.compile(b"\n" + body + b"(?=\n|\\Z)")


def _found(field: WordField, expression: re.Pattern[bytes]) -> Array:
    starts = np.fromiter((match.start() for match in expression.finditer(field.form_blob.data)), np.int64)
    return field.form_ends.searchsorted(starts)


def _texts(field: WordField, numbers: Array) -> list[str]:
    blob, ends = field.form_blob.data, field.form_ends
    return [bytes(blob[ends[number] + 1 : ends[number + 1]]).decode() for number in numbers.tolist()]


def forms(snapshot: Snapshot, names: Sequence[str], choose: Chooser) -> set[str]:
    """The forms that are meant, of these fields."""
    return {form for name in names for _, field in snapshot.word_fields(name) for form in _texts(field, choose(field))}


def postings(snapshot: Snapshot, name: str, choose: Chooser) -> tuple[Array, Array]:
    """The documents that hold any of the forms that are meant, each counted once."""
    found = []
    for view, field in snapshot.word_fields(name):
        numbers = choose(field)
        if len(numbers):
            found.append(_holding(field, numbers) + np.int64(view.offset))
    docs = np.concatenate(found) if found else np.zeros(0, np.int64)
    return docs, np.ones(len(docs))


def _holding(field: WordField, numbers: Array) -> Array:
    """The documents of a segment that hold any of these forms."""
    of_form = field.form_terms
    terms, asked = np.unique(of_form[numbers], return_counts=True)
    whole = asked == (field.form_starts[terms + 1].astype(np.int64) - field.form_starts[terms])
    held = np.zeros(field.documents, bool)
    held[all_docs(field, terms[whole])] = True
    for term in terms[~whole].tolist():
        wanted = numbers[of_form[numbers] == term] - int(field.form_starts[term])
        freqs = field.freqs(term)
        meant = np.isin(field.which(term), wanted)
        held[field.docs(term)[np.logical_or.reduceat(meant, offsets(freqs)[:-1])]] = True
    return np.flatnonzero(held)


def all_docs(field: Field, terms: Array) -> Array:
    """The documents of several terms, one after the other."""
    starts = field.starts[terms].astype(np.int64)
    return field.all_docs[ragged(starts, field.starts[terms + 1].astype(np.int64) - starts)]
