"""What became of each item: for the lines on the screen, and as JSON Lines for those who look it up later."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TextIO

from archive.ingest.received import Received, Refused
from archive.ingest.store import Status
from archive.text.normalize import fold_line

FAILED, PASSED_OVER = "failed", "passed over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One item. status: of the store, or 'failed', or 'passed over' for what is no article.

    name, origin and url: as in Received; fetchable: as in Refused. sha256: of its bytes, where there were any.
    article: the path of its page, or '' for none. size: in bytes. anchors: of a changed text, how many passages came
    to stand in each state.
    """

    name: str
    status: str
    origin: str = ""
    url: str = ""
    reason: str = ""
    sha256: str = ""
    article: str = ""
    size: int = 0
    anchors: tuple[tuple[str, int], ...] = ()
    fetchable: bool = False

    def line(self) -> str:
        """One JSON object; what says nothing is left out."""
        values = {
            "item": self.name,
            "origin": self.origin,
            "url": self.url,
            "status": self.status,
            "reason": self.reason,
            "sha256": self.sha256,
            "bytes": self.size,
            "article": self.article,
            "passages": dict(self.anchors),
        }
        # ASCII: names of files may hold bytes of no encoding.
        return json.dumps({key: value for key, value in values.items() if value or key in ("item", "status")})

    def shown(self, paths: Iterable[Path]) -> str:
        """For a failure: where and why, printable on one line, whatever the names hold; paths: what was given."""
        place = next((str(place) for path in paths if (place := _under(path, self.name))), self.name)
        place = f"{place} ({self.origin})" if self.origin else place
        return f"{printable(place or self.url)}: {fold_line(self.reason)}"


def _under(path: Path, name: str) -> Path | None:
    """The path of an item that was given as `path` or stands in it; None where it does neither."""
    first = PurePosixPath(name).parts[:1]
    if first == (path.name,):
        return path.parent / name
    return path / name if first and not first[0].startswith("/") and os.path.lexists(path / first[0]) else None


def refused(item: Refused, received: Received | None = None, sha256: str = "") -> Taken:
    """What is told of an item that was not taken; received: its document, where it came to one."""
    return Taken(
        name=item.name,
        status=FAILED if item.failed else PASSED_OVER,
        origin=item.origin,
        url=item.url,
        reason=fold_line(item.reason),
        fetchable=item.fetchable,
        sha256=sha256,
        size=len(received.raw) if received else 0,
    )


def stored(received: Received, status: Status, sha256: str, article: str, anchors: Iterable[tuple[str, int]]) -> Taken:
    return Taken(
        name=received.name,
        status=status.value,
        origin=received.origin,
        url=received.url,
        sha256=sha256,
        article=article,
        size=len(received.raw),
        anchors=tuple(sorted(anchors)),
    )


def write(items: Iterable[Taken], file: TextIO) -> None:
    """Add lines to a report, which can be read up to them from then on."""
    file.writelines(f"{item.line()}\n" for item in items)
    file.flush()


def printable(name: str) -> str:
    """A name that can be printed: it may hold line ends, terminal codes and bytes of no encoding."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name)
