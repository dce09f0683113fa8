"""Over TLS: the name's certificate, from somebody who is trusted, or nothing is asked."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from archive.ingest.fetching.fetch import fetch
from archive.ingest.fetching.terms import Terms, World
from tests.ingest.fetching.site import Site, served, story

NAME = "news.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of NAME with its key, signed by itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "made.pem"
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run(
        [openssl, "req", "-x509", *curve, *subject, "-keyout", str(key), "-out", str(made)],
        check=True,
        capture_output=True,
    )
    made.write_text(made.read_text() + key.read_text())
    return made


@pytest.fixture
def names() -> list[str | None]:
    """The names that clients ask for when they greet (SNI)."""
    return []


@pytest.fixture
def secure(certificate: Path, names: list[str | None]) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with served(tls=context) as site:
        site.page("/a", story())
        yield site


@pytest.fixture
def near(secure: Site, terms: Terms) -> Terms:
    return replace(terms, allowed=((ip_network("127.0.0.1/32"), secure.port),))


@pytest.fixture
def trusting(world: World, certificate: Path) -> World:
    """Every name resolves to loopback, and the certificate is believed."""
    context = ssl.create_default_context(cafile=certificate)
    return replace(world, resolve=lambda _: ["127.0.0.1"], trust=lambda: context)


def test_a_trusted_name_is_fetched_by_its_name(
    secure: Site, near: Terms, trusting: World, names: list[str | None]
) -> None:
    page = fetch(secure.url("/a", NAME), near, trusting)
    assert (page.problem, page.body) == ("", story())
    assert names == [NAME, NAME]
    assert secure.heads[0]["Host"] == f"{NAME}:{secure.port}"
    assert page.warc != b""


def test_another_names_certificate_is_refused(secure: Site, near: Terms, trusting: World) -> None:
    assert "No secure connection" in fetch(secure.url("/a", "other.example"), near, trusting).problem
    assert secure.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Site, near: Terms, trusting: World) -> None:
    page = fetch(secure.url("/a", NAME), near, replace(trusting, trust=World().trust))
    assert "self-signed certificate" in page.problem
    assert secure.asked == []


def test_what_speaks_no_tls_is_told(site: Site, terms: Terms, world: World) -> None:
    assert "No secure connection" in fetch(site.url("/a").replace("http:", "https:"), terms, world).problem


def test_a_handshake_that_never_ends_is_left_at_the_deadline(terms: Terms) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        quick = replace(terms, seconds=0.3, pause=0.0, allowed=((ip_network("127.0.0.1/32"), port),))
        assert "within 0.3 seconds" in fetch(f"https://127.0.0.1:{port}/", quick, World()).problem
