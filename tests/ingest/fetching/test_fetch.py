"""Pages fetched from a real server over real sockets: what comes, what is followed, what is given up, and why."""

from __future__ import annotations

import gzip
import struct
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

import brotli
import pytest

from archive.ingest.fetching.fetch import Fetched, fetch
from archive.ingest.fetching.terms import Terms, World
from tests.ingest.fetching.conftest import Clock
from tests.ingest.fetching.site import Site, story


class Fetcher:
    def __init__(self, site: Site, terms: Terms, world: World) -> None:
        self.site, self.terms, self.world = site, terms, world

    def __call__(self, path: str, **changes: Any) -> Fetched:
        return fetch(self.site.url(path), replace(self.terms, **changes), self.world)


@pytest.fixture
def get(site: Site, terms: Terms, world: World) -> Fetcher:
    return Fetcher(site, terms, world)


# --- what comes ---


def test_a_page_comes_as_it_is(site: Site, get: Fetcher) -> None:
    site.page("/a", story(), Content_Type='Text/HTML; Charset="KOI8-R"')
    page = get("/a#part")
    assert (page.problem, page.status, page.url) == ("", 200, site.url("/a"))
    assert page.body == story()
    assert page.media_type == "text/html; charset=koi8-r"
    assert site.asked == ["/robots.txt", "/a"]
    head = site.heads[1]
    assert head["Host"] == f"127.0.0.1:{site.port}"
    assert head["User-Agent"] == "Parallax/1.0 (a test)"


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 50]), body[at : at + 50]) for at in range(0, len(body), 50))


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ("", story()),  # until the connection is closed
        ("Transfer-Encoding: chunked\r\n", chunked(story()) + b"0\r\n\r\n"),
        ("Content-Encoding: gzip\r\n", gzip.compress(story())),
        ("Content-Encoding: br\r\n", brotli.compress(story())),
        ("Content-Encoding: identity\r\n", story()),
        ("Content-Encoding: x-gzip\r\nTransfer-Encoding: chunked\r\n", chunked(gzip.compress(story())) + b"0\r\n\r\n"),
    ],
)
def test_however_it_is_wrapped(site: Site, get: Fetcher, fields: str, sent: bytes) -> None:
    site.raw("/a", f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n".encode() + sent)
    page = get("/a")
    assert (page.problem, page.body) == ("", story())


def test_an_address_in_any_script_is_asked_for_as_http_wants_it(site: Site, get: Fetcher) -> None:
    site.page("/stra%C3%9Fe/%E9%81%93?q=%C3%BC", story())
    assert get("/straße/道?q=ü").problem == ""


# --- where it leads ---


def test_redirects_are_followed_to_their_end(site: Site, get: Fetcher) -> None:
    for step, status in enumerate((301, 302, 303, 307, 308)):
        site.lead(f"/{step}", f"/{step + 1}", status)
    site.page("/5", story())
    page = get("/0")
    assert (page.problem, page.asked, page.url, page.body) == ("", site.url("/0"), site.url("/5"), story())


def test_at_most_five_of_them(site: Site, get: Fetcher) -> None:
    for step in range(7):
        site.lead(f"/{step}", f"/{step + 1}")
    assert "more than 5 times" in get("/0").problem
    assert site.asked == ["/robots.txt", *(f"/{step}" for step in range(6))]


def test_not_in_circles(site: Site, get: Fetcher) -> None:
    site.lead("/a", "/b")
    site.lead("/b", "a")
    assert "in a circle" in get("/a").problem
    assert site.asked == ["/robots.txt", "/a", "/b"]


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:text/html,x", ""]
)
def test_not_out_of_the_web(site: Site, get: Fetcher, to: str) -> None:
    site.lead("/a", to)
    page = get("/a")
    assert "leads on to what is not fetched" in page.problem or "does not say where" in page.problem
    assert page.status == 302


# --- what is no page ---


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (404, "404 Not Found and no page"),
        (403, "403 Forbidden"),
        (500, "Try again later"),
        (204, "It holds nothing"),
        (206, "206 Partial Content"),
        (299, "answers 299"),
        (304, "304 Not Modified"),
    ],
)
def test_other_answers_are_told(site: Site, get: Fetcher, status: int, says: str) -> None:
    site.page("/a", b"" if status in {204, 304} else story(), status)
    page = get("/a")
    assert says in page.problem
    assert page.status == status


def test_an_empty_page_is_none(site: Site, get: Fetcher) -> None:
    site.page("/a", b" \n ")
    assert "It holds nothing" in get("/a").problem


def test_a_picture_is_left_before_its_body(site: Site, get: Fetcher) -> None:
    site.page("/a.jpg", b"x" * 200_000, Content_Type="image/jpeg")
    page = get("/a.jpg")
    assert "no page that can be read but image/jpeg" in page.problem
    assert page.body == b""


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"\x00\xff" * 50, b"HTTP/1.1 200 OK", b"HTTP/1.1 abc\r\n\r\n"]
)
def test_what_is_no_http_is_told(site: Site, get: Fetcher, answer: bytes) -> None:
    site.raw("/a", answer)
    page = get("/a")
    assert (
        "closed the connection without an answer" in page.problem
        or "as HTTP wants" in page.problem
        or (page.problem.startswith("It holds nothing"))
    )


