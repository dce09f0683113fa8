"""Engines as processes, asked over pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_ROOT = Path(__file__).resolve().parents[2]
_OURS = ("DATABASE_URL", "SEARCH_URL", "PARALLAX_DEBUG", "PARALLAX_HTTPS", "PARALLAX_ALLOWED_HOSTS")
_SETTINGS = {"ours": "archive.settings", "stock": "tests.benchmarks.peers.stock_site.settings"}


class EngineFailedError(Exception):
    """A process ended with an error, which stands on standard error."""


class EngineProcess:
    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.worker", name, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
            env=_environment(name, folder),
        )

    def ask(self, order: str, **values: Any) -> dict[str, Any]:
        """Raises EngineFailedError."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(json.dumps({"order": order, **values}) + "\n")
            stdin.flush()
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise EngineFailedError(f"{self.name} ended at the order {order!r}; its error stands above.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._process.kill()
        self._process.communicate()


def _environment(name: str, folder: Path) -> Mapping[str, str]:
    """Its own data folder, and nothing of the site's settings."""
    kept = {key: value for key, value in os.environ.items() if key not in _OURS}
    settings = {"DJANGO_SETTINGS_MODULE": _SETTINGS[name]} if name in _SETTINGS else {}
    return {**kept, **settings, "PARALLAX_DATA": str(folder)}


@contextmanager
def running(names: Sequence[str], work: Path) -> Iterator[list[EngineProcess]]:
    with ExitStack() as stack:
        yield [stack.enter_context(EngineProcess(name, work / name)) for name in names]


def available(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The engines of `names` that can be started here, and for each of the others a line that says why not."""
    there, missing = [], []
    for name in names:
        if name == "tantivy" and not _imports("tantivy"):
            missing.append("tantivy is SKIPPED: it is not installed. Install tests/benchmarks/requirements.txt.")
        elif name == "fts5" and not _has_fts5():
            missing.append("fts5 is SKIPPED: this Python's SQLite was built without FTS5.")
        else:
            there.append(name)
    return there, missing


def _imports(module: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {module}"], check=False, capture_output=True).returncode == 0


def _has_fts5() -> bool:
    code = "import sqlite3; sqlite3.connect(':memory:').execute('CREATE VIRTUAL TABLE t USING fts5(a)')"
    return subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
