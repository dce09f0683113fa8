"""Numbers and dates of the index as arrays. Whoosh writes each as a byte of precision and eight bytes, big end first,
that sort as the values do (whoosh.util.numeric.to_sortable)."""

from __future__ import annotations

import datetime as dt
import struct

import numpy as np
from whoosh.util.numeric import to_sortable
from whoosh.util.times import datetime_to_long

from archive.search.engine.segments.layout import Array
from archive.search.engine.segments.read import Field
from archive.search.engine.snapshot import Snapshot

MISSING = int(np.iinfo(np.int64).min)  # of whole numbers and dates; of floats it is NaN
MOST = int(np.iinfo(np.int64).max)

_RECORD = struct.Struct(">BQ")
_SIGN = np.uint64(1 << 63)


def encode(value: float | dt.datetime) -> bytes:
    """The term of a number or of a moment without a zone."""
    if isinstance(value, dt.datetime):
        value = datetime_to_long(value)
    kind = float if isinstance(value, float) else int
    return _RECORD.pack(0, to_sortable(kind, 64, True, value))


def column(snapshot: Snapshot, name: str) -> Array:
    """By document the whole number or date of the field, MISSING where it has none; dates as Whoosh's microseconds."""
    return snapshot.column(name, _integers, MISSING)


def float_column(snapshot: Snapshot, name: str) -> Array:
    """By document the number of the field, NaN where it has none."""
    return snapshot.column(name, _floats, np.nan)


def _integers(field: Field) -> Array:
    return (_sortable(field) ^ _SIGN).view(np.int64)


def _floats(field: Field) -> Array:
    signed = _integers(field)
    return np.where(signed < 0, signed ^ np.int64(0x7FFFFFFFFFFFFFFF), signed).view(np.float64)


def _sortable(field: Field) -> Array:
    records = field.terms.blob.reshape(-1, _RECORD.size)[:, 1:]
    return np.ascontiguousarray(records).view(">u8").ravel().astype(np.uint64)
