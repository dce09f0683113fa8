"""A file of named arrays, read by mapping it into memory: nothing is copied or parsed before it is asked for.

Format: eight bytes of magic, the length of the header as an unsigned 64-bit integer, the header as JSON (`size` of the
file, `facts`, and by name of array its NumPy type, offset and length), then the arrays, each on a boundary of 16 bytes.
All numbers are little-endian.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

VERSION = 1  # raise it when the arrays of a segment change: an index of another version is built anew

_MAGIC = b"PLXSEG01"
_ALIGNED = 16
_PAD = b"\0" * _ALIGNED


class DamagedFileError(ValueError):
    """The file is cut short or no file of this format."""


def write(path: Path, arrays: Mapping[str, Array], facts: Mapping[str, Any]) -> None:
    """Write the arrays and their `facts`, which must fit JSON, and wait until the disk holds them."""
    listed: dict[str, tuple[str, int, int]] = {}
    place = 0
    for name, array in arrays.items():
        listed[name] = (array.dtype.newbyteorder("<").str, place, len(array))
        place += array.nbytes + -array.nbytes % _ALIGNED
    header = json.dumps({"size": place, "facts": facts, "arrays": listed}).encode()
    header += b" " * (-(len(header) + 16) % _ALIGNED)
    with path.open("xb") as file:
        file.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        for array in arrays.values():
            file.write(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
            file.write(_PAD[: -array.nbytes % _ALIGNED])
        file.flush()
        os.fsync(file.fileno())


class ArrayFile:
    """The arrays of one file. They stay readable after the file is unlinked, for as long as any of them is held."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, and DamagedFileError where the file is not whole."""
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < 16 or file.read(8) != _MAGIC:
                raise DamagedFileError(f"{path} is no segment of this version.")
            length = int.from_bytes(file.read(8), "little")
            if 16 + length > size:
                raise DamagedFileError(f"{path} is cut short.")
            header = json.loads(file.read(length))
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._start = 16 + length
        if size != self._start + header["size"]:
            raise DamagedFileError(f"{path} is cut short: {size} of {self._start + header['size']} bytes.")
        self.facts: dict[str, Any] = header["facts"]
        self._listed: dict[str, tuple[str, int, int]] = header["arrays"]

    def __contains__(self, name: str) -> bool:
        return name in self._listed

    def __getitem__(self, name: str) -> Array:
        """The array, read-only. Raises KeyError."""
        kind, offset, count = self._listed[name]
        return np.frombuffer(self._data, dtype=kind, count=count, offset=self._start + offset)


def narrow(array: Array) -> Array:
    """The same whole numbers in the narrowest unsigned type that holds them."""
    most = int(array.max()) if len(array) else 0
    for kind in (np.uint8, np.uint16, np.uint32):
        if most <= np.iinfo(kind).max:
            return array.astype(kind)
    return array.astype(np.uint64)


def offsets(counts: Array) -> Array:
    """Where each of consecutive runs begins, and where the last ends: one longer than `counts`."""
    found = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=found[1:])
    return found


def run_lengths(starts: Array) -> Array:
    """How long each of consecutive runs is: what `offsets` was made from."""
    wide = starts.astype(np.int64)
    found: Array = wide[1:] - wide[:-1]
    return found


def ragged(starts: Array, counts: Array) -> Array:
    """The indices of consecutive runs: starts[0], …, starts[0] + counts[0] - 1, starts[1], …"""
    total = int(counts.sum())
    if not total:
        return np.zeros(0, np.int64)
    shift = starts.astype(np.int64) - (np.cumsum(counts) - counts)
    return np.repeat(shift, counts) + np.arange(total)
