"""The documents of a snapshot in the order of a field's values."""

from __future__ import annotations

import numpy as np
from haystack.exceptions import SearchBackendError
from whoosh import fields

from archive.search.engine import facets, numbers, order
from archive.search.engine import schema as schemas
from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Snapshot

_IN_PARTS = fields.TEXT | fields.NGRAM | fields.NGRAMWORDS  # whose terms are not their values


def ranks(snapshot: Snapshot, schema: fields.Schema, name: str, *, descending: bool) -> Array:
    """By document a number that sorts as its value of the field does; last, in both directions, where it has none.

    Raises SearchBackendError for a field without single values: one of many values, or a text that is neither stored
    nor kept whole beside its words (faceted=True).
    """
    held = schemas.field_named(schema, name)
    if isinstance(held, fields.NUMERIC):
        values, missing = _numbers(snapshot, held, name)
        return order.ranks(values, missing, descending=descending)
    for candidate in (name, f"{name}_exact"):
        if candidate in schema and not isinstance(schema[candidate], _IN_PARTS):
            places = snapshot.once(("places", candidate), lambda one=candidate: _places(snapshot, one))  # type: ignore[misc]
            return order.ranks(places, places < 0, descending=descending)
    if held is not None and held.stored:
        texts, missing = snapshot.once(("stored", name), lambda: _stored(snapshot, name))
        return order.ranks(texts, missing, descending=descending)
    raise _unsortable(name)


def _numbers(snapshot: Snapshot, held: fields.NUMERIC, name: str) -> tuple[Array, Array]:
    if held.numtype is float:
        values = numbers.float_column(snapshot, name)
        return values, np.isnan(values)
    whole = numbers.column(snapshot, name)
    return whole, whole == numbers.MISSING


def _places(snapshot: Snapshot, name: str) -> Array:
    for _, field in snapshot.fields(name):
        if len(field.all_docs) > np.count_nonzero(field.term_numbers >= 0):
            raise _unsortable(name)
    return facets.places(snapshot, name)


def _stored(snapshot: Snapshot, name: str) -> tuple[Array, Array]:
    values = [snapshot.stored(number).get(name) for number in range(snapshot.size)]
    if any(isinstance(value, list) for value in values):
        raise _unsortable(name)
    texts = np.array(["" if value is None else str(value) for value in values], dtype=object)
    return texts, np.array([value is None for value in values], bool)


def _unsortable(name: str) -> SearchBackendError:
    field = name.removesuffix("_exact")
    return SearchBackendError(
        f"The index cannot sort by {field!r}. Sort by a date, a number, or a text of one value with faceted=True."
    )
