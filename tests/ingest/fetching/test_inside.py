"""Nothing inside is reached: however it is spelled, whatever a name resolves to, wherever a page leads."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address, ip_network

import pytest

from archive.ingest.fetching.fetch import fetch
from archive.ingest.fetching.problems import FetchError
from archive.ingest.fetching.terms import Terms, World
from tests.ingest.fetching.site import Site, served, story


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.fixture
def trap() -> Iterator[Site]:
    """A site on loopback that nothing allows."""
    with served() as trap:
        trap.page("/", story())
        trap.page("/robots.txt", b"", 404)
        yield trap


def problem(url: str, terms: Terms, world: World) -> str:
    """Why the address is not fetched; fails where it is."""
    try:
        return fetch(url, terms, world).problem
    except FetchError as error:
        return str(error)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.0.0.1.", "localhost", "LOCALHOST.", "127.1", "0x7f.1", "0x7f000001", "2130706433",
        "017700000001", "127。0。0。1", "127．0．0．1", "①②⑦.⓪.⓪.①", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::]", "0.0.0.1", "0", "169.254.169.254", "user@127.0.0.1",
    ],
)  # fmt: skip
def test_no_spelling_reaches_it(host: str, trap: Site, terms: Terms, world: World) -> None:
    # Its port is allowed, of another machine: the address alone is what is in the way.
    elsewhere = replace(terms, allowed=((ip_network("10.0.0.1/32"), trap.port),))
    assert "not fetched" in (said := problem(trap.url("/", host), elsewhere, world)) or "cannot be fetched" in said
    assert trap.asked == []


@pytest.mark.parametrize(
    "kind", ["127.0.0.1", "169.254.169.254", "10.0.0.5", "::1", "fd00:ec2::254", "::ffff:10.0.0.5"]
)
def test_no_name_leads_to_it(kind: str, trap: Site, terms: Terms, world: World) -> None:
    inside = replace(world, resolve=lambda _: ["93.184.215.14", kind])
    elsewhere = replace(terms, allowed=((ip_network("10.9.9.9/32"), trap.port),))
    said = problem("http://news.example/", elsewhere, inside)
    assert f"{ip_address(kind)} is " in said
    assert trap.asked == []


def test_no_redirect_leads_to_another_port_of_this_machine(site: Site, trap: Site, terms: Terms, world: World) -> None:
    site.lead("/a", trap.url("/"))
    page = fetch(site.url("/a"), terms, world)
    assert f"port {trap.port} is not fetched from" in page.problem
    assert page.warc
    assert trap.asked == []


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://localhost:8080/", "http://[::1]/", "http://169.254.169.254/"]
)
def test_no_redirect_leads_inside(to: str, site: Site, terms: Terms, world: World) -> None:
    site.lead("/a", to)
    assert "is not fetched from" in fetch(site.url("/a"), terms, world).problem
    assert site.asked == ["/robots.txt", "/a"]


def test_no_redirect_of_robots_txt_leads_inside(site: Site, trap: Site, terms: Terms, world: World) -> None:
    site.lead("/robots.txt", trap.url("/robots.txt"))
    assert "is not fetched from" in fetch(site.url("/a"), terms, world).problem
    assert trap.asked == []
    assert site.asked == ["/robots.txt"]


def test_a_name_that_changes_its_mind_is_judged_anew(site: Site, terms: Terms, world: World) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
    site.page("/a", story())
    with served("127.0.0.2", site.port) as trap:
        page = fetch(site.url("/a", "news.example"), terms, replace(world, resolve=lambda _: next(answers)))
        assert "127.0.0.2 is this machine itself" in page.problem
        assert trap.asked == []
    assert site.asked == ["/robots.txt"]
    assert next(answers) == ["127.0.0.2"]  # asked once for each connection: what was judged was connected to


def test_a_name_keeps_its_name_on_the_way(site: Site, terms: Terms, world: World) -> None:
    site.page("/a", story())
    page = fetch(site.url("/a", "News.Example"), terms, replace(world, resolve=lambda _: ["127.0.0.1"]))
    assert page.problem == ""
    assert [head["Host"] for head in site.heads] == [f"news.example:{site.port}"] * 2


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_what_is_allowed_may_have_a_long_address(terms: Terms, world: World) -> None:
    with served("::1") as site:
        site.page("/a", story())
        page = fetch(site.url("/a", "[::1]"), replace(terms, allowed=((ip_network("::1/128"), site.port),)), world)
        assert page.problem == ""
        assert site.heads[1]["Host"] == f"[::1]:{site.port}"


def test_proxies_of_the_environment_are_not_used(
    site: Site, trap: Site, terms: Terms, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, trap.url("/"))
    site.page("/a", story())
    assert fetch(site.url("/a"), terms, world).body == story()
    assert trap.asked == []
