"""A socket that keeps what passes through it, and that neither time nor size can hold open."""

from __future__ import annotations

import io
import socket
from typing import Any

from archive.ingest.fetching.problems import BrokenOffError, TooLongError, TooSlowError
from archive.ingest.fetching.terms import Deadline

HEAD = 256 * 1024  # bytes that a response may have beyond its body: its head, and the marks between chunks


class Wire:
    """What http.client needs of a socket. Every single read and write ends at the deadline of the whole fetch.

    A server that sends a byte now and then would keep any one read short and the whole without end.
    sent, received: what passed, beneath HTTP and above TLS.
    """

    def __init__(self, connected: socket.socket, deadline: Deadline, most: int) -> None:
        self._socket = connected
        self._deadline = deadline
        self._most = most
        self.sent = bytearray()
        self.received = bytearray()

    def sendall(self, content: bytes) -> None:
        """Send all of it. Raises TooSlowError and BrokenOffError."""
        self._socket.settimeout(self._deadline.remaining())
        try:
            self._socket.sendall(content)
        except TimeoutError as error:
            raise TooSlowError(self._deadline.seconds) from error
        except OSError as error:
            raise _broken(error) from error
        self.sent += content

    def receive(self, most: int) -> bytes:
        """Return what comes next, at most `most` bytes; empty at the end. Raises FetchError of three kinds."""
        self._socket.settimeout(self._deadline.remaining())
        try:
            content = self._socket.recv(most)
        except TimeoutError as error:
            raise TooSlowError(self._deadline.seconds) from error
        except OSError as error:
            raise _broken(error) from error
        self.received += content
        if len(self.received) > self._most + HEAD:
            raise TooLongError("has", self._most)
        return content

    def makefile(self, *args: Any, **options: Any) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self))

    def settimeout(self, seconds: float | None) -> None:
        """The deadline alone counts."""

    def close(self) -> None:
        """http.client closes as soon as it has the head and reads on: see hang_up."""

    def hang_up(self) -> None:
        self._socket.close()


class _Incoming(io.RawIOBase):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content = self._wire.receive(len(buffer))
        buffer[: len(content)] = content
        return len(content)


def _broken(error: OSError) -> BrokenOffError:
    return BrokenOffError(f"The server broke off before all was there ({error.strerror or error}). Try again later.")
