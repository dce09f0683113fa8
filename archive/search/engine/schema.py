"""Haystack's search fields as a Whoosh schema, every analyser given explicitly, and its prepared rows as documents."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.encoding import force_str
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.exceptions import SearchBackendError
from whoosh import analysis as whoosh_analysis
from whoosh import fields, formats, query
from whoosh.util.times import adatetime, datetime_to_long

from archive.search.engine import analysis, numbers
from archive.search.engine.segments.layout import VERSION


class ArchiveAnalyzer(whoosh_analysis.Tokenizer):
    """Our analysis as Whoosh's query parser calls it: of each word the term that it is looked for by."""

    def __call__(self, value: str, *, tokenize: bool = True, **flags: Any) -> Iterator[Any]:
        shown = whoosh_analysis.Token(
            positions=flags.get("positions", False), chars=flags.get("chars", False), mode=flags.get("mode", "")
        )
        shown.boost, shown.stopped = 1.0, False
        if not tokenize:  # a wildcard, which is matched against words as they are written
            shown.text = shown.original = value.lower()
            yield shown
            return
        for token in analysis.tokens(value):
            shown.text = shown.original = token.term
            shown.pos = flags.get("start_pos", 0) + token.position
            shown.startchar, shown.endchar = token.start, token.end
            yield shown


class Exact(fields.FieldType):
    """Values that are found and counted as they are, commas and all; never stemmed or split."""

    def __init__(self, *, stored: bool = False) -> None:
        super().__init__(
            format=formats.Existence(),
            analyzer=whoosh_analysis.IDTokenizer(),
            scorable=False,
            stored=stored,
        )


class Moment(fields.DATETIME):
    """A date and time. Its ranges leave out what they say they do, which Whoosh's own forget; see `parse_range`."""

    def parse_range(
        self, fieldname: str, start: str | None, end: str | None, startexcl: bool, endexcl: bool, boost: float = 1.0
    ) -> query.Query:
        """`[2014 to 2015]` is from the beginning of one year to the end of the other, `{2014 to 2016}` all between.

        What is given to the second is a moment: `{20140927120000 to` begins right after it.
        """
        try:
            low = None if start is None else self._parse_datestring(start)
            high = None if end is None else self._parse_datestring(end)
        except Exception as error:  # noqa: BLE001 - Whoosh raises bare ones
            return query.error_query(error)
        if low is None and high is None:
            return query.Every(fieldname, boost=boost)
        after_all_of_it = startexcl and low is not None and low.second is None
        first = low and datetime_to_long(_end(low) if after_all_of_it else _beginning(low))
        last = high and datetime_to_long(_beginning(high) if endexcl else _end(high))
        return query.NumericRange(fieldname, first, last, startexcl, endexcl, boost=boost)


def _beginning(time: dt.datetime | adatetime) -> dt.datetime:
    return time.floor() if isinstance(time, adatetime) else time


def _end(time: dt.datetime | adatetime) -> dt.datetime:
    return time.ceil() if isinstance(time, adatetime) else time


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
        return _untiered(Moment(stored=field.stored))
    if field.field_type in {"integer", "float"}:
        kind = int if field.field_type == "integer" else float
        return _untiered(fields.NUMERIC(stored=field.stored, numtype=kind, bits=64))
    if field.field_type == "boolean":
        return fields.BOOLEAN(stored=field.stored)
    if field.field_type == "ngram":
        return fields.NGRAM(minsize=3, maxsize=15, stored=field.stored)
    if field.field_type == "edge_ngram":
        return fields.NGRAMWORDS(minsize=2, maxsize=15, at="start", stored=field.stored)
    if hasattr(field, "facet_for") or field.indexed is False:
        is_facet = hasattr(field, "facet_for")  # beside the field that it is made from, which is stored where wanted
        return Exact(stored=field.stored and not is_facet)
    return fields.TEXT(
        analyzer=getattr(field, "analyzer", None) or ArchiveAnalyzer(),
        phrase=True,
        stored=field.stored,
        multitoken_query="phrase",
        field_boost=field.boost or 1.0,
    )


