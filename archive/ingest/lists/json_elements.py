"""The elements of a JSON list, one by one as they stand in the file, however long the list and deep the elements.

Only brackets and strings are told apart; whether an element is JSON, whoever reads it will find out. So one that is
malformed costs no other, and no list is held in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# The keys under which exports hold their list. Elements of lists under other keys are parts of an element.
LISTS = frozenset({b"articles", b"items", b"entries", b"rows", b"data", b"results", b"documents", b"records"})

_MARK = re.compile(rb'["\[\]{}:,]')
_IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_LONGEST_KEY = 40  # bytes
_SEEKING = -1  # no list is found


def elements(pieces: Iterable[bytes], most: int) -> Iterator[bytes | None]:
    """Yield the elements of a file's list; None for one of more than `most` bytes, which is not held in memory.

    The list is the file, or stands in an object under one of the keys `LISTS`. An object without one is an element, and
    so is each of several on end. Never raises.
    """
    splitter = _Splitter(most)
    for piece in pieces:
        splitter.feed(piece)
        yield from splitter.taken()
    splitter.end()
    yield from splitter.taken()


class _Splitter:
    """How far the file is read: how deep it stands in brackets, and the element so far."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._depth = 0
        self._level = _SEEKING  # the depth at which elements stand
        self._listed = False  # whether the object that is read has given a list
        self._in_string = self._escaped = False
        self._string = b""  # the last one, as far as it can be a key
        self._is_value = False  # whether the last mark was a colon
        self._element = bytearray()
        self._too_long = False
        self._done: list[bytes | None] = []

    def feed(self, piece: bytes) -> None:
        at = 0
        while at < len(piece):
            if self._in_string:
                at = self._through_string(piece, at)
                continue
            mark = _MARK.search(piece, at)
            if mark is None:
                self._keep(piece[at:])
                return
            self._at_mark(piece[at : mark.end()], mark[0])
            at = mark.end()

    def end(self) -> None:
        """What a file that is cut ends in is an element too, so that it is told of."""
        if not self._listed:
            self._give()

    def taken(self) -> list[bytes | None]:
        taken, self._done = self._done, []
        return taken

    def _through_string(self, piece: bytes, start: int) -> int:
        """Return where the string ends, or the piece."""
        run = _IN_STRING.match(piece, start + self._escaped)
        at = run.end() if run else len(piece)
        sign = piece[at : at + 1]  # a quotation mark, a backslash that the piece ends with, or nothing
        self._escaped, self._in_string = sign == b"\\", sign != b'"'
        part = piece[start : at + 1]
        self._keep(part)
        self._string += part[: _LONGEST_KEY - len(self._string)]
        return start + len(part)

    def _at_mark(self, part: bytes, sign: bytes) -> None:
        """Take the bytes up to a mark and the mark, which belongs to an element but where it parts two."""
        parts = self._depth == self._level and sign in b",]}"
        self._keep(part[:-1] if parts else part)
        if parts:
            self._give()
        if sign in b"[{":
            self._open(sign)
        elif sign in b"]}":
            self._close()
        elif sign == b'"':
            self._in_string, self._string = True, b""
        self._is_value = sign == b":"

    def _open(self, sign: bytes) -> None:
        named = self._depth == 1 and self._is_value and self._string[:-1] in LISTS
        if sign == b"[" and self._level == _SEEKING and (self._depth == 0 or named):
            self._level = self._depth + 1
            self._listed = named
            self._drop()
        self._depth += 1

    def _close(self) -> None:
        self._depth = max(0, self._depth - 1)
        was_list = self._depth < self._level
        if was_list:
            self._level = _SEEKING
        if self._depth or was_list:
            return
        if self._listed:
            self._drop()
        else:
            self._give()
        self._listed = False

    def _keep(self, part: bytes) -> None:
        if not self._too_long:
            self._element += part
            self._too_long = len(self._element) > self._most
        if self._too_long:
            self._element.clear()

    def _drop(self) -> None:
        self._element.clear()
        self._too_long = False

    def _give(self) -> None:
        element = bytes(self._element).strip(b" \t\r\n,")
        if element or self._too_long:
            self._done.append(None if self._too_long else element)
        self._drop()
