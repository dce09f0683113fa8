"""What a search costs, counted: files opened, functions called, bytes taken. No clock is looked at."""

from __future__ import annotations

import os
import sys
import tracemalloc
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

_opened: list[str] = []


@cache
def _listen() -> None:
    """Python calls an audit hook at each opening of a file; it cannot be taken away again, so there is but one."""

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes):
            _opened.append(os.fsdecode(arguments[0]))

    sys.addaudithook(heard)


def files_opened(folder: Path, run: Callable[[], Any]) -> list[str]:
    """The names of the files under `folder` that are opened meanwhile, in order."""
    _listen()
    _opened.clear()
    run()
    return [Path(path).name for path in _opened if Path(path).is_relative_to(folder)]


def calls(run: Callable[[], Any]) -> int:
    """How many functions are called meanwhile, Python's and C's."""
    count = 0

    def seen(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def bytes_taken(run: Callable[[], Any]) -> int:
    """How much more memory is allocated at most, meanwhile, than before."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        run()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
