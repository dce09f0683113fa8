"""Revisits whose originals did not come before them: they wait until all files are read, and then look again.

A revisit is a record of a page whose bytes were the same as in an earlier one (WARC 1.1, section 6.7), which may stand
in another file: one of the same run, or one that was taken into the archive long ago.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import IO, Any, Protocol, cast

from archive.ingest.received import Received, Refused
from archive.ingest.warc.seen import Seen

_IN_MEMORY = 1_000_000  # bytes of waiting revisits that are kept out of the disk
_NOWHERE = (
    ". They are in none of the files given, nor known to the archive: ingest the file that holds them before this one, "
    "or together with it."
)
_TOGETHER = 500  # revisits that are looked up at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """A revisit, and what it says of its original.

    name, origin, url: as of documents. made_at: when, in ISO 8601. original: the address of the original; original_at:
    its date as stated, or ''. digest: of its payload with the algorithm's name, or ''. same: all of it in words.
    """

    name: str
    origin: str
    url: str
    made_at: str
    original: str
    original_at: str
    digest: str
    same: str

    def refused(self, why: str, *, failed: bool = False) -> Refused:
        return Refused(self.name, f"A revisit, with {self.same}{why}", self.origin, self.url, failed)


class Originals(Protocol):
    """What is known of pages that came in other runs."""

    def digests(self, revisits: Sequence[Revisit]) -> list[str]:
        """Return for each revisit the name under which the bytes of its original can be had; '' for none."""

    def read(self, digest: str) -> bytes | None:
        """Return these bytes; None where they are missing or damaged."""


class NoOriginals:
    """Nothing is known."""

    def digests(self, revisits: Sequence[Revisit]) -> list[str]:
        return [""] * len(revisits)

    def read(self, digest: str) -> None:
        return None


def bare(digest: str) -> str:
    """Return a digest without the name of its algorithm, which writers spell in several ways."""
    return digest.rpartition(":")[2].strip().upper()


def came(revisit: Revisit, seen: Seen) -> bool:
    """Whether the original was met; seen: as in `documents`."""
    digest = bare(revisit.digest)
    return (digest or revisit.original) in seen


class Waiting:
    """Revisits that wait, on the disk where they are many: a crawl of what seldom changes has little else."""

    def __init__(self) -> None:
        self._file: IO[Any] | None = None

    def add(self, revisit: Revisit) -> None:
        if self._file is None:
            self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8")  # noqa: SIM115 - `settled`
        self._file.write(f"{json.dumps(asdict(revisit))}\n")

    def settled(self, seen: Seen, originals: Originals) -> Iterator[Received | Refused]:
        """Return what became of each: the page that the archive has of it, or why it is none. Ends the waiting."""
        if self._file is None:
            return
        with self._file as file:
            file.seek(0)
            lines = iter(cast(IO[str], file))
            while some := [Revisit(**json.loads(line)) for line in islice(lines, _TOGETHER)]:
                strange = [each for each in some if not came(each, seen)]
                digests = dict(zip(strange, originals.digests(strange), strict=True))
                for each in some:
                    yield _settled(each, digests.get(each), originals)
        self._file = None


def _settled(revisit: Revisit, digest: str | None, originals: Originals) -> Received | Refused:
    """digest: as in Originals; None for a revisit whose original came in the same run."""
    if digest is None:
        return revisit.refused(", which came after it or in another file.")
    raw = originals.read(digest) if digest else None
    if raw is None:
        return revisit.refused(_NOWHERE, failed=True)
    at = dt.datetime.fromisoformat(revisit.made_at)
    return Received(raw=raw, name=revisit.name, url=revisit.url, origin=revisit.origin, received_at=at)
