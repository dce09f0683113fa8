"""What one row of a list says of an article, whatever tool wrote the list."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from archive.ingest.decoding import text_of
from archive.ingest.extracted import IngestError, validate_address
from archive.ingest.lists.csv_rows import apart
from archive.ingest.lists.row_columns import COLUMNS, field_of, rank_of
from archive.ingest.lists.stated_dates import UnreadDateError, edtf_of
from archive.models.source import validate_language
from archive.text.normalize import fold_line

_MARKUP = re.compile(
    r"</(?:p|div|article|section|span|a|h[1-6]|ul|ol|li|blockquote|table|em|strong|html|body)\s*>|<br\s*/?>",
    re.IGNORECASE,
)
_LONGEST_SHOWN = 200  # characters of a value that is quoted in a basis


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """What a row states; '' where it states nothing that can be read.

    html or text: the article itself, at most one of them. basis: how each fact is known, or why it was left out, by
    its name.
    """

    title: str = ""
    html: str = ""
    text: str = ""
    url: str = ""
    source: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""
    section: str = ""
    abstract: str = ""
    tags: tuple[str, ...] = ()
    basis: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_body(self) -> bool:
        return bool(self.html or self.text)


def row_of(raw: bytes) -> dict[str, Any]:
    """Return a row's object. Raises IngestError for bytes that are no JSON object.

    Of a key that comes twice the second gets a number, as columns do: `title (2)`.
    """
    try:
        value = json.loads(_text_of(raw), parse_constant=lambda _: None, object_pairs_hook=_object)
    except RecursionError as error:
        raise IngestError("Its lists and objects are nested too deeply to be read. Leave the row out.") from error
    except ValueError as error:
        raise IngestError(f"It is not JSON: {error}. Mend the row, or export the list again.") from error
    if not isinstance(value, dict):
        raise IngestError("It is no JSON object with a title and a text or an address.")
    return value


def _text_of(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return text_of(raw)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        value = dict(zip(apart(name for name, _ in pairs), (each for _, each in pairs), strict=True))
    return value


DOCUMENT = frozenset({"html", "content", "text", "url"})  # the facts that make a row a document: a body, an address


def facts_of_row(
    row: Mapping[str, Any], wanted: Collection[str] = COLUMNS, where: str = "the list: column"
) -> RowFacts:
    """Return what the row says. What cannot be read or kept (a date, a language, an address) is left out, and said so.

    wanted: the facts, by their fields. where: what stands before a column's name in a basis.
    Never raises: whether the facts make an article is for its reader to say.
    """
    found = _by_field(row, wanted)
    basis: dict[str, str] = {}
    facts: dict[str, Any] = {}
    for name, reader in _READERS.items():
        for column, value in found.get(name, ()):
            try:
                facts[name] = reader(value)
            except _UnreadError as error:
                basis.setdefault(name, f"not read: {where.rpartition(': ')[2]} {column!r} says {str(error)!r}")
                continue
            if facts[name]:
                basis[name] = f"stated in {where} {column!r}"
                break
    content = facts.pop("content", "")
    if content and not facts.get("html") and not facts.get("text"):
        facts["html" if _MARKUP.search(content) else "text"] = content
    if facts.get("html"):
        facts.pop("text", None)
    return RowFacts(**facts, basis={name: words for name, words in basis.items() if name not in _BODIES})


_BODIES = ("html", "text", "content")


class _UnreadError(ValueError):
    """A value that is not what its column is for; the message is the value."""


def _by_field(row: Mapping[str, Any], wanted: Collection[str]) -> dict[str, list[tuple[str, Any]]]:
    found: dict[str, list[tuple[int, str, Any]]] = {}
    for column, value in row.items():
        name = field_of(column)
        if name in wanted:
            found.setdefault(name, []).append((rank_of(column), column[:_LONGEST_SHOWN], value))
    for values in found.values():
        values.sort(key=lambda one: one[0])
    return {name: [(_column(column), value) for _, column, value in values] for name, values in found.items()}


@lru_cache(maxsize=1024)  # every row of a list has the same few
def _column(name: str) -> str:
    return fold_line(name)[:80]


def _words(value: object) -> str:
    return fold_line(_string(value))


def _string(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Mapping):
        return next((_string(value[key]) for key in ("name", "title", "label", "value", "literal") if key in value), "")
    return ""


def _body(value: object) -> str:
    """A text, or a list of its paragraphs; '' for a blank one."""
    text = "\n\n".join(map(_string, value)) if isinstance(value, list) else _string(value)
    return "" if text.isspace() else text


def _storable(text: str) -> str:
    """Without NULs and halves of surrogate pairs, which JSON can spell and no database keeps."""
    text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _title(value: object) -> str:
    """Without the marks for italics and the like that CSL allows in a title."""
    return re.sub(r"</?(?:i|b|em|sub|sup|strong|span)(?: [^<>]*)?>", "", _words(value))


def _people(value: object) -> str:
    """Names apart by ', ': of a list of strings, or of CSL's or schema.org's objects."""
    people = value if isinstance(value, list) else [value]
    return ", ".join(name for name in map(_person, people) if name)


def _person(value: object) -> str:
    if isinstance(value, Mapping) and ("family" in value or "given" in value):
        parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
        return fold_line(" ".join(_string(value.get(part)) for part in parts))
    return _words(value)


def _date(value: object) -> str:
    try:
        return edtf_of(value)
    except UnreadDateError as error:
        raise _UnreadError(_shown(value)) from error


def _language(value: object) -> str:
    tag = _words(value).replace("_", "-").split(".")[0]
    try:
        if tag:
            validate_language(tag)
    except ValidationError as error:
        raise _UnreadError(_shown(value)) from error
    return tag


def _address(value: object) -> str:
    url = _words(value)
    try:
        if url:
            validate_address(url)
            urlsplit(url)
    except (ValidationError, ValueError) as error:
        raise _UnreadError(_shown(value)) from error
    return url


def _tags(value: object) -> tuple[str, ...]:
    """A list, or a string with tags apart by commas, semicolons or bars; a bare one may hold spaces."""
    if isinstance(value, str):
        value = re.split(r"[,;|]", value)
    tags = (_words(tag) for tag in value) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _shown(value: object) -> str:
    return fold_line(str(value)[:_LONGEST_SHOWN])


_READERS = {
    "title": _title,
    "html": _body,
    "content": _body,
    "text": _body,
    "url": _address,
    "source": _words,
    "byline": _people,
    "published": _date,
    "language": _language,
    "section": _words,
    "abstract": _words,
    "tags": _tags,
}
