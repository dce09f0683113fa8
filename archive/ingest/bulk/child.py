"""Where a reading process begins: it can import nothing that needs Django before Django is set up.

No reading process touches the database. It may be killed at any instant, and takes no more memory than it is given.
"""

from __future__ import annotations

import resource
import signal
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

import django

_GRACE = 10  # seconds after which a process that nobody waits for any more ends itself


def serve(connection: Connection, given: Any, seconds: float, memory: int) -> None:
    """Answer documents with articles until the connection is closed.

    Received -> `Prepared` without the bytes, or the reason, a string, why there is none. seconds: that reading one may
    take, which the other side enforces too. memory: bytes of address space.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle, which then ends this process
    django.setup()
    answer = import_module("archive.ingest.bulk.answering").answer
    _limit_memory(memory)
    while True:
        try:
            received = connection.recv()
            signal.alarm(int(seconds) + _GRACE)
            connection.send(answer(received, given))
            signal.alarm(0)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _limit_memory(memory: int) -> None:
    """Let a reader that wants more fail, rather than the machine."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
