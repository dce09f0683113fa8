"""On what terms pages are fetched, and what a fetch takes from the world around it."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import certifi
from django.conf import settings

from archive.ingest.fetching.guard import Allowance
from archive.ingest.fetching.problems import TooSlowError
from archive.ingest.fetching.resolving import Resolver, system_resolver

PRODUCT = "Parallax"  # what robots.txt calls us by


@dataclass(frozen=True, slots=True)
class Terms:
    """seconds: for the whole fetch, redirects and waits included. most: bytes of all its responses, and of the page.

    pause: seconds between two requests to one host. agent: the User-Agent. turns: the file where the processes of this
    machine agree on whose turn it is.
    """

    allowed: Sequence[Allowance]
    seconds: float
    most: int
    pause: float
    agent: str
    turns: Path


def terms_of_settings() -> Terms:
    contact = f"; {settings.FETCH_CONTACT}" if settings.FETCH_CONTACT else ""
    return Terms(
        allowed=settings.FETCH_ALLOW,
        seconds=settings.FETCH_SECONDS,
        most=settings.FETCH_BYTES,
        pause=settings.FETCH_PAUSE,
        agent=f"{PRODUCT}/1.0 (web archive of articles, fetches by hand{contact})",
        turns=settings.DATA / "fetch-turns.json",
    )


@cache
def trusted() -> ssl.SSLContext:
    """Certificates are believed that Mozilla's list (certifi) or this system vouches for."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


@dataclass(frozen=True, slots=True)
class World:
    """Names, time and trust; another one can be given, so that what hangs on them can be tried."""

    resolve: Resolver = system_resolver
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    trust: Callable[[], ssl.SSLContext] = trusted


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a fetch must be done, by a clock that never goes back."""

    seconds: float
    clock: Callable[[], float] = field(repr=False)
    end: float

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float]) -> Deadline:
        return cls(seconds, clock, clock() + seconds)

    def remaining(self) -> float:
        """Seconds that are left, above 0. Raises TooSlowError where none are."""
        left = self.end - self.clock()
        if left <= 0:
            raise TooSlowError(self.seconds)
        return left
