"""Haystack's search fields as a Whoosh schema, every analyser given explicitly."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.encoding import force_str
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.exceptions import SearchBackendError
from whoosh import analysis as whoosh_analysis
from whoosh import columns, fields, formats

from archive.search.engine import analysis

# Between two values of one field, so that no phrase spans them; longer than any name is.
_GAP = 100


class ArchiveAnalyzer(whoosh_analysis.Tokenizer):
    """Our analysis as Whoosh calls it. A list of values is told apart by a gap in the positions."""

    def __call__(self, value: str, *, start_pos: int = 0, start_char: int = 0, **flags: Any) -> Iterator[Any]:
        shown = whoosh_analysis.Token(
            positions=flags.get("positions", False), chars=flags.get("chars", False), mode=flags.get("mode", "")
        )
        shown.boost, shown.stopped = 1.0, False
        for term, start, end, position in analysis.tokens(value):
            shown.text = shown.original = term
            shown.pos = start_pos + position
            shown.startchar, shown.endchar = start_char + start, start_char + end
            yield shown


class _ValuesAnalyzer(ArchiveAnalyzer):
    """For fields of several values, which reach us joined by line feeds."""

    def __call__(self, value: str, *, start_pos: int = 0, start_char: int = 0, **flags: Any) -> Iterator[Any]:
        for line in value.split("\n"):
            for shown in super().__call__(line, start_pos=start_pos, start_char=start_char, **flags):
                last = shown.pos
                yield shown
                start_pos = last + 1
            start_pos += _GAP
            start_char += len(line) + 1


class Exact(fields.FieldType):
    """Values that are found and counted as they are, commas and all; never stemmed or split."""

    def __init__(self, *, stored: bool = False, column: bool = False) -> None:
        super().__init__(
            format=formats.Existence(),
            analyzer=whoosh_analysis.IDTokenizer(),
            scorable=True,  # never scored; but for fields without lengths, Whoosh asks the disk at each posting
            stored=stored,
            sortable=columns.VarBytesColumn() if column else False,
        )


def content_field(search_fields: Mapping[str, Any]) -> str:
    """The name of the field that Haystack calls the document."""
    return next(str(field.index_fieldname) for field in search_fields.values() if field.document)


def build(search_fields: Mapping[str, Any]) -> fields.Schema:
    """Return the schema of Haystack's unified `search_fields`. Raises SearchBackendError where there are none."""
    if not search_fields:
        raise SearchBackendError("No fields were found in any search_indexes. Define one before searching.")
    schema = {
        ID: fields.ID(stored=True, unique=True),
        DJANGO_CT: fields.ID(stored=True),
        DJANGO_ID: fields.ID(stored=True),
    }
    schema.update({field.index_fieldname: _whoosh_field(field) for field in search_fields.values()})
    return fields.Schema(**schema)


def _whoosh_field(field: Any) -> fields.FieldType:
    if field.field_type in {"date", "datetime"}:
        return fields.DATETIME(stored=field.stored, sortable=True)
    if field.field_type in {"integer", "float"}:
        return fields.NUMERIC(
            stored=field.stored, numtype=int if field.field_type == "integer" else float, bits=64, sortable=True
        )
    if field.field_type == "boolean":
        return fields.BOOLEAN(stored=field.stored)
    if field.field_type == "ngram":
        return fields.NGRAM(minsize=3, maxsize=15, stored=field.stored)
    if field.field_type == "edge_ngram":
        return fields.NGRAMWORDS(minsize=2, maxsize=15, at="start", stored=field.stored)
    if hasattr(field, "facet_for") or field.indexed is False:
        is_facet = hasattr(field, "facet_for")  # beside the field that it is made from, which is stored where wanted
        return Exact(stored=field.stored and not is_facet, column=not field.is_multivalued)
    analyzer = _ValuesAnalyzer() if field.is_multivalued else ArchiveAnalyzer()
    return fields.TEXT(
        analyzer=analyzer, phrase=True, stored=field.stored, multitoken_query="phrase", field_boost=field.boost or 1.0
    )


def fingerprint(schema: fields.Schema) -> str:
    """Eight characters that change with the schema or the analysis: an index that has others must be built anew."""
    parts = [
        f"{name} {type(field).__name__} {field.stored} {field.unique} {field.column_type is not None} "
        f"{type(field.analyzer).__name__} {getattr(field.format, 'field_boost', '')}"
        for name, field in sorted(schema.items())
    ]
    return hashlib.sha256("\n".join([*parts, str(analysis.VERSION)]).encode()).hexdigest()[:8]


def document(schema: fields.Schema, prepared: Mapping[str, Any]) -> dict[str, Any]:
    """Return Haystack's prepared values as Whoosh's writer takes them."""
    row: dict[str, Any] = {}
    for name, value in prepared.items():
        if name not in schema or value is None:
            continue
        field = schema[name]
        if isinstance(field, fields.TEXT):
            lines = [force_str(one).replace("\n", " ") for one in value] if _is_many(value) else [force_str(value)]
            row[name] = "\n".join(lines)
            row[f"_stored_{name}"] = list(value) if _is_many(value) else value
        elif isinstance(field, Exact):
            values = value if _is_many(value) else [value]
            row[name] = [force_str(one) for one in values]
            row[f"_stored_{name}"] = list(value) if _is_many(value) else value
        else:
            row[name] = whoosh_value(value)
    return row


def whoosh_value(value: Any) -> Any:
    """Return one value as Whoosh takes it: moments in UTC without a zone, booleans as they are, all else as text."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - Whoosh knows no zones
    return value if isinstance(value, bool | int | float) else force_str(value)


def _is_many(value: Any) -> bool:
    return isinstance(value, list | tuple | set)
