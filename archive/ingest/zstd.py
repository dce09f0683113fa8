"""What is packed by Zstandard (RFC 8878), as some crawlers pack their web archives, with a dictionary or without."""

from __future__ import annotations

from typing import BinaryIO, cast

from archive.ingest.budget import Budget, metered
from archive.ingest.extracted import IngestError

_PIECE = 2048  # bytes unpacked at a time: of what stands before damage at most so many are lost with it


class _Frames:
    """The unpacked bytes of a file's frames, one after another; at damage they end, and reading on raises."""

    def __init__(self, stream: BinaryIO) -> None:
        from fastwarc.stream_io import ZstdReader  # a library that few files want

        self._reader = ZstdReader(stream)
        self._damage: OSError | None = None

    def read(self, size: int) -> bytes:
        if self._damage:
            raise IngestError(
                f"Its Zstandard compression is broken ({self._damage}); what follows is not read. Get the file again."
            )
        try:
            return self._reader.read(min(size, _PIECE))
        except OSError as error:
            self._damage = error
            return b""


def unpacked(stream: BinaryIO, budget: Budget) -> BinaryIO:
    """Return the unpacked stream of one that can be read anywhere.

    Where that is broken the stream ends, and reading beyond its end raises IngestError.
    """
    return metered(cast(BinaryIO, _Frames(stream)), budget)
