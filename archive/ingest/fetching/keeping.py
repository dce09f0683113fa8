"""A fetch as a WARC file: what was asked and answered, byte by byte, and what was decided on the way.

WARC 1.1 (ISO 28500:2017). Requests and responses stand as they passed, beneath HTTP and above TLS: heads as sent,
bodies as transferred. Each record is a gzip member of its own, so that tools can leap to one. They are put together
here since warcio's writer parses the head of a response and writes it anew, which a broken one would not survive.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import uuid4

from django.utils import timezone

from archive.ingest.fetching.exchange import Exchange

_FIELDS = "application/warc-fields"
_HTTP = "application/http; msgtype="
_FORMAT = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def warc_of(exchanges: Sequence[Exchange], decided: Iterable[tuple[str, str]], url: str, agent: str) -> bytes:
    """Return a gzipped WARC file of the exchanges; decided: what else is to be known of the fetch of `url`, by name.

    Exchanges that never came to a request leave no record; their problems stand in what was decided.
    """
    now = _date(timezone.now())
    about = [
        ("software", agent),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", _FORMAT),
        ("robots", "obey"),
        ("http-header-user-agent", agent),
    ]
    records = [_record("warcinfo", {"WARC-Date": now, "Content-Type": _FIELDS}, _fields(about))]
    for exchange in exchanges:
        if exchange.request:
            records += _pair(exchange)
    head = {"WARC-Target-URI": url, "WARC-Date": now, "Content-Type": _FIELDS}
    records.append(_record("metadata", head, _fields(decided)))
    return b"".join(records)


def _pair(exchange: Exchange) -> Iterator[bytes]:
    shared = {
        "WARC-Target-URI": exchange.target.url,
        "WARC-Date": _date(exchange.asked_at),
        "WARC-IP-Address": exchange.peer,
    }
    asked = {**shared, "Content-Type": _HTTP + "request"}
    if not exchange.response:
        yield _record("request", asked, exchange.request)
        return
    told = {**shared, "WARC-Record-ID": f"<{exchange.record}>", "Content-Type": _HTTP + "response"}
    if exchange.problem is not None and exchange.problem.truncated:
        told["WARC-Truncated"] = exchange.problem.truncated
    elif "transfer-encoding" not in exchange.headers:  # tools differ on whether a digest goes over the chunks' marks
        told["WARC-Payload-Digest"] = _digest(_payload(exchange.response))
    yield _record("response", told, exchange.response)
    yield _record("request", {**asked, "WARC-Concurrent-To": f"<{exchange.record}>"}, exchange.request)


def _payload(response: bytes) -> bytes:
    """What follows the head, which ends at its first empty line."""
    end = re.search(rb"\r?\n\r?\n", response)
    return response[end.end() :] if end else b""


def _record(kind: str, headers: Mapping[str, str], block: bytes) -> bytes:
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid4()}>",
        **headers,
        "WARC-Block-Digest": _digest(block),
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return gzip.compress(b"WARC/1.1\r\n%s\r\n%s\r\n\r\n" % (head.encode(), block))


def _digest(content: bytes) -> str:
    """SHA-1 in base 32: what WARC tools write and check. What the archive relies on is its own SHA-256."""
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def _date(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _fields(values: Iterable[tuple[str, str]]) -> bytes:
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in values if value)
    return "".join(lines).encode("utf-8", "replace")
