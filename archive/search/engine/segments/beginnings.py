"""Where the words of many values begin, so that values are found by the beginning of any of their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from archive.search.engine import analysis
from archive.search.engine.segments.layout import Array, run_lengths

_SPACE = ord(" ")
_LINE = ord("\n")
_CJK_LEADS = (0xE3, 0xED)  # first bytes of Chinese, Japanese and Korean signs in UTF-8: each may begin a word


def _spaces() -> Array:
    """By byte: itself where it belongs to a word, a line feed likewise, else a space."""
    table = np.full(256, _SPACE, np.uint8)
    kept = [byte for byte in range(256) if byte >= 0x80 or byte == _LINE or chr(byte).isalnum()]
    table[kept] = kept
    return table


_TABLE = _spaces()


@dataclass(frozen=True, slots=True)
class Beginnings:
    """blob: UTF-8. starts: where words begin in it, ascending. firsts: the first byte of each.

    numbers: the value that each is in.
    """

    blob: Array
    starts: Array
    firsts: Array
    numbers: Array

    def of(self, prefix: bytes) -> tuple[Array, Array]:
        """The numbers of the values of which a word and what follows it begin so, and where in `starts` they do."""
        places = np.flatnonzero(self.firsts == prefix[0]) if prefix else np.arange(len(self.starts))
        places = places[self.starts[places] <= len(self.blob) - len(prefix)]
        for shift, byte in enumerate(prefix[1:], 1):
            places = places[self.blob[self.starts[places] + shift] == byte]
        numbers, first = np.unique(self.numbers[places], return_index=True)
        return numbers, places[first]

    def is_first(self, places: Array) -> Array:
        """Whether the words at these places of `starts` are the first ones of their values."""
        found: Array = self.blob[self.starts[places] - 1] == _LINE
        return found


def key(text: str) -> bytes:
    """What begins like `text` begins with this, whatever the case, the accents and the signs between the words."""
    return _spaced(np.frombuffer(analysis.unaccented(text).encode(), np.uint8)).tobytes().strip()


def of_values(values: Sequence[str]) -> Beginnings:
    """Of names: any word of theirs counts."""
    text = "".join(f"\n{' '.join(analysis.unaccented(value).split())}" for value in values)
    blob = _spaced(np.frombuffer(text.encode(), np.uint8))
    before = np.append(np.uint8(_LINE), blob)[:-1]
    begins = (before == _SPACE) | (before == _LINE) | ((blob >= _CJK_LEADS[0]) & (blob <= _CJK_LEADS[1]))
    starts = np.flatnonzero(begins & (blob != _SPACE) & (blob != _LINE))
    return Beginnings(
        blob, starts.astype(np.int32), blob[starts], (np.cumsum(blob == _LINE) - 1)[starts].astype(np.int32)
    )


def of_lines(blob: Array, ends: Array) -> Beginnings:
    """Of words, each behind a line feed at its place of `ends`."""
    full = np.flatnonzero(run_lengths(ends) > 1)
    starts = ends[full].astype(np.int64) + 1
    return Beginnings(blob, starts, blob[starts], full)


def _spaced(blob: Array) -> Array:
    """Words apart by one space, and none at the beginning of a line."""
    found = _TABLE[blob]
    following = np.append(blob[1:], _LINE)
    # Signs that are no letters: U+0080 to U+00BF as folded, U+2000 to U+203F, U+3000 to U+303F.
    two = np.flatnonzero(blob == 0xC2)
    three = np.flatnonzero(((blob == 0xE2) | (blob == 0xE3)) & (following == 0x80))
    found[np.concatenate([two, two + 1, three, three + 1, three + 2])] = _SPACE
    before = np.append(np.uint8(_LINE), found)[:-1]
    spaced: Array = found[(found != _SPACE) | ((before != _SPACE) & (before != _LINE))]
    return spaced
