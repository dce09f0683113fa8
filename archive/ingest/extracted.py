"""What every reader yields: an article as it came out of its bytes, before it is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from archive import dates
from archive.text.blocks import CanonicalText
from archive.text.normalize import fold_line

# As the columns of the database hold them, in characters.
LONGEST = {
    "title": 500,
    "source": 200,
    "source_basis": 500,
    "byline": 500,
    "url": 2000,
    "language": 35,
    "section": 200,
    "published": 60,
    "published_basis": 500,
    "media_type": 100,
    "name": 255,
    "origin": 500,
}


validate_address = URLValidator(schemes=["http", "https"])


def kept_name(path: str) -> str:
    """Return the path of a file or a member as a name that can be kept; of a very long one the end."""
    return fold_line(path)[-LONGEST["name"] :]


class IngestError(Exception):
    """An item that cannot be taken; the message says what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedArticle:
    """An article and its capture.

    Raises IngestError where it has no title, source or body, a field is too long, its date is not EDTF, or its address
    is not of the web.

    published: EDTF, or empty; *_basis: how the fact is known ('stated', or 'inferred from …').
    supplied_title: the article states no title and `title`, without brackets, is an archivist's.
    basis: how the other fields are known, by their names, in the same words: {"title": "stated: JSON-LD headline"}.
    keywords: what the page, or the list that it came in, files it under.
    raw: the bytes exactly as received; name: the file's name, relative to the folder that was ingested.
    origin: where the bytes stood, as a record of a web archive or a row of a table; empty for a file of its own.
    media_type: with the charset that was declared, as `text/html; charset=koi8-r`, since the bytes may not say.
    """

    content: CanonicalText
    raw: bytes = field(repr=False)
    title: str
    source: str
    supplied_title: bool = False
    source_basis: str = ""
    byline: str = ""
    url: str = ""
    language: str = "und"
    section: str = ""
    abstract: str = ""
    published: str = ""
    published_basis: str = ""
    digest_of: str = ""
    basis: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    media_type: str = "text/plain"
    name: str = ""
    origin: str = ""
    received_at: dt.datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        if not self.title or not self.source:
            raise IngestError("It needs a title and a source. Give them in a catalogue.")
        if not self.content.body:
            raise IngestError("No line of it is an article. Say which are, as body_lines in a catalogue.")
        if self.published:
            _check_date(self.published)
        if self.url:
            _check_address(self.url)
        for name, longest in LONGEST.items():
            length = len(getattr(self, name))
            if length > longest:
                raise IngestError(f"Its {name} has {length} characters; at most {longest} can be kept. Shorten it.")


def _check_address(url: str) -> None:
    """Pages link to it, so what a browser would run (javascript:, data:) must not pass, whoever reads the article."""
    try:
        validate_address(url)
    except ValidationError as error:
        raise IngestError(
            f"Its address {url[:200]!r} cannot be kept: it must begin with http:// or https://."
        ) from error


def _check_date(published: str) -> None:
    try:
        dates.parse(published)
    except dates.DateError as error:
        raise IngestError(f"Its publication date cannot be kept: {error}") from error
