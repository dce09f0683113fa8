"""Web archives: which of their records are documents, and the bytes of those that are.

A page is a successful response of HTML, a PDF, or a plain text that is a file of its own. A redirect leads to a page
and is none; a revisit says that a page's bytes stand elsewhere; requests are what was sent, and no items at all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol
from urllib.parse import urljoin, urlsplit

from django.utils import timezone

from archive.ingest.budget import Budget
from archive.ingest.extracted import LONGEST, IngestError
from archive.ingest.kinds import HEAD, MEDIA_TYPES, Kind, essence, kind_of
from archive.ingest.limits import LimitError
from archive.ingest.received import Received, Refused, when_received
from archive.ingest.warc.bodies import body_of
from archive.ingest.warc.members import Members
from archive.ingest.warc.records import Damage, Record, records
from archive.ingest.warc.requests import with_methods
from archive.ingest.warc.responses import LONGEST_HEADER, Response, response_of
from archive.ingest.warc.revisits import Revisit, bare, came
from archive.ingest.warc.seen import Seen
from archive.text.normalize import fold_line

_DOCUMENTS = frozenset({Kind.HTML, Kind.PDF, Kind.TEXT, Kind.MARKDOWN})
_SUCCESS = frozenset({200, 203})
_NEVER_PAGES = (
    "image/",
    "video/",
    "audio/",
    "font/",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/x-javascript",
)
_PARTS = frozenset({"xhr", "fetch", "script", "stylesheet", "image", "ping", "preflight"})  # as browser crawlers write
_TEXT_FILE = re.compile(r"\.(?:txt|text|md|markdown)$", re.IGNORECASE)
_FOR_MACHINES = re.compile(r"/(?:robots|ads|app-ads|humans|security|llms|llms-full)\.txt$", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=[^;,]{1,60}", re.IGNORECASE)
_UNKNOWN = b"\x00"  # bytes that tell nothing, where only the declared type counts
_SHOWN = 200  # characters of an address in a reason


class Wanted(Protocol):
    """A list of the pages that are to be taken, by address."""

    def has(self, url: str) -> bool:
        """Tell whether the page at an address is listed."""

    def follow(self, url: str, target: str) -> None:
        """Note that `url` leads to `target`, which stands for it where it is listed."""


def documents(
    stream: BinaryIO, name: str, budget: Budget, seen: Seen, wanted: Wanted | None = None
) -> Iterator[Received | Refused | Revisit]:
    """Return what the records of a web archive are, in their order. Raises LimitError and OSError.

    A Revisit is one whose original did not come before it.

    stream: of WARC or ARC, packed or not; read once and forwards. name: the file's. seen: what was met in this
    file and those before it, which revisits refer to; it grows by what is met here. wanted: the pages to take;
    without it, all of them.
    """
    members = Members(stream, budget)
    reading = _Reading(name, budget, seen, wanted)
    largest = budget.limits.item_bytes + LONGEST_HEADER
    for found, method in with_methods(records(members, largest, budget.limits)):
        if item := reading.item(found, method):
            yield item


@dataclass(slots=True)
class _Reading:
    """One archive file as it is read."""

    name: str
    budget: Budget
    seen: Seen
    wanted: Wanted | None

    def item(self, found: Record | Damage, method: str) -> Received | Refused | Revisit | None:
        """Return what a record is; None for one that is no item."""
        if isinstance(found, Damage):
            return self._damaged(found)
        try:
            return self._sorted(found, method)
        except LimitError as error:
            if error.ends_file:
                raise
            return self._refused(found, str(error), failed=True)
        except IngestError as error:
            return self._refused(found, str(error), failed=True)

    def _sorted(self, record: Record, method: str) -> Received | Refused | Revisit | None:
        url = _address(record)
        match record.stated("WARC-Type").lower():
            case "response":
                return self._response(record, url, method)
            case "resource":
                return self._resource(record, url)
            case "revisit":
                return self._revisit(record, url)
            case "conversion":
                return self._refused(record, "A conversion of another record, of which the original is taken.")
            case "continuation":
                return self._refused(record, "A further piece of another record.")
        return None

    def _refused(self, found: Record | Damage, reason: str, *, failed: bool = False) -> Refused:
        return Refused(self.name, fold_line(reason), _origin(found), fold_line(_address(found)), failed)

    def _damaged(self, damage: Damage) -> Refused:
        kind = damage.stated("WARC-Type").lower()
        return self._refused(damage, damage.reason, failed=kind not in ("request", "metadata"))

    def _response(self, record: Record, url: str, method: str) -> Received | Refused:
        if not url.lower().startswith(("http://", "https://")):
            return self._refused(record, "It is no page of the web.")
        response = response_of(record.block)
        if response.status not in _SUCCESS:
            return self._refused(record, self._unsuccessful(response, url))
        if method not in ("", "GET"):
            return self._refused(record, f"It answers a {method[:20]}, so its address does not lead to it.")
        return self._document(record, url, response)

    def _resource(self, record: Record, url: str) -> Received | Refused:
        if not url.lower().startswith(("http://", "https://")):
            return self._refused(record, "It is a note of the program that wrote the archive, no page of the web.")
        response = Response(200, record.stated("Content-Type"), record.block)
        return self._document(record, url, response)

    def _unsuccessful(self, response: Response, url: str) -> str:
        if response.status == 304:
            return "It had not changed since an earlier capture (status 304)."
        if response.leads_to and 300 <= response.status < 400:
            target = _joined(url, response.leads_to)
            if self.wanted:
                self.wanted.follow(url, target)
            return f"It leads to {target[:_SHOWN]} (status {response.status})."
        return f"It is no success (status {response.status})."

    def _note(self, record: Record, body: bytes, url: str) -> tuple[str, str]:
        """Remember a payload for the revisits of it; return its digest and its address."""
        digest = b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
        stated = record.stated("WARC-Payload-Digest")
        self.seen.add(digest, url, *([bare(stated)] if stated else ()))
        return digest, url

    def _document(self, record: Record, url: str, response: Response) -> Received | Refused:
        """Return a page or another document, or why it is none."""
        if self.wanted and not self.wanted.has(url):
            return self._refused(record, "It is not among the pages that are listed.")
        if essence(response.media_type).startswith(_NEVER_PAGES):
            return self._refused(record, f"It is no document, but {_described(response)}.")
        if record.stated("WARC-Segment-Number"):
            raise IngestError("It is one of several pieces, which are not joined. Write the archive anew without them.")
        if not record.is_whole:
            return self._too_large(record, response)
        try:
            raw = body_of(response.body, response.transfer, response.encoding, self.budget)
        except IngestError as error:
            if _states_no_document(response) and not (isinstance(error, LimitError) and error.ends_file):
                return self._refused(record, f"It is no document, but {_described(response)}.")
            raise
        payload = self._note(record, response.body, url)
        kind = kind_of(_path(url), response.media_type, raw[:HEAD])
        if reason := _why_not(kind, raw, url, response, record, self.wanted is not None):
            return self._refused(record, reason)
        if payload in self.seen:
            return self._refused(record, "The same bytes came from the same address before.")
        self.seen.add(payload)
        return Received(
            raw=raw,
            name=self.name,
            media_type=self._media_type(response, kind),
            url=url,
            origin=_origin(record),
            received_at=_date(record.stated("WARC-Date")),
        )

    def _media_type(self, response: Response, kind: Kind) -> str:
        """Return the declared type; where it is another than the bytes', or too long to be kept, the right one."""
        declared = fold_line(response.media_type)
        if kind_of(self.name, declared, _UNKNOWN) is kind and len(declared) <= LONGEST["media_type"]:
            return declared
        return "; ".join(filter(None, (MEDIA_TYPES[kind], _charset(declared))))

    def _too_large(self, record: Record, response: Response) -> Refused:
        """Return why a record over the limit is not taken; that it is a film, say, is a better reason than its size."""
        kind = kind_of("", response.media_type, b"" if response.encoding else response.body[:HEAD])
        if kind not in _DOCUMENTS:
            return self._refused(record, f"It is no document, but {_described(response)}.")
        raise self.budget.limits.item_error(record.size)

    def _revisit(self, record: Record, url: str) -> Refused | Revisit:
        """Return why a revisit is no item; or, where its original has not come yet, what it says of that."""
        stated = record.stated("WARC-Refers-To-Target-URI") or url
        date = record.stated("WARC-Refers-To-Date")
        revisit = Revisit(
            name=self.name,
            origin=_origin(record),
            url=fold_line(url),
            made_at=_date(record.stated("WARC-Date")).isoformat(),
            original=stated,
            original_at=date[:40],
            digest=record.stated("WARC-Payload-Digest")[:200],
            same=fold_line(f"the bytes of {stated[:_SHOWN]}" + (f" of {date[:40]}" if date else "")),
        )
        if not _may_be_document(record, url):
            return revisit.refused(", which are no document.")
        if self.wanted and not self.wanted.has(url):
            return revisit.refused(". It is not among the pages that are listed.")
        return revisit.refused(", which came before.") if came(revisit, self.seen) else revisit


