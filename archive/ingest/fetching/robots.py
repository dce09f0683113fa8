"""What a site's robots.txt allows, as RFC 9309 has it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from protego import Protego

from archive.ingest.fetching import turns
from archive.ingest.fetching.exchange import Exchange, ask
from archive.ingest.fetching.problems import FetchError, TooLongError, phrase_of
from archive.ingest.fetching.redirects import REDIRECTS, led_to
from archive.ingest.fetching.target import Target
from archive.ingest.fetching.terms import PRODUCT, Deadline, Terms, World

MOST = 500 * 1024  # bytes that are read, the least that RFC 9309 lets a reader stop at
LONGEST_DELAY = 10.0  # seconds of a Crawl-delay that are kept; one page by hand is no crawl
_LASTS = 3600.0  # seconds that an answer is kept
_HOSTS = 500  # answers that are kept


@dataclass(frozen=True, slots=True)
class Rules:
    """rules: None where all is allowed. said: the answer in words, for the record."""

    rules: Protego | None
    said: str

    def allow(self, target: Target) -> bool:
        return self.rules is None or self.rules.can_fetch(target.url, PRODUCT)

    @property
    def delay(self) -> float:
        """Seconds asked for between requests, as far as they are kept."""
        return min((self.rules and self.rules.crawl_delay(PRODUCT)) or 0.0, LONGEST_DELAY)


class Kept:
    """Answers of the last hour, by origin."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, Rules]] = OrderedDict()

    def get(self, origin: str, now: float) -> Rules | None:
        with self._lock:
            at, rules = self._kept.get(origin, (now, None))
            return rules if now - at < _LASTS else None

    def put(self, origin: str, now: float, rules: Rules) -> None:
        with self._lock:
            self._kept[origin] = (now, rules)
            self._kept.move_to_end(origin)
            while len(self._kept) > _HOSTS:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


KEPT = Kept()


def rules_of(target: Target, terms: Terms, world: World, deadline: Deadline, keep: Callable[[Exchange], None]) -> Rules:
    """Return the rules of the target's site, kept ones or asked for now; each exchange is passed to `keep`.

    No such file: all is allowed. Raises FetchError where the site fails to say: that forbids all.
    """
    if kept := KEPT.get(target.origin, world.clock()):
        return replace(kept, said=f"{kept.said}, asked within the hour")
    rules = _read(_asked(target, terms, world, deadline, keep))
    KEPT.put(target.origin, world.clock(), rules)
    return rules


def _asked(
    target: Target, terms: Terms, world: World, deadline: Deadline, keep: Callable[[Exchange], None]
) -> Exchange:
    """Ask for robots.txt and follow its redirects."""
    place = target.at("/robots.txt")
    for _ in range(REDIRECTS + 1):
        turns.wait_for_turn(place.host, terms.pause, terms, world, deadline)
        exchange = ask(place, replace(terms, most=MOST), world, deadline)
        keep(exchange)
        if exchange.problem and not exchange.peer:
            raise exchange.problem  # nobody was reached: not a matter of robots
        if exchange.problem and not (isinstance(exchange.problem, TooLongError) and exchange.status == 200):
            raise _unknown(target, str(exchange.problem)) from exchange.problem
        led = led_to(exchange)
        if led is None:
            return exchange
        place = led
    return replace(exchange, status=404)  # RFC 9309, 2.3.1.2: led around in circles, it counts as none


def _read(exchange: Exchange) -> Rules:
    url, status = exchange.target.url, exchange.status
    if status == 429 or status >= 500:
        raise _unknown(exchange.target, f"{url} answers {phrase_of(status)}.")
    if status != 200:
        return Rules(None, f"no rules at {url} ({phrase_of(status)})")
    return Rules(Protego.parse(exchange.body.decode("utf-8-sig", "replace")), f"rules of {url}")


def _unknown(target: Target, why: str) -> FetchError:
    return FetchError(f"What robots may fetch from {target.host} cannot be learned, so nothing is. {why}")
