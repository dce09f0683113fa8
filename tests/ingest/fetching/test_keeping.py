"""What passed is kept byte by byte, in WARC files that other tools read."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as OtherReader
from warcio.archiveiterator import ArchiveIterator

from archive.ingest.fetching.fetch import Fetched, fetch
from archive.ingest.fetching.terms import Terms, World
from tests.ingest.fetching.site import Site, story


@dataclass(frozen=True)
class Kept:
    kind: str
    url: str
    headers: dict[str, str]
    http: Any
    content: bytes


def records(fetched: Fetched) -> list[Kept]:
    """The records of the file, as warcio reads them, with every digest checked."""
    found = []
    for record in ArchiveIterator(io.BytesIO(fetched.warc), check_digests="raise"):
        headers = dict(record.rec_headers.headers)
        content = record.content_stream().read()
        url = headers.get("WARC-Target-URI", "")
        found.append(Kept(record.rec_type, url, headers, record.http_headers, content))
    return found


def blocks(fetched: Fetched) -> list[tuple[str, bytes]]:
    """Kinds and whole blocks, heads and all, as another reader has them."""
    reader = OtherReader(io.BytesIO(fetched.warc), parse_http=False)
    return [(record.headers["WARC-Type"], record.reader.read()) for record in reader]


def test_every_exchange_is_kept_with_its_redirects_and_rules(site: Site, terms: Terms, world: World) -> None:
    site.lead("/a", "/b")
    site.page("/b", story())
    fetched = fetch(site.url("/a"), terms, world)
    kept = records(fetched)
    assert [(one.kind, one.url) for one in kept] == [
        ("warcinfo", ""),
        *((kind, site.url(path)) for path in ("/robots.txt", "/a", "/b") for kind in ("response", "request")),
        ("metadata", site.url("/a")),
    ]
    assert kept[5].headers["WARC-Record-ID"] == f"<{fetched.record}>" == kept[6].headers["WARC-Concurrent-To"]
    assert kept[5].content == story()
    assert kept[3].http.get_statuscode() == "302"
    assert kept[5].headers["WARC-IP-Address"] == "127.0.0.1"
    said = kept[-1].content.decode()
    assert f"robots: no rules at {site.url('/robots.txt')} (404 Not Found): {site.url('/a')} is allowed" in said
    assert f"led-to: {site.url('/b')}" in said


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 oK  then\r\nx-ODD:  two   spaces \r\nContent-Type: text/html\r\n\r\n" + story(),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n6;x=y\r\n<p>one\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\nX-Bare: lines\nContent-Type: text/html\n\n<p>one",
        b"HTTP/1.1 200 OK\r\nX-Latin: caf\xe9\r\nno colon here\r\nContent-Type: text/html\r\n\r\n<p>one",
    ],
)
def test_answers_are_kept_to_the_byte(site: Site, terms: Terms, world: World, answer: bytes) -> None:
    site.raw("/a", answer)
    assert ("response", answer) in blocks(fetch(site.url("/a"), terms, world))


def test_requests_are_kept_as_sent(site: Site, terms: Terms, world: World) -> None:
    site.page("/a", story())
    sent = [block for kind, block in blocks(fetch(site.url("/a"), terms, world)) if kind == "request"]
    assert sent[1].startswith(b"GET /a HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nUser-Agent: Parallax/1.0 (a test)\r\n" in sent[1]
    assert sent[1].endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\nhalf", "disconnect"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"x" * 600_000, "length"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 4\r\n\r\n\x89PNG", "unspecified"),
        (b"no HTTP at all", "disconnect"),
    ],
)
def test_failures_are_kept_and_say_so(site: Site, terms: Terms, world: World, answer: bytes, why: str) -> None:
    site.raw("/a", answer)
    fetched = fetch(site.url("/a"), terms, world)
    assert fetched.problem
    response = list(OtherReader(io.BytesIO(fetched.warc), parse_http=False))[3]
    assert response.headers["WARC-Truncated"] == why
    kept = dict(blocks(fetched)[3:4])["response"]
    assert answer.startswith(kept[:500])
    assert f"problem: {' '.join(fetched.problem.split())}".encode() in blocks(fetched)[-1][1]


def test_what_was_never_asked_leaves_no_file(terms: Terms, world: World) -> None:
    assert fetch("http://127.0.0.1/", terms, world).warc == b""
