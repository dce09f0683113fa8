"""Python in a process of its own, on this test's database and index."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

from django.conf import settings

Process = subprocess.Popen[str]

_START = """
import os, signal, sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {database!r}
django.setup()
from django.db import transaction
from haystack import connections
from archive.models import Article, Source
from archive.search import queue, rebuilding
"""


def run(code: str) -> Process:
    """Start `code`, spoken to by lines."""
    start = _START.format(database=str(settings.DATABASES["default"]["TEST"]["NAME"]))
    return subprocess.Popen(
        [sys.executable, "-c", start + textwrap.dedent(code)],
        cwd=settings.BASE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "archive.settings", "PARALLAX_DATA": str(settings.DATA)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def tell(process: Process, line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def hear(process: Process) -> str:
    """The next line that the process says; empty where it has ended."""
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")
