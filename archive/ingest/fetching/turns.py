"""Whose turn it is: requests to one host keep their distance, from all processes of this machine together."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

from archive.ingest.fetching.problems import FetchError
from archive.ingest.fetching.terms import Deadline, Terms, World

_STALE = 3600.0  # seconds: turns further off are from before the machine was started again, whose clock began anew


def wait_for_turn(host: str, pause: float, terms: Terms, world: World, deadline: Deadline) -> None:
    """Wait until `pause` seconds have passed since the last request to `host` that anyone here made or is to make.

    Raises FetchError where that would be after the deadline; the turn is then left to others.
    """
    now = world.clock()
    start = _reserve(terms.turns, host, pause, now, now + deadline.remaining())
    if start > now:
        world.wait(start - now)


def _reserve(path: Path, host: str, pause: float, now: float, latest: float) -> float:
    """Return when the request may be made, and write it down. One process at a time looks."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        turns = {other: at for other, at in _read(file.read()).items() if now - _STALE < at < now + _STALE}
        start = max(now, turns[host] + pause) if host in turns else now
        if start >= latest:
            raise FetchError(
                f"Other requests to {host} come first, or it asks for long pauses: this one's turn would be in "
                f"{start - now:.0f} seconds, after the time limit. Try again then, or raise PARALLAX_FETCH_SECONDS."
            )
        turns[host] = start
        file.seek(0)
        file.truncate()
        json.dump(turns, file)
    return start


def _read(content: str) -> dict[str, float]:
    """The file's turns; none where it was left half written: nothing of worth is lost."""
    try:
        found = json.loads(content or "{}")
    except ValueError:
        return {}
    turns = found.items() if isinstance(found, dict) else ()
    return {str(host): float(at) for host, at in turns if isinstance(at, int | float)}
