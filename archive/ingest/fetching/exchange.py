"""One request and its response, both as they passed and as they read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from http.client import HTTPException
from uuid import uuid4

from django.utils import timezone
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import DecodeError, HTTPError

from archive.ingest.fetching.connection import open_connection
from archive.ingest.fetching.problems import BrokenOffError, FetchError, TooLongError, UnwantedError
from archive.ingest.fetching.target import Target
from archive.ingest.fetching.terms import Deadline, Terms, World
from archive.ingest.fetching.wire import Wire

ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,text/markdown;q=0.9,*/*;q=0.5"
_PIECE = 64 * 1024  # bytes unpacked at a time
_UNREADABLE = ("image/", "audio/", "video/", "font/")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked and answered.

    request, response: the bytes as they passed, above TLS; the response as far as it came. body: its content, transfer
    and content encodings undone. status 0: no head of a response came. problem: why the body is not whole or of no use.
    record: the name that the response has in the WARC file.
    """

    target: Target
    asked_at: dt.datetime
    peer: str = ""
    request: bytes = field(default=b"", repr=False)
    response: bytes = field(default=b"", repr=False)
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    problem: FetchError | None = None
    record: str = field(default_factory=lambda: f"urn:uuid:{uuid4()}")

    @property
    def media_type(self) -> str:
        """As declared, with its charset, in lower case: text/html; charset=koi8-r. '' where nothing sensible is."""
        return media_type_of(self.headers.get("content-type", ""))


def media_type_of(declared: str) -> str:
    message = Message()
    message["content-type"] = declared.replace("\r", " ").replace("\n", " ")
    kind = message.get_content_type() if "/" in declared else ""
    charset = message.get_content_charset() or ""
    if not re.fullmatch(r"[\w.+-]{1,40}/[\w.+-]{1,80}", kind, re.ASCII):
        return ""
    known = re.fullmatch(r"[\w.:-]{1,40}", charset, re.ASCII)
    return f"{kind}; charset={charset}" if known and len(kind) + len(charset) < 80 else kind


def ask(target: Target, terms: Terms, world: World, deadline: Deadline) -> Exchange:
    """Ask for a target and take its response, as far as it comes; what goes wrong stands in the exchange's problem."""
    exchange = Exchange(target, timezone.now())
    try:
        connection, wire, peer = open_connection(target, terms, world, deadline)
    except FetchError as error:
        return replace(exchange, problem=error)
    exchange = replace(exchange, peer=peer)
    body = bytearray()
    try:
        connection.request("GET", target.path, headers=_headers(terms), preload_content=False)
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.headers.items()}
        exchange = replace(exchange, status=response.status, headers=headers)
        _take(response, body, terms.most)
    except FetchError as error:
        exchange = replace(exchange, problem=error)
    except DecodeError as error:
        exchange = replace(exchange, problem=_garbled(target, error))
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        exchange = replace(exchange, problem=_broken(target, error, wire))
    finally:
        wire.hang_up()
        connection.close()
    return replace(exchange, request=bytes(wire.sent), response=bytes(wire.received), body=bytes(body))


def _headers(terms: Terms) -> dict[str, str]:
    return {
        "User-Agent": terms.agent,
        "Accept": ACCEPT,
        "Accept-Encoding": "gzip, deflate, br",
        "Connection": "close",
    }


def _take(response: BaseHTTPResponse, body: bytearray, most: int) -> None:
    """Read the response's content into `body`, unpacked piece by piece, at most `most` bytes. Raises FetchError."""
    kind = media_type_of(response.headers.get("content-type", ""))
    if response.status == 200 and kind.startswith(_UNREADABLE):
        raise UnwantedError(f"It is no page that can be read but {kind}. Give the address of the page that shows it.")
    packed = response.headers.get("content-encoding", "").lower().split(",")
    packings = [packing for one in packed if (packing := one.strip()) and packing != "identity"]
    if unknown := [one for one in packings if one not in response.CONTENT_DECODERS]:
        raise UnwantedError(
            f"The server packed it as {unknown[0][:40]!r}, which was not asked for and cannot be unpacked. "
            "Save it in a browser and ingest the file."
        )
    for piece in response.stream(_PIECE, decode_content=bool(packings)):
        body += piece
        if len(body) > most:
            raise TooLongError("has, unpacked," if packings else "has", most)


def _garbled(target: Target, error: Exception) -> FetchError:
    return FetchError(
        f"{target.host} says that it packed the page, and it cannot be unpacked ({_first_line(error)}). "
        "Save it in a browser and ingest the file."
    )


def _broken(target: Target, error: Exception, wire: Wire) -> FetchError:
    if not wire.received:
        return BrokenOffError(f"{target.host} closed the connection without an answer. Try again later.")
    return BrokenOffError(
        f"{target.host} did not answer as HTTP wants, or broke off before all was there ({_first_line(error)}). "
        "Try again later."
    )


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
