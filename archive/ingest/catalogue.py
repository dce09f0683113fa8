"""A catalogue: a JSON list with one object a file, which says what an archivist knows of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError

from archive import dates
from archive.ingest import files
from archive.ingest.extracted import LONGEST, IngestError, validate_address
from archive.models.source import validate_language
from archive.text.normalize import TextError, decode, fold, fold_line

_WORDS = ("title", "source", "source_basis", "byline", "language", "section", "published", "published_basis", "url")
_TEXTS = ("abstract", "digest_of")
_FIELDS = {"bytes": "size"}  # keys whose field has another name
_KEYS = {"file", "sha256", "bytes", "title_supplied", "body_lines", *_WORDS, *_TEXTS}


class CatalogueError(ValueError):
    """A catalogue that cannot be used; the message names the row, the key and what to write.

    The message is one line that can be printed, whatever of the catalogue it quotes.
    """

    def __init__(self, message: str) -> None:
        super().__init__(fold_line(message))


@dataclass(frozen=True, slots=True)
class Row:
    """What the catalogue says of one file; a field that it leaves out is None.

    number: the row's place in the catalogue, from 1. body_lines: pairs of the first and last line that are the article,
    from 1. size: in bytes. A supplied title stands without its square brackets, which pages add.
    """

    number: int
    file: str
    sha256: str | None = None
    size: int | None = None
    title: str | None = None
    title_supplied: bool = False
    source: str | None = None
    source_basis: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    section: str | None = None
    abstract: str | None = None
    published: str | None = None
    published_basis: str | None = None
    digest_of: str | None = None
    body_lines: tuple[tuple[int, int], ...] | None = None

    def describes(self, raw: bytes) -> None:
        """Raise IngestError unless `raw` has the size and digest that the row states."""
        if self.size is not None and len(raw) != self.size:
            raise IngestError(f"It has {len(raw)} bytes, the catalogue says {self.size}. {_MISMATCH}")
        if self.sha256 is not None and hashlib.sha256(raw).hexdigest() != self.sha256:
            raise IngestError(f"Its bytes do not have the catalogue's SHA-256, {self.sha256[:12]}…. {_MISMATCH}")

    def check_lines(self, text: str) -> None:
        """Raise CatalogueError where body_lines reach past the end of the file's text."""
        count = len(re.findall(r"\r\n?|\n", text)) + (not text.endswith(("\n", "\r")))
        for first, last in self.body_lines or ():
            if last > count:
                raise _error(
                    self.number, self.file, "body_lines", f"[{first}, {last}] reaches past line {count}, the last"
                )


_MISMATCH = "Restore the file, or correct the catalogue."


