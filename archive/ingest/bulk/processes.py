"""Reading processes: each asked for one document at a time, and replaced when it dies or takes too long."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from archive.ingest.bulk import child
from archive.ingest.received import Given, Received
from archive.ingest.store import Prepared

MEGABYTE = 1_000_000  # bytes
_SLOW = "Reading it took more than {:g} seconds. If it is an honest document, raise the limit with --max-seconds."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What reading may take.

    processes: that read side by side; 0 for as many as there are processors. seconds: for one document (--max-seconds).
    memory: bytes of each process (--max-memory).
    """

    processes: int = 0
    seconds: float = 30.0
    memory: int = 4_000 * MEGABYTE

    @property
    def count(self) -> int:
        return self.processes or processors()


def processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Readers:
    """Reads documents in other processes; to be closed. What `read` promises comes in no order of its own."""

    def __init__(self, given: Given, bounds: Bounds) -> None:
        self._given, self._bounds = given, bounds
        self._idle: queue.SimpleQueue[_Reader] = queue.SimpleQueue()
        self._all: list[_Reader] = []
        self._closed = False
        self._lock = threading.Lock()  # of the two before
        # A thread for each process waits for it: its death, and the time that it takes, are its document's alone.
        self._threads = ThreadPoolExecutor(bounds.count, thread_name_prefix="reading")

    def read(self, received: Received) -> Future[Prepared | str]:
        """Promise the article of a document, or the reason why there is none."""
        return self._threads.submit(self._read, received)

    def _read(self, received: Received) -> Prepared | str:
        try:
            reader = self._reader()
        except OSError as error:
            return f"No process could be started to read it: {error.strerror or error}. Ingest it again."
        try:
            return reader.read(received)
        finally:
            if not reader.is_dead:
                self._idle.put(reader)

    def _reader(self) -> _Reader:
        with suppress(queue.Empty):
            while True:
                reader = self._idle.get_nowait()
                if reader.is_running():
                    return reader
                reader.bury()  # it died of itself, and no document is to blame
        with self._lock:
            if self._closed:
                raise RuntimeError("The readers are closed.")
            reader = _Reader(self._given, self._bounds)
            self._all = [*(one for one in self._all if not one.is_dead), reader]
            return reader

    def close(self) -> None:
        """End the processes, whatever they are at; what is promised and not begun is cancelled."""
        with self._lock:
            self._closed = True
            for reader in self._all:
                reader.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for reader in self._all:
            reader.bury()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Reader:
    """One process."""

    def __init__(self, given: Given, bounds: Bounds) -> None:
        self._bounds = bounds
        context = _context()
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=child.serve, args=(theirs, given, bounds.seconds, bounds.memory), daemon=True
        )
        self.is_dead = False
        self._process.start()
        theirs.close()  # so that its death is heard as the end of the connection

    def read(self, received: Received) -> Prepared | str:
        connection: Connection = self._connection
        try:
            connection.send(received)
            if not connection.poll(self._bounds.seconds):
                self.bury()
                return _SLOW.format(self._bounds.seconds)
            answer: Prepared | str = connection.recv()
        except (EOFError, OSError):
            return self._death()
        if isinstance(answer, Prepared) and not answer.extracted.raw:
            return Prepared(replace(answer.extracted, raw=received.raw), answer.signature)
        return answer

    def _death(self) -> str:
        self._process.join(5)
        code = self._process.exitcode
        self.bury()
        how = signal.Signals(-code).name if code and code < 0 else f"status {code}"
        return f"The process that read it ended ({how}): it may want more memory, or break a library. Leave it out."

    def is_running(self) -> bool:
        return bool(self._process.is_alive())

    def kill(self) -> None:
        """End the process; who waits for its answer hears the end of the connection."""
        self._process.kill()

    def bury(self) -> None:
        """End the process and let go of it; for the thread that asks it, or when none does."""
        self.is_dead = True
        self._process.kill()
        self._process.join()
        self._connection.close()


def _context() -> Any:
    """A server that has imported the readers, and forks a process whenever one is wanted.

    A fork of this process would share the database's connection and the index's lock.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["archive.ingest.bulk.preloaded"])
    return context