# --- what would not end ---


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 200 OK\r\n" + "X-Long: y\r\n" * 200 + "\r\n",
        f"HTTP/1.1 200 OK\r\nX-Long: {'y' * 100_000}\r\n\r\n",
        f"HTTP/1.1 200 {'y' * 100_000}\r\n\r\n",
    ],
)
def test_a_huge_head_is_refused(site: Site, get: Fetcher, head: str) -> None:
    site.raw("/a", head.encode() + story())
    assert "did not answer as HTTP wants" in get("/a").problem


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        handler.wfile.write(b"x" * 10_000)


def test_an_endless_page_is_cut(site: Site, get: Fetcher) -> None:
    site.answers["/a"] = endless
    page = get("/a")
    assert "PARALLAX_FETCH_MEGABYTES" in page.problem
    assert len(page.body) <= get.terms.most + 65536


def endless_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        handler.wfile.write(b"x" * 10_000)


def test_an_endless_head_is_cut(site: Site, get: Fetcher) -> None:
    site.answers["/a"] = endless_head
    assert get("/a").problem


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        handler.wfile.write(b"x")


def dripping_head(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"H")


@pytest.mark.parametrize("speaker", [dripping, dripping_head])
def test_a_server_that_drips_is_left_at_the_deadline(site: Site, get: Fetcher, clock: Clock, speaker: Any) -> None:
    site.page("/robots.txt", b"", 404)
    site.answers["/a"] = speaker
    clock.tick = 1.0  # each read succeeds, and costs a second
    page = get("/a", most=10**9)
    assert "within 20 seconds" in page.problem
    assert "PARALLAX_FETCH_SECONDS" in page.problem


def test_a_server_that_is_silent_is_left_at_the_deadline(site: Site, get: Fetcher) -> None:
    site.page("/robots.txt", b"", 404)
    site.hold("/a")
    get.world = World()
    assert "within 0.3 seconds" in get("/a", seconds=0.3, pause=0.0).problem


def test_a_name_server_that_is_silent_is_left_at_the_deadline(site: Site, terms: Terms) -> None:
    def resolve(host: str) -> list[str]:
        site.released.wait()
        return []

    page = fetch(site.url("/", "slow.example"), replace(terms, seconds=0.2), World(resolve=resolve))
    site.released.set()
    assert "Nobody said in time" in page.problem


@pytest.mark.parametrize("packing", ["gzip", "br"])
def test_a_bomb_is_unpacked_no_further_than_the_limit(site: Site, get: Fetcher, packing: str) -> None:
    zeros = bytes(30_000_000)
    bomb = gzip.compress(zeros) if packing == "gzip" else brotli.compress(zeros, quality=1)
    assert len(bomb) < get.terms.most
    site.page("/a", bomb, Content_Encoding=packing)
    page = get("/a")
    assert "unpacked" in page.problem
    assert len(page.body) <= get.terms.most + 65536


def test_what_leads_to_a_page_counts_too(site: Site, get: Fetcher) -> None:
    for step in range(3):
        site.page(f"/{step}", b"x" * 30_000, 302, Location=f"/{step + 1}")
    site.page("/3", b"x" * 30_000)
    assert "more than" in get("/0").problem
    site.page("/3", story())
    assert get("/0").problem == ""


def test_a_bomb_in_a_bomb_too(site: Site, get: Fetcher) -> None:
    site.page("/a", gzip.compress(gzip.compress(bytes(30_000_000))), Content_Encoding="gzip, gzip")
    assert "unpacked" in get("/a").problem


# --- what breaks ---


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\nhalf")
    handler.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def test_a_connection_reset_midway_is_told(site: Site, get: Fetcher) -> None:
    site.answers["/a"] = reset
    assert "broke off before all was there" in get("/a").problem


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n",
    ],
)
def test_half_a_page_is_no_page(site: Site, get: Fetcher, answer: bytes) -> None:
    site.raw("/a", answer)
    page = get("/a")
    assert "before all was there" in page.problem
    assert page.warc


@pytest.mark.parametrize(
    ("packing", "says"), [("gzip", "cannot be unpacked"), ("compress", "'compress'"), ("gzip, secret", "'secret'")]
)
def test_a_packing_that_cannot_be_undone_is_told(site: Site, get: Fetcher, packing: str, says: str) -> None:
    site.page("/a", story(), Content_Encoding=packing)
    assert says in get("/a").problem


def test_nobody_there_is_told(site: Site, terms: Terms, world: World) -> None:
    def nowhere(host: str) -> list[str]:
        raise OSError("no such name")

    page = fetch(site.url("/", "nowhere.example"), terms, replace(world, resolve=nowhere))
    assert page.problem.startswith("There is no host nowhere.example")
    assert (page.status, page.warc) == (None, b"")
