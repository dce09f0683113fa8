"""robots.txt is kept to, as RFC 9309 has it, and asked for once an hour."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from archive.ingest.fetching.fetch import fetch
from archive.ingest.fetching.terms import Deadline, Terms, World
from archive.ingest.fetching.turns import wait_for_turn
from tests.ingest.fetching.conftest import Clock
from tests.ingest.fetching.site import Site, served, story


@pytest.fixture(autouse=True)
def _pages(site: Site) -> None:
    for path in ("/open", "/closed", "/closed/x"):
        site.page(path, story())


@pytest.mark.parametrize(
    "rules",
    [
        "User-agent: *\nDisallow: /closed",
        "User-agent: Parallax\nDisallow: /closed\n\nUser-agent: *\nAllow: /",
        "\ufeffuser-agent: parallax\r\ndisallow: *sed",
        "User-agent: *\nDisallow: /\nAllow: /open",
    ],
)
def test_what_is_disallowed_is_not_asked_for(site: Site, terms: Terms, world: World, rules: str) -> None:
    site.robots(rules)
    page = fetch(site.url("/closed"), terms, world)
    assert "asks robots not to fetch" in page.problem
    assert site.asked == ["/robots.txt"]
    assert page.warc
    assert fetch(site.url("/open"), terms, world).problem == ""


@pytest.mark.parametrize("rules", ["", "User-agent: Other\nDisallow: /", "\x00nonsense", "User-agent: *\nDisallow:"])
def test_what_is_not_disallowed_is_fetched(site: Site, terms: Terms, world: World, rules: str) -> None:
    site.robots(rules)
    assert fetch(site.url("/closed"), terms, world).problem == ""


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_rules_allow_all(site: Site, terms: Terms, world: World, status: int) -> None:
    site.robots("User-agent: *\nDisallow: /", status)
    assert fetch(site.url("/open"), terms, world).problem == ""


@pytest.mark.parametrize("status", [429, 500, 503])
def test_rules_that_cannot_be_had_forbid_all(site: Site, terms: Terms, world: World, status: int) -> None:
    site.robots("", status)
    page = fetch(site.url("/open"), terms, world)
    assert "cannot be learned, so nothing is" in page.problem
    assert f"/robots.txt answers {status}" in page.problem
    assert site.asked == ["/robots.txt"]
    site.robots("")  # a passing fault is not remembered
    assert fetch(site.url("/open"), terms, world).problem == ""


def test_rules_that_break_off_forbid_all(site: Site, terms: Terms, world: World) -> None:
    site.raw("/robots.txt", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *")
    assert "cannot be learned" in fetch(site.url("/open"), terms, world).problem


def test_rules_are_followed_to_where_they_lie(site: Site, terms: Terms, world: World) -> None:
    site.lead("/robots.txt", "/rules/robots.txt")
    site.page("/rules/robots.txt", b"User-agent: *\nDisallow: /closed")
    assert "asks robots" in fetch(site.url("/closed"), terms, world).problem


def test_rules_that_lead_around_in_circles_are_none(site: Site, terms: Terms, world: World) -> None:
    site.lead("/robots.txt", "/robots.txt")
    assert fetch(site.url("/open"), terms, world).problem == ""
    assert site.asked == ["/robots.txt"] * 6 + ["/open"]


def test_rules_without_end_are_read_as_far_as_they_are_taken(site: Site, terms: Terms, world: World) -> None:
    site.robots("User-agent: *\nDisallow: /closed\n" + "# more and more\n" * 60_000)
    assert "asks robots" in fetch(site.url("/closed"), terms, world).problem
    assert fetch(site.url("/open"), terms, world).problem == ""


def test_rules_are_asked_for_once_an_hour(site: Site, terms: Terms, world: World, clock: Clock) -> None:
    for _ in range(2):
        fetch(site.url("/open"), terms, world)
    assert site.asked == ["/robots.txt", "/open", "/open"]
    clock.now += 3700
    site.robots("User-agent: *\nDisallow: /")
    assert "asks robots" in fetch(site.url("/open"), terms, world).problem


def test_where_a_page_leads_its_own_rules_hold(site: Site, terms: Terms, world: World) -> None:
    with served() as other:
        other.robots("User-agent: *\nDisallow: /closed")
        site.lead("/open", other.url("/closed"))
        both = replace(terms, allowed=(*terms.allowed, (terms.allowed[0][0], other.port)))
        assert "(in its robots.txt)" in fetch(site.url("/open"), both, world).problem
        assert other.asked == ["/robots.txt"]


# --- how often ---


def test_requests_to_a_host_are_a_second_apart(site: Site, terms: Terms, world: World, clock: Clock) -> None:
    fetch(site.url("/open"), terms, world)
    fetch(site.url("/closed"), terms, world)
    assert clock.waits == pytest.approx([1.0, 1.0])
    clock.now += 5
    fetch(site.url("/closed"), terms, world)
    assert len(clock.waits) == 2


def test_other_hosts_do_not_wait(site: Site, terms: Terms, world: World, clock: Clock) -> None:
    named = replace(world, resolve=lambda _: ["127.0.0.1"])
    fetch(site.url("/open", "one.example"), terms, named)
    fetch(site.url("/open", "two.example"), terms, named)
    assert len(clock.waits) == 2  # each between its rules and its page


def test_other_processes_are_waited_for(site: Site, terms: Terms, world: World, clock: Clock) -> None:
    terms.turns.write_text(f'{{"127.0.0.1": {clock.now + 3}}}')
    fetch(site.url("/open"), terms, world)
    assert clock.waits == pytest.approx([4.0, 1.0])


def test_many_who_ask_at_once_take_turns(terms: Terms) -> None:
    def waited(_: int) -> list[float]:
        clock = Clock()
        world = World(clock=clock, wait=clock.wait)
        wait_for_turn("news.example", 1.0, terms, world, Deadline.after(20, clock))
        return clock.waits

    with ThreadPoolExecutor(8) as askers:
        waits = sorted(askers.map(waited, range(8)))
    assert waits == [[], *([float(seconds)] for seconds in range(1, 8))]


@pytest.mark.parametrize("left", ["", "{", "[1]", '{"127.0.0.1": "soon"}', '{"127.0.0.1": 99999999}'])
def test_turns_left_half_written_or_of_another_day_do_not_hold(
    site: Site, terms: Terms, world: World, clock: Clock, left: str
) -> None:
    terms.turns.write_text(left)
    assert fetch(site.url("/open"), terms, world).problem == ""
    assert clock.waits == pytest.approx([1.0])


@pytest.mark.parametrize(("asked", "kept"), [("3", 3.0), ("0.1", 1.0), ("86400", 10.0), ("often", 1.0)])
def test_a_crawl_delay_is_kept_within_reason(
    site: Site, terms: Terms, world: World, clock: Clock, asked: str, kept: float
) -> None:
    site.robots(f"User-agent: *\nCrawl-delay: {asked}")
    assert fetch(site.url("/open"), terms, world).problem == ""
    assert clock.waits == pytest.approx([kept])


def test_a_turn_after_the_deadline_is_not_waited_for(site: Site, terms: Terms, world: World, clock: Clock) -> None:
    terms.turns.write_text(f'{{"127.0.0.1": {clock.now + 30}}}')
    assert "would be in 31 seconds" in fetch(site.url("/open"), terms, world).problem
    assert (site.asked, clock.waits) == ([], [])