def _why_not(kind: Kind, raw: bytes, url: str, response: Response, record: Record, listed: bool) -> str:
    """Return why a successful response is no document; '' where it is one."""
    part = record.stated("WARC-Resource-Type").lower()
    if not raw:
        return "It is empty."
    if kind not in _DOCUMENTS:
        return f"It is no document, but {_described(response)}."
    if part in _PARTS and kind is not Kind.PDF:
        return f"It is a part that a page loaded ({part}), no page of its own."
    if kind in (Kind.TEXT, Kind.MARKDOWN) and not (listed or part == "document" or _is_text_file(url)):
        return "It is plain text, but no text file of its own."
    return ""


def _may_be_document(revisit: Record, url: str) -> bool:
    """Tell whether a revisit's payload may be a document: by its HTTP header where it has one, else by its address."""
    if revisit.block.startswith(b"HTTP/"):
        return kind_of("", response_of(revisit.block).media_type, _UNKNOWN) in _DOCUMENTS
    name = _path(url).rpartition("/")[2]
    return "." not in name or kind_of(name, "", _UNKNOWN) in _DOCUMENTS


def _states_no_document(response: Response) -> bool:
    stated = essence(response.media_type)
    return stated not in ("", "application/octet-stream") and kind_of("", stated, _UNKNOWN) not in _DOCUMENTS


def _described(response: Response) -> str:
    return essence(response.media_type)[:60] or "something else"


def _is_text_file(url: str) -> bool:
    path = _path(url)
    return bool(_TEXT_FILE.search(path)) and not _FOR_MACHINES.search(path)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # as for 'http://['
        return ""


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _address(found: Record | Damage) -> str:
    """Return a record's address; some writers set it in <>, or leave spaces in it."""
    url = found.stated("WARC-Target-URI").strip()
    if url.startswith("<") and url.endswith(">"):
        url = url[1:-1]
    return fold_line(url.replace(" ", "%20"))


def _origin(found: Record | Damage) -> str:
    name = fold_line(found.stated("WARC-Record-ID"))[:100]
    return f"record {name} at byte {found.place}" if name else f"record at byte {found.place}"


def _charset(media_type: str) -> str:
    """Return the charset parameter of a media type; '' where it has none."""
    match = _CHARSET.search(media_type)
    return match[0].strip() if match else ""


def _date(stated: str) -> dt.datetime:
    """Return the date of a record; where it states none that can be read, now."""
    try:
        return when_received(dt.datetime.fromisoformat(stated))
    except ValueError:
        return timezone.now()
