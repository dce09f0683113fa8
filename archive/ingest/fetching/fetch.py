"""Fetch one page by its address, through its redirects, and keep all that passed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.utils import timezone

from archive.ingest.fetching import robots, turns
from archive.ingest.fetching.exchange import Exchange, ask
from archive.ingest.fetching.keeping import warc_of
from archive.ingest.fetching.problems import FetchError, TooLongError, phrase_of
from archive.ingest.fetching.redirects import REDIRECTS, led_to
from archive.ingest.fetching.target import Target, parse
from archive.ingest.fetching.terms import Deadline, Terms, World, terms_of_settings

NO_CONTENT = (
    "It holds nothing: the server sent a page without content. Open it in a browser; scripts may fill it there."
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a fetch.

    asked, url: the address that was asked for, and the last one it led to, as HTTP writes them. status: of the last
    response, None where none came. body: with transfer and content encodings undone. media_type: as declared, with its
    charset. warc: the gzipped WARC file of all that passed; empty where nothing did. record: the name of the last
    response in it. problem: why there is no page; '' where there is one.
    """

    asked: str
    url: str
    at: dt.datetime
    status: int | None = None
    media_type: str = ""
    body: bytes = field(default=b"", repr=False)
    warc: bytes = field(default=b"", repr=False)
    record: str = ""
    problem: str = ""


def fetch(url: str, terms: Terms | None = None, world: World | None = None) -> Fetched:
    """Ask for the page at `url` as robots.txt, the terms (by default the settings') and the guard allow.

    Failures on the way are told in the result, with what had been received. Raises FetchError where `url` itself cannot
    be an address to fetch; nothing is asked of anybody then.
    """
    terms, world = terms or terms_of_settings(), world or World()
    journey = _Journey(parse(url), terms, world, Deadline.after(terms.seconds, world.clock))
    try:
        journey.go()
    except FetchError as error:
        journey.problem = str(error)
    return journey.fetched()


class _Journey:
    """One fetch under way."""

    def __init__(self, target: Target, terms: Terms, world: World, deadline: Deadline) -> None:
        self.asked = self.target = target
        self.terms, self.world, self.deadline = terms, world, deadline
        self.at = timezone.now()
        self.exchanges: list[Exchange] = []
        self.decided: list[tuple[str, str]] = []
        self.page: Exchange | None = None
        self.problem = ""

    def go(self) -> None:
        """Ask, follow, and check that a page came. Raises FetchError."""
        met = {self.target.url}
        for _ in range(REDIRECTS + 1):
            self.page = None
            self.page = page = self._ask()
            if page.problem:
                raise page.problem
            led = led_to(page)
            if led is None:
                return _check(page)
            if led.url in met:
                raise FetchError(f"The address leads around in a circle, back to {led.url}. It may want cookies.")
            met.add(led.url)
            self.target = led
        raise FetchError(
            f"The address leads on more than {REDIRECTS} times. Open it in a browser and copy the one that it ends at."
        )

    def _ask(self) -> Exchange:
        target, deadline = self.target, self.deadline
        rules = robots.rules_of(target, self.terms, self.world, deadline, self._keep)
        if not rules.allow(target):
            self.decided.append(("robots", f"{rules.said}: {target.url} is not allowed"))
            raise FetchError(
                f"{target.host} asks robots not to fetch {target.url} (in its robots.txt). "
                "Save the page in a browser and ingest the file."
            )
        self.decided.append(("robots", f"{rules.said}: {target.url} is allowed"))
        turns.wait_for_turn(target.host, max(self.terms.pause, rules.delay), self.terms, self.world, deadline)
        left = self.terms.most - sum(len(exchange.response) for exchange in self.exchanges)
        if left <= 0:
            raise TooLongError("has, with all that led to it,", self.terms.most)
        exchange = ask(target, replace(self.terms, most=left), self.world, deadline)
        self._keep(exchange)
        return exchange

    def _keep(self, exchange: Exchange) -> None:
        """The response says it all: several bodies, unpacked, could fill the memory."""
        self.exchanges.append(replace(exchange, body=b""))

    def fetched(self) -> Fetched:
        plain = Fetched(self.asked.url, self.target.url, self.at, problem=self.problem)
        if any(exchange.request for exchange in self.exchanges):
            decided = [*self.decided, ("led-to", self.target.url), ("problem", self.problem)]
            plain = replace(plain, warc=warc_of(self.exchanges, decided, self.asked.url, self.terms.agent))
        page = self.page
        if page is None or not page.status:
            return plain
        return replace(plain, status=page.status, media_type=page.media_type, body=page.body, record=page.record)


def _check(page: Exchange) -> None:
    """Raise FetchError unless the response is a page."""
    if page.status in {204, 205} or (page.status == 200 and not page.body.strip()):
        raise FetchError(NO_CONTENT)
    if page.status != 200:
        advice = "Try again later." if page.status == 429 or page.status >= 500 else "Check the address in a browser."
        raise FetchError(f"{page.target.host} answers {phrase_of(page.status)} and no page. {advice}")
