"""How far a run is, told on a terminal: items, bytes of what was given where that is known, rate, remaining time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from archive.ingest import files
from archive.ingest.bulk.report import Taken

_PLACE = re.compile(r"\bbyte (\d+)")  # in an origin: where in its container an item begins


class Progress:
    """A bar that moves with what was taken; nothing at all where the output is no terminal."""

    def __init__(self, paths: Iterable[Path], file: TextIO, *, shown: bool) -> None:
        total = _size(paths) if shown else 0
        width = _width_unless_told(file) if shown else None
        self._bar = tqdm(
            total=total or None,
            unit="B",
            unit_scale=True,
            unit_divisor=1000,
            file=file,
            disable=not shown,
            ncols=width,
            nrows=width,
        )
        self._items = 0
        self._container = ""
        self._before = 0  # bytes of the containers and files that are done
        self._at = 0  # bytes of the one that is not

    def passed(self, items: Iterable[Taken]) -> None:
        for item in items:
            self._items += 1
            self._move(item)
        self._bar.set_postfix_str(f"{self._items} items", refresh=False)
        done = self._before + self._at
        self._bar.update(max(0, min(done, self._bar.total or done) - self._bar.n))

    def _move(self, item: Taken) -> None:
        if item.name != self._container:
            self._container = item.name
            self._before, self._at = self._before + self._at, 0
        place = _PLACE.search(item.origin)
        self._at = max(self._at, int(place[1])) if place else self._at + item.size

    def close(self) -> None:
        self._bar.close()


def _width_unless_told(file: TextIO) -> int | None:
    """80 for a terminal that says that it is 0 wide, as those without a window do: nothing would be drawn on it."""
    try:
        return None if os.get_terminal_size(file.fileno()).columns else 80
    except OSError:
        return None


def _size(paths: Iterable[Path]) -> int:
    """Bytes of the files that will be read; those that cannot be are told when it is their turn."""
    size = 0
    for file in files.find(paths).files:
        with suppress(OSError):
            size += file.path.stat().st_size
    return size
