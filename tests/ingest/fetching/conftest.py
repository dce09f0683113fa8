"""A site on loopback, the terms that allow it, and a clock that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

import pytest

from archive.ingest.fetching import robots
from archive.ingest.fetching.terms import Terms, World
from tests.ingest.fetching.site import Site, served


@dataclass
class Clock:
    """Time as a test has it. tick: seconds that pass each time somebody looks."""

    now: float = 1000.0
    tick: float = 0.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        self.now += self.tick
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return World(clock=clock, wait=clock.wait)


@pytest.fixture
def terms(site: Site, tmp_path: Path) -> Terms:
    """The site's own address and port may be connected to, and nothing else that is not of the internet."""
    return Terms(
        allowed=((ip_network("127.0.0.1/32"), site.port),),
        seconds=20,
        most=100_000,
        pause=1.0,
        agent="Parallax/1.0 (a test)",
        turns=tmp_path / "turns.json",
    )


@pytest.fixture(autouse=True)
def _no_rules_kept() -> None:
    """Another test's site may have had the same port."""
    robots.KEPT.clear()
