"""Lists of articles, as other tools export them, to their rows: CSV with a header, JSON Lines, JSON.

A row is kept as it came, as JSON, and read by `records`. A list may be longer than the memory: one row is held at a
time. A row without a text is no article; where it has an address, that is noted so that it can be fetched.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from archive.ingest.decoding import decode_table
from archive.ingest.extracted import IngestError
from archive.ingest.kinds import Kind
from archive.ingest.limits import Limits
from archive.ingest.lists.csv_rows import CsvError, Header, Lines, header_of, rows
from archive.ingest.lists.json_elements import elements
from archive.ingest.lists.row_columns import COLUMNS, field_of, is_unknown
from archive.ingest.lists.row_facts import DOCUMENT, RowFacts, facts_of_row, row_of
from archive.ingest.lists.table_bytes import chunks
from archive.ingest.lists.table_bytes import lines as bounded_lines
from archive.ingest.received import Received, Refused

MEDIA_TYPE = "application/json"

_ONLY_AN_ADDRESS = "It holds only an address. Give --fetch to fetch it."
_ONLY_A_DESCRIPTION = "It holds an address and a description, and no text. Give --fetch to fetch the text."
_NO_BODY = "It holds neither a text nor an address. Give it a column 'text' or 'url', or leave the row out."
_OF_A_FILE = "It describes a file, as the rows of a catalogue do. Give the list with --catalogue."
_NO_ARTICLE = (
    "It is no article: it states no title, text or address. Annotations and highlights are for import_annotations."
)
_NO_ROWS = "It has no rows beneath its first line. Leave it out, or export it again."
_NOTHING = RowFacts()
_MOST_SHOWN = 10  # names of columns


def documents(stream: BinaryIO, name: str, kind: Kind, limits: Limits) -> Iterator[Received | Refused]:
    """Yield each row of a list as a document, in constant memory; raises only what reading `stream` raises.

    name: the list's. origin: 'row 12', of the data, from 1. A row that is too large, malformed, or no article is
    refused and costs no other; so are the columns of a CSV file that nothing reads, once.
    """
    if kind is Kind.CSV:
        yield from _of_csv(stream, name, limits)
        return
    pieces = chunks(stream)
    if kind is Kind.JSON_LINES:
        found: Iterable[bytes | None] = (line and line.strip() for line in bounded_lines(pieces, limits.item_bytes))
        found = (line for line in found if line != b"")
    else:
        found = elements(pieces, limits.item_bytes)
    number = 0
    for number, raw in enumerate(found, 1):
        yield _document(raw, name, number, limits)
    if not number:
        yield Refused(name, "It is empty. Leave it out, or export it again.")


def _of_csv(stream: BinaryIO, name: str, limits: Limits) -> Iterator[Received | Refused]:
    csv.field_size_limit(max(csv.field_size_limit(), limits.item_bytes))  # the standard 131,072 is a long article's
    lines = Lines(_decoded(bounded_lines(chunks(stream), limits.item_bytes)), limits.item_bytes)
    try:
        header = header_of(lines, limits.columns)
        _check(header)
    except CsvError as error:
        yield Refused(name, str(error), "header")
        return
    unknown = [column for column in header.names if is_unknown(column)]
    if unknown:
        yield Refused(name, f"Nothing reads these of its columns: {_listed(unknown)}.", "header", failed=False)
    number = 0
    for number, cells in enumerate(rows(lines, header.delimiter), 1):
        try:
            row = _row(header, cells)
        except CsvError as error:
            yield Refused(name, str(error), f"row {number}")
            continue
        raw = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
        yield _document(raw, name, number, limits, row)
    if not number:
        yield Refused(name, _NO_ROWS, "header")


def _decoded(lines: Iterator[bytes | None]) -> Iterator[str | None]:
    """The lines as text, without NULs. A carriage return ends a line too, as old Macs had it; None stays None."""
    for line in decode_table(lines):
        if line is None or "\r" not in line:
            yield line and line.replace("\0", "")
            continue
        *ended, rest = line.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        yield from (f"{part}\n" for part in ended)
        if rest:
            yield rest


def _check(header: Header) -> None:
    fields = {field_of(name) for name in header.names}
    if not fields & {"title", "html", "content", "text", "url"}:
        raise CsvError(
            f"Its first line names no column of articles but {_listed(header.names)}. Name them in its first line: "
            f"{', '.join(COLUMNS)}."
        )


def _row(header: Header, cells: list[str] | CsvError) -> dict[str, str]:
    if isinstance(cells, CsvError):
        raise cells
    return header.row(cells)


def _document(
    raw: bytes | None, name: str, number: int, limits: Limits, row: dict[str, str] | None = None
) -> Received | Refused:
    """A row, as its bytes and as what they say where that is known."""
    origin = f"row {number}"
    if raw is None:
        return Refused(name, str(limits.item_error()), origin)
    try:
        limits.check_item(len(raw))
        cells = row_of(raw) if row is None else row
    except IngestError as error:
        return Refused(name, str(error), origin)
    facts = facts_of_row(cells, DOCUMENT)  # the others cost time, and are read with the text
    if facts.has_body:
        return Received(raw=raw, name=name, media_type=MEDIA_TYPE, url=facts.url, origin=origin)
    if "file" in cells:
        return Refused(name, _OF_A_FILE, origin, failed=False)
    return _without_body(facts.url, cells, name, origin)


def _without_body(url: str, cells: Mapping[str, Any], name: str, origin: str) -> Refused:
    if url:
        reason = _ONLY_A_DESCRIPTION if facts_of_row(cells, {"abstract"}).abstract else _ONLY_AN_ADDRESS
        return Refused(name, reason, origin, url, failed=False, fetchable=True)
    if facts_of_row(cells, {"title"}).title or facts_of_row(cells) != _NOTHING:
        return Refused(name, _NO_BODY, origin)
    return Refused(name, _NO_ARTICLE, origin, failed=False)


def _listed(names: Iterable[str]) -> str:
    names = [repr(name[:60]) for name in names]
    return ", ".join(names[:_MOST_SHOWN]) + (
        f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    )
