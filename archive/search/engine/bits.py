"""Sets of documents as integers with a bit a document: intersected and counted without a loop."""

from __future__ import annotations

from collections.abc import Iterable


def pack(documents: Iterable[int], size: int) -> int:
    """The set of these document numbers, each below `size`."""
    flags = bytearray((size >> 3) + 1)
    for number in documents:
        flags[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(flags, "little")


def flags(packed: int, size: int) -> bytes:
    """The set as bytes, which `holds` looks a document up in."""
    return packed.to_bytes((size >> 3) + 1, "little")


def holds(flag_bytes: bytes, number: int) -> bool:
    return bool(flag_bytes[number >> 3] >> (number & 7) & 1)
