"""The bytes of a web archive file in order, unpacked where they are packed, and past what is damaged."""

from __future__ import annotations

import io
import re
import zlib
from typing import BinaryIO

from archive.ingest.budget import Budget

PIECE = 16 * 1024  # packed bytes read at a time
_UNPACKED = 256 * 1024  # unpacked bytes at a time, so that a bomb unpacks piece by piece
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")  # RFC 1952: magic, deflate, flags without the reserved ones


class DamagedError(Exception):
    """A packed member that cannot be unpacked further. The stream stands at the next place where one may begin.

    place: of the member in the file. untouched: nothing of it was read.
    """

    def __init__(self, reason: str, place: int, *, untouched: bool) -> None:
        super().__init__(reason)
        self.place = place
        self.untouched = untouched


class Members:
    """Bytes that can be read on, looked at before they are read, and put back.

    fresh: the next byte is the first of a packed member. place: the offset in the file of the next byte; in a packed
    file, of the member that it is in. Reading raises DamagedError once for each damaged member, LimitError and OSError.
    """

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self._read = 0  # bytes taken from the stream
        self._packed = b""  # taken from the stream, and not unpacked yet
        self._ready = b""  # unpacked, and not read yet
        self._at = 0  # in `_ready`
        self._engine: zlib._Decompress | None = None
        self._member_place = 0
        self._postponed: DamagedError | None = None
        self.fresh = False
        self._packed = self._more()
        self.is_packed = bool(_MEMBER.match(self._packed))

    @property
    def place(self) -> int:
        if self.is_packed:
            return self._member_place
        return self._read - (len(self._ready) - self._at) - len(self._packed)

    def some(self, most: int) -> bytes:
        """Return from 1 to `most` bytes, all of one packed member; b'' at the end."""
        self._fill()
        data = self._ready[self._at : self._at + most]
        self._at += len(data)
        self.fresh = self.fresh and not data
        return data

    def peek(self, size: int) -> bytes:
        """Return the next bytes without reading them: up to `size`, and fewer than there are at a member's end."""
        self._fill()
        return self._ready[self._at : self._at + size]

    def line(self, most: int) -> bytes:
        """Return the next line with its end, or its first `most` bytes; b'' at the end."""
        line = b""
        while not line.endswith(b"\n") and len(line) < most:
            self._fill()
            end = self._ready.find(b"\n", self._at) + 1 or len(self._ready)
            piece = self.some(min(end - self._at, most - len(line)))
            if not piece:
                break
            line += piece
        return line

    def put_back(self, data: bytes) -> None:
        """Make `data` the next bytes."""
        self._ready = data + self._ready[self._at :]
        self._at = 0
        self.fresh = False

    def postpone(self, damage: DamagedError) -> None:
        """Have `damage` raised by the next reading: it was met while looking ahead."""
        self._postponed = damage

    def skip(self, size: int) -> bool:
        """Pass over `size` bytes by seeking, where they are bytes of the file itself; False where that cannot be."""
        if self.is_packed or not self._stream.seekable():
            return False
        return self.go_to(self.place + size)

    def go_to(self, place: int) -> bool:
        """Make `place` the offset of the next byte; False, and nothing done, where that cannot be."""
        if self.is_packed or not self._stream.seekable():
            return False
        if place > self._stream.seek(0, io.SEEK_END):
            self._stream.seek(self._read)
            return False
        self._read = self._stream.seek(place)
        self._packed = self._ready = b""
        self._at = 0
        return True

    def _fill(self) -> None:
        if self._postponed:
            damage, self._postponed = self._postponed, None
            raise damage
        while self._at >= len(self._ready) and not self._has_ended():
            self._ready, self._at = self._next(), 0

    def _has_ended(self) -> bool:
        if not self._packed and self._engine is None:
            self._packed = self._more()
            return not self._packed
        return False

    def _more(self) -> bytes:
        data = self._stream.read(PIECE)
        self._read += len(data)
        return data

    def _next(self) -> bytes:
        """Return the next unpacked bytes, perhaps none yet."""
        if not self.is_packed:
            data, self._packed = self._packed or self._more(), b""
            return data
        if self._engine is None and not self._begin():
            return b""
        return self._unpack()

    def _begin(self) -> bool:
        """Begin the next member; False at the end of the file."""
        while len(self._packed) < len(b"\x1f\x8b\x08\x00") and (more := self._more()):
            self._packed += more
        self._packed = self._packed.lstrip(b"\x00")  # tapes and some writers pad members with zeros
        if not self._packed:
            return False
        self._member_place = self._read - len(self._packed)
        if not _MEMBER.match(self._packed):
            self._resume()
            raise DamagedError("no packed member begins here", self._member_place, untouched=True)
        self._engine = zlib.decompressobj(wbits=31)
        self.fresh = True
        return True

    def _unpack(self) -> bytes:
        engine = self._engine
        assert engine is not None  # noqa: S101 - `_next` has begun one
        packed = self._packed or self._more()
        if not packed:
            self._engine = None
            raise self._damage("the file ends in the middle of it; get the file again")
        try:
            data = engine.decompress(packed, _UNPACKED)
        except zlib.error as error:
            damage = self._damage(f"its compression is broken ({error})")
            self._packed = packed[1:]
            self._resume()
            raise damage from error
        self._packed = engine.unconsumed_tail
        if engine.eof:
            self._packed, self._engine = engine.unused_data, None
        self._budget.spend(len(data))
        return data

    def _damage(self, reason: str) -> DamagedError:
        return DamagedError(reason, self._member_place, untouched=self.fresh)

    def _resume(self) -> None:
        """Pass over bytes to the next ones that may begin a member."""
        self._engine = None
        while not (match := _MEMBER.search(self._packed)):
            more = self._more()
            if not more:
                self._packed = b""
                return
            self._packed = self._packed[-3:] + more
        self._packed = self._packed[match.start() :]
