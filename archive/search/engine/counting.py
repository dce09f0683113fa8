"""Haystack's facets: how many of the documents that were found hold each value of a field, or fall into each span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from haystack.exceptions import SearchBackendError
from whoosh import fields
from whoosh.util.times import long_to_datetime

from archive.search.engine import facets, numbers
from archive.search.engine import schema as schemas
from archive.search.engine.date_facets import Counts, Spans
from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Snapshot

Pairs = list[tuple[Any, int]]

_IN_PARTS = fields.TEXT | fields.NGRAM | fields.NGRAMWORDS  # whose terms are not their values
_BOOLEANS = {"t": True, "f": False}


def by_value(snapshot: Snapshot, schema: fields.Schema, name: str, docs: Array) -> Pairs:
    """The values of the field that some of the documents hold, with how many do; most frequent first, then in order.

    Raises SearchBackendError for a field that the index has not, or only the words of.
    """
    held = schemas.field_named(schema, name)
    if isinstance(held, fields.NUMERIC):
        return _sorted(_of_numbers(snapshot, held, name, docs))
    if isinstance(held, fields.BOOLEAN):
        return [(_BOOLEANS[value], count) for value, count in facets.held(snapshot, name, docs)]
    if isinstance(held, _IN_PARTS) and not held.stored:
        return by_value(snapshot, schema, f"{name}_exact", docs)
    if held is None:
        raise SearchBackendError(
            f"The index cannot count {name.removesuffix('_exact')!r}. Give the field faceted=True."
        )
    if isinstance(held, _IN_PARTS):
        return _sorted(_of_stored(snapshot, name, docs))
    return list(facets.held(snapshot, name, docs))


def by_date(snapshot: Snapshot, schema: fields.Schema, name: str, asked: Mapping[str, Any], docs: Array) -> Counts:
    """See Spans.counts. Raises SearchBackendError where the field holds no dates."""
    if not isinstance(schemas.field_named(schema, name), fields.DATETIME):
        raise SearchBackendError(f"The index has no dates by the name of {name!r} to count.")
    return Spans.of(asked).counts(numbers.column(snapshot, name)[docs])


def _of_numbers(snapshot: Snapshot, held: fields.NUMERIC, name: str, docs: Array) -> Iterator[tuple[Any, int]]:
    if held.numtype is float:
        values = numbers.float_column(snapshot, name)[docs]
        found = values[~np.isnan(values)]
    else:
        values = numbers.column(snapshot, name)[docs]
        found = values[values != numbers.MISSING]
    different, counts = np.unique(found, return_counts=True)
    decode = long_to_datetime if isinstance(held, fields.DATETIME) else held.numtype
    return zip(map(decode, different.tolist()), counts.tolist(), strict=True)


def _of_stored(snapshot: Snapshot, name: str, docs: Array) -> Iterator[tuple[Any, int]]:
    counts: Counter[str] = Counter()
    for number in docs.tolist():
        value = snapshot.stored(number).get(name)
        counts.update({str(one) for one in (value if isinstance(value, list) else [value]) if one is not None})
    return iter(counts.items())


def _sorted(pairs: Iterator[tuple[Any, int]]) -> Pairs:
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
