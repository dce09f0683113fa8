"""What one given file may still unpack to: its limits, and what was used of them."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

from archive.ingest.limits import Limits

_PIECE = 64 * 1024  # bytes read at a time


class Budget:
    """Counts what comes out of one given file of `packed` bytes, however deep in it. Its limits raise LimitError."""

    def __init__(self, limits: Limits, packed: int) -> None:
        self.limits = limits
        self._packed = packed
        self._expanded = 0
        self._items = 0

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked."""
        self._expanded += size
        self.limits.check_expanded(self._expanded, self._packed)

    def count_item(self) -> None:
        """Count a document, taken or not."""
        self._items += 1
        self.limits.check_items(self._items)


class Metered(io.RawIOBase):
    """A stream that spends its budget as it is read. Reading raises LimitError, and what the stream beneath raises."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # any writable buffer, as io hands it over
        data = self._stream.read(len(view))
        self._budget.spend(len(data))
        view[: len(data)] = data
        return len(data)


def metered(stream: BinaryIO, budget: Budget) -> BinaryIO:
    """Return a buffered stream of what `stream` unpacks, which spends `budget`."""
    return cast(BinaryIO, io.BufferedReader(Metered(stream, budget), _PIECE))


def read_item(stream: BinaryIO, limits: Limits) -> bytes:
    """Return all the bytes of one document, without trusting any stated size. Raises LimitError."""
    raw = stream.read(limits.item_bytes + 1)
    if len(raw) > limits.item_bytes:
        raise limits.item_error()
    stream.read(1)  # one that is broken says so beyond its end
    return raw
