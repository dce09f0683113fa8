"""The bytes of a list in bounded pieces: chunks in an encoding that keeps ASCII apart, lines, elements of JSON."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from archive.ingest.decoding import wide_encoding

_CHUNK = 65_536  # bytes


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the stream's bytes without a byte order mark, and with UTF-16 and UTF-32 made UTF-8; never raises.

    In what is yielded, bytes below 0x80 that a table or JSON is made of stand for themselves.
    """
    first = stream.read(_CHUNK)
    encoding, mark = wide_encoding(first)
    rest = iter(lambda: stream.read(_CHUNK), b"")
    if not encoding:
        yield first[mark:]
        yield from rest
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(first[mark:]).encode("utf-8", "replace")
    for chunk in rest:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def lines(pieces: Iterable[bytes], most: int) -> Iterator[bytes | None]:
    """Yield the lines with their line ends; None for one of more than `most` bytes, which is not held in memory.

    A line ends at `\\n`; in a list without any in its first piece, as old Macs wrote them, at `\\r`.
    """
    end, size = b"", 0
    held: list[bytes] = []
    for piece in pieces:
        end = end or (b"\r" if b"\r" in piece and b"\n" not in piece else b"\n")
        *whole, rest = piece.split(end)
        for part in whole:
            size += len(part)
            yield b"".join([*held, part, end]) if size <= most else None
            held, size = [], 0
        size += len(rest)
        if size <= most:
            held.append(rest)
        else:
            held = []
    if size:
        yield b"".join(held) if size <= most else None
