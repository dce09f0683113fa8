"""Pages as browsers save them: what they note of where they came from, and MHTML, a page with its pictures in it."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from dataclasses import dataclass, replace
from email.message import Message
from email.utils import parsedate_to_datetime

from archive.ingest.extracted import IngestError
from archive.ingest.kinds import HEAD, Kind, kind_of
from archive.ingest.received import Received, when_received
from archive.text.normalize import fold_line

_NOTES = 16 * 1024  # bytes at a page's start in which browsers leave their notes
# Internet Explorer's, which Chromium writes too: the address after its length.
_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,5}\)(https?://[^\s>]{1,2000})\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    rb"Page saved with SingleFile\s+url:\s*(https?://[^\s>]{1,2000})(?:\s+saved date:\s*([^\r\n>]{10,80}))?"
)
_SINGLE_FILE_DATE = re.compile(r"([A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{4} \d{2}:\d{2}:\d{2} GMT[+-]\d{4})")
_MHTML = "the page in its MHTML"
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class _Note:
    url: str = ""
    saved_at: dt.datetime | None = None


def read(received: Received) -> Received:
    """Return a saved page as what it holds: with the address and date that it notes, out of its MHTML.

    Anything else is returned as it is. Raises IngestError where MHTML holds no page.
    """
    kind = kind_of(received.name, received.media_type, received.raw[:HEAD])
    if kind is Kind.MHTML:
        return _out_of_mhtml(received)
    if kind is not Kind.HTML or received.url:
        return received
    return _noted(received, _note(received.raw[:_NOTES]))


def _noted(received: Received, note: _Note) -> Received:
    saved_at = when_received(note.saved_at) if note.saved_at else received.received_at
    return replace(received, url=note.url, received_at=saved_at)


def _note(head: bytes) -> _Note:
    if match := _SINGLE_FILE.search(head):
        return _Note(_text(match[1]), _single_file_date(_text(match[2] or b"")))
    if match := _FROM.search(head):
        return _Note(_text(match[1]))
    return _Note()


def _text(raw: bytes) -> str:
    return fold_line(raw.decode("utf-8", "replace"))


def _single_file_date(stated: str) -> dt.datetime | None:
    match = _SINGLE_FILE_DATE.match(stated)
    try:
        return dt.datetime.strptime(match[1], "%a %b %d %Y %H:%M:%S GMT%z") if match else None
    except ValueError:
        return None


def _out_of_mhtml(received: Received) -> Received:
    """Return the page that MHTML was saved for (RFC 2557): the part that is named as its start, or its first HTML."""
    message = email.message_from_bytes(received.raw, policy=email.policy.compat32)
    page = _page_in(message)
    if page is None:
        raise IngestError("It is MHTML, and holds no page of HTML. Save the page again.")
    raw = page.get_payload(decode=True)
    if not isinstance(raw, bytes) or not raw.strip():
        raise IngestError("It is MHTML, and its page is empty. Save the page again.")
    addresses = (page["Content-Location"], message["Snapshot-Content-Location"], message["Content-Location"])
    url = next((url for each in addresses if (url := _address(each))), "")
    charset = page.get_content_charset()
    note = _Note(url, _date(message["Date"]))
    media_type = f"text/html; charset={charset}" if charset else "text/html"
    return replace(_noted(received, note), raw=raw, origin=_MHTML, media_type=fold_line(media_type)[:100])


def _page_in(message: Message) -> Message | None:
    start = str(message.get_param("start") or "")
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    named = (part for part in pages if start and str(part["Content-ID"]) == start)
    return next(named, pages[0] if pages else None)


def _address(stated: object) -> str:
    """Return the address that a field states, where it is one of the web; long ones are folded over lines."""
    url = re.sub(r"\s+", "", str(stated or ""))
    return fold_line(url) if url.lower().startswith(_WEB) else ""


def _date(stated: object) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(str(stated))
    except (ValueError, TypeError, OverflowError):
        return None