def read(path: Path) -> list[Row]:
    """Return the rows of a catalogue file. Raises CatalogueError."""
    try:
        value = json.loads(path.read_bytes(), object_pairs_hook=_object)
    except OSError as error:
        raise CatalogueError(f"The catalogue {path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise CatalogueError(f"The catalogue {path} is not JSON in UTF-8: {error}.") from error
    if not isinstance(value, list):
        raise CatalogueError(f"The catalogue {path} is {_kind(value)}. Write a list of objects, one a file.")
    rows = [_row(number, item) for number, item in enumerate(value, 1)]
    seen: dict[str, Row] = {}
    for row in rows:
        earlier = seen.setdefault(row.file, row)
        if earlier is not row:
            raise _error(row.number, row.file, "file", f"row {earlier.number} names the same file")
    return rows


def match(rows: Iterable[Row], taken: Iterable[files.File], home: Path) -> dict[Path, Row]:
    """Return the row of each taken file that has one, by the file's path.

    A row names its file by the path from the catalogue's folder, `home`, or by the last parts of a path that is given.
    Raises CatalogueError where a row names several of the files that are `taken`.
    """
    by_name: dict[str, list[Path]] = {}
    for file in taken:
        by_name.setdefault(file.path.name, []).append(file.path)
    matched: dict[Path, Row] = {}
    for row in rows:
        named = PurePosixPath(row.file)
        paths = [
            path for path in by_name.get(named.name, []) if path.resolve().parts[-len(named.parts) :] == named.parts
        ]
        beside = [path for path in paths if path.resolve() == (home / named).resolve()]
        if len(beside or paths) > 1:
            raise _error(
                row.number, row.file, "file", f"it may be {' or '.join(map(str, paths))}: write more of the path"
            )
        for path in beside or paths:
            if path in matched:
                raise _error(row.number, row.file, "file", f"row {matched[path].number} names the same file, {path}")
            matched[path] = row
    return matched


def check_lines(matched: Mapping[Path, Row], largest: int) -> None:
    """Raise CatalogueError where body_lines reach past the end of a file.

    A file that cannot be read, or is not the one that its row describes, is passed over: taking it will say so.
    """
    for path, row in matched.items():
        if row.body_lines:
            with suppress(IngestError, TextError):
                raw = files.read(path, largest)
                row.describes(raw)
                row.check_lines(decode(raw))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, each in pairs:
        if name in value:
            raise ValueError(f"an object has the key {name!r} twice")
        value[name] = each
    return value


def _row(number: int, value: object) -> Row:
    if not isinstance(value, dict):
        raise CatalogueError(f"Row {number} of the catalogue is {_kind(value)}. Write an object with the key 'file'.")
    file = _file(number, value)
    unknown = sorted(set(value) - _KEYS)
    if unknown:
        raise _error(number, file, unknown[0], f"nothing reads this key; known are {', '.join(sorted(_KEYS))}")
    readers: dict[str, Callable[[object], Any]] = {
        "sha256": _sha256,
        "bytes": _count,
        "title_supplied": _flag,
        "body_lines": _ranges,
        **dict.fromkeys(_WORDS, _words),
        **dict.fromkeys(_TEXTS, _text),
    }
    fields = {}
    for key, read_value in readers.items():
        if key in value:
            try:
                fields[_FIELDS.get(key, key)] = checked = read_value(value[key])
                _check(key, checked)
            except (TypeError, ValueError) as error:
                raise _error(number, file, key, str(error)) from error
    if fields.get("title_supplied"):
        fields["title"] = _unbracketed(number, file, fields.get("title"))
    return Row(number, file, **fields)


def _file(number: int, value: dict[str, Any]) -> str:
    file = value.get("file")
    if not isinstance(file, str) or not PurePosixPath(file).name or "\0" in file:
        raise _error(number, "", "file", "a file's name or path is missing")
    return file


def _unbracketed(number: int, file: str, title: str | None) -> str:
    if title and title.startswith("[") and title.endswith("]"):
        title = title[1:-1].strip()
    if not title:
        raise _error(number, file, "title", "a supplied title is blank; write it, or leave title_supplied out")
    return title


def _words(value: object) -> str:
    return fold_line(_text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"it is {_kind(value)}, not a string")
    return fold(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"it is {_kind(value)}, not true or false")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("it is not a whole number from 0")
    return value


def _sha256(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", value):
        raise TypeError("it is not a digest of 64 hexadecimal digits")
    return value.lower()


def _ranges(value: object) -> tuple[tuple[int, int], ...]:
    if not isinstance(value, list) or not value:
        raise TypeError("it is not a list of line ranges such as [[12, 28]]; leave it out to have them found")
    ranges = []
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            raise TypeError(f"{pair!r} is not a pair of line numbers")
        first, last = map(_count, pair)
        if not 1 <= first <= last:
            raise ValueError(f"{pair!r} is not a first and a last line, counted from 1")
        ranges.append((first, last))
    return tuple(ranges)


def _check(key: str, value: object) -> None:
    """Raise ValueError where a value has the right type but cannot be kept."""
    if not isinstance(value, str) or not value:
        if key in ("title", "source") and not value:
            raise ValueError("it is blank; write it, or leave the key out")
        return
    if len(value) > LONGEST.get(key, len(value)):
        raise ValueError(f"it has {len(value)} characters, at most {LONGEST[key]} can be kept")
    if key == "published":
        dates.parse(value)
    try:
        if key == "language":
            validate_language(value)
        if key == "url":
            validate_address(value)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}
    return names.get(type(value), "a number")


def _error(number: int, file: str, key: str, problem: str) -> CatalogueError:
    of = f" ({file})" if file else ""
    return CatalogueError(f"Row {number} of the catalogue{of}, key {key!r}: {problem.rstrip('.')}.")
