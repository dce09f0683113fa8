"""A web server on this machine, whose answers a test writes byte by byte."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from socket import AF_INET6
from ssl import SSLContext
from typing import Any

from archive.ingest.fetching import robots

Speaker = Callable[[BaseHTTPRequestHandler], None]

STORY = (
    "<!DOCTYPE html><html lang=en><head><title>The lamps of the quay</title><meta charset=utf-8></head><body><article>"
    "<h1>The lamps of the quay</h1>"
    "<p>The harbour lamps went out one by one while the ferry waited for the tide to turn and carry it home.</p>"
    "<p>The council will decide in spring whether the old quay is repaired or whether it is given up at last.</p>"
    "<p>{}</p></article></body></html>"
)


def story(ending: str = "Nobody on the quay has slept since the night of the storm, says the harbour master.") -> bytes:
    return STORY.format(ending).encode()


class Site:
    """Answers by path; asked: the paths that came, in order, and heads: the heads of those requests."""

    def __init__(self, port: int, scheme: str = "http") -> None:
        self.port, self.scheme = port, scheme
        self.asked: list[str] = []
        self.heads: list[Message] = []
        self.answers: dict[str, Speaker] = {}
        self.released = threading.Event()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """An ordinary answer, with its length; headers: with _ for -."""
        fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.raw(path, f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode("latin-1") + body)

    def packed(self, path: str, body: bytes) -> None:
        self.page(path, gzip.compress(body), Content_Encoding="gzip")

    def lead(self, path: str, to: str, status: int = 302) -> None:
        self.page(path, status=status, Location=to)

    def raw(self, path: str, answer: bytes) -> None:
        """The very bytes of an answer, after which the connection is closed."""
        self.answers[path] = lambda handler: _write(handler, answer)

    def hold(self, path: str) -> None:
        """No answer, until the site is closed."""

        def speak(_: BaseHTTPRequestHandler) -> None:
            self.released.wait()

        self.answers[path] = speak

    def robots(self, rules: str, status: int = 200) -> None:
        self.page("/robots.txt", rules.encode(), status, Content_Type="text/plain")


def _write(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    handler.wfile.write(answer)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what these tests are about."""


class _LongServer(_Server):
    address_family = AF_INET6


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        site.asked.append(self.path)
        site.heads.append(self.headers)
        answer = site.answers.get(self.path)
        if answer is None:
            self.send_error(404)
        else:
            answer(self)
        self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Tests read what was asked, not a log of it."""


@contextmanager
def served(address: str = "127.0.0.1", port: int = 0, tls: SSLContext | None = None) -> Iterator[Site]:
    """A site that runs while the block does."""
    server = (_LongServer if ":" in address else _Server)((address, port), _Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.site = Site(server.server_address[1], "https" if tls else "http")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.site.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def allowed(settings: Any) -> Iterator[Site]:
    """A site that the settings allow, and that need not be waited for, while the block runs."""
    robots.KEPT.clear()
    with served() as site:
        settings.FETCH_ALLOW = ((ip_network("127.0.0.1/32"), site.port),)
        settings.FETCH_PAUSE = 0.0
        yield site