def _untiered(numeric: fields.NUMERIC) -> fields.NUMERIC:
    """One term a value, where Whoosh would write another for each precision: ranges are read off a column."""
    numeric.shift_step = 0
    return numeric


def field_named(schema: fields.Schema, name: str) -> fields.FieldType | None:
    """The field, None where the schema has none of this name."""
    return schema[name] if name in schema else None  # noqa: SIM401 - Whoosh's Schema has no get


def fingerprint(schema: fields.Schema, models: Iterable[str]) -> str:
    """Eight characters that change with the schema, the names of the indexed models, the analysis or the files.

    An index of another fingerprint must be built anew.
    """
    parts = [
        f"{name} {type(field).__name__} {field.stored} {field.unique} {type(field.analyzer).__name__} "
        f"{getattr(field, 'numtype', '')} {getattr(field.format, 'field_boost', '')}"
        for name, field in sorted(schema.items())
    ]
    return hashlib.sha256("\n".join([*parts, *sorted(models), f"{analysis.VERSION} {VERSION}"]).encode()).hexdigest()[
        :8
    ]


def has_words(held: fields.FieldType) -> bool:
    """Whether a field is analysed by us, so that places and forms of its words are known."""
    return isinstance(held, fields.TEXT) and isinstance(held.analyzer, ArchiveAnalyzer)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as SegmentBuilder.add takes it."""

    words: dict[str, list[str]] = field(default_factory=dict)
    keys: dict[str, list[bytes]] = field(default_factory=dict)
    weighted: dict[str, Counter[bytes]] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)


class DocumentMaker:
    """Makes documents of Haystack's prepared rows; what the schema does not know is left out."""

    def __init__(self, schema: fields.Schema) -> None:
        self._words = {name for name, held in schema.items() if has_words(held)}
        counted = fields.TEXT | fields.NGRAM | fields.NGRAMWORDS
        self._counted = {name: held for name, held in schema.items() if isinstance(held, counted)}
        self._keys = {name: _encoder(held) for name, held in schema.items() if name not in self._counted}
        self._stored = {name for name, held in schema.items() if held.stored}

    def document(self, prepared: Mapping[str, Any]) -> Document:
        row = Document()
        for name, value in prepared.items():
            if value is None:
                continue
            values = list(value) if isinstance(value, list | tuple | set) else [value]
            if name in self._words:
                texts = [text for one in values if (text := force_str(one))]
                if texts:
                    row.words[name] = texts
            elif name in self._counted:
                row.weighted[name] = _counted(self._counted[name], values)
            elif name in self._keys:
                row.keys[name] = list(map(self._keys[name], values))
            if name in self._stored:
                row.stored[name] = values if isinstance(value, list | tuple | set) else _as_it_is(value)
        return row


def _counted(held: fields.FieldType, values: Iterable[Any]) -> Counter[bytes]:
    counts: Counter[bytes] = Counter()
    for one in values:
        for term, frequency, *_ in held.index(force_str(one)):
            counts[term] += int(frequency)
    return counts


def _encoder(held: fields.FieldType) -> Callable[[Any], bytes]:
    """How one value of a field becomes a term."""
    if isinstance(held, fields.DATETIME):
        return lambda value: numbers.encode(moment(value))
    if isinstance(held, fields.NUMERIC):
        return lambda value: numbers.encode(held.numtype(value))
    if isinstance(held, fields.BOOLEAN):
        return lambda value: b"t" if value else b"f"
    return lambda value: force_str(value).encode()


def _as_it_is(value: Any) -> Any:
    value = moment(value)
    return value if isinstance(value, bool | int | float | dt.datetime) else force_str(value)


def moment(value: Any) -> Any:
    """Moments in UTC without a zone, days as their beginning; all else as it is."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - Whoosh knows no zones
    return value
