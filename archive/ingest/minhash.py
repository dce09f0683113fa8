"""MinHash: a text's shingles in 256 bytes, by which near duplicates are found among many texts.

Broder, "On the resemblance and containment of documents" (1997). The share of places at which two signatures agree
estimates the share of shingles that their texts have in common (Jaccard's index), with a standard error of at most
1/16, and 0.057 at 0.7. Written here rather than taken from datasketch, since numpy hashes all shingles of a text at
once: 700 words take a third of a millisecond, where datasketch takes most of one, and scipy stays out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 64
SHINGLE = 5  # words; in scripts that put no spaces between words, characters
FEWEST = (
    20  # different shingles; of a shorter text a signature would say little, and stock phrases would meet one another
)

# Sixteen bands of four: two texts with a share s in common meet in a band with the chance 1 - (1 - s^4)^16, which is
# 0.99 at s = 0.7, 0.64 at 0.5 and 0.12 at 0.3. Whoever meets is compared by whole signatures, so that the lower chances
# cost a little time and no precision.
BANDS = 16
ROWS = PERMUTATIONS // BANDS

# A word, or one character of a script without spaces: Thai, Lao, Tibetan, Burmese, Khmer, Chinese and Japanese.
_UNSPACED = "\u0e00-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_TOKENS = re.compile(f"(?=\\w)[{_UNSPACED}]|[^\\W{_UNSPACED}]+")

_WORD = np.uint64(0x9E3779B97F4A7C15)  # the odd factor by which a word counts once more for each place in its shingle

Hashes = NDArray[np.uint64]


def signature(text: str) -> bytes:
    """Return the signature of `text`: 64 unsigned numbers of 32 bits, little-endian; none for a very short text.

    The same in every process, on every machine and with every version of Python, as it is kept.
    """
    hashes = _shingles(text)
    if hashes.size < FEWEST:
        return b""
    factors, terms = _permutations()
    with np.errstate(over="ignore"):
        permuted = (hashes[np.newaxis, :] * factors + terms) >> np.uint64(32)
    signed: bytes = permuted.min(axis=1).astype("<u4").tobytes()
    return signed


def similarities(one: bytes, others: Sequence[bytes]) -> list[float]:
    """The share of places, 0 to 1, at which each of `others` agrees with `one`; all of them signatures, none empty."""
    if not others:
        return []
    table = np.frombuffer(b"".join(others), dtype="<u4").reshape(len(others), PERMUTATIONS)
    agreeing = table == np.frombuffer(one, dtype="<u4")
    return [float(share) for share in agreeing.mean(axis=1)]


def bands(signed: bytes) -> list[int]:
    """One whole number of 64 bits, with its sign, for each of the bands of a signature."""
    rows = np.frombuffer(signed, dtype="<u4").astype(np.uint64).reshape(BANDS, ROWS)
    keys = np.zeros(BANDS, dtype=np.uint64)
    for row in range(ROWS):
        keys = _mixed(keys ^ rows[:, row])
    return [int(key) for key in keys.view(np.int64)]


def _shingles(text: str) -> Hashes:
    """A number of 64 bits for each different run of five words, letters' case apart."""
    tokens = _TOKENS.findall(text.casefold())
    count = len(tokens) - SHINGLE + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    # Signs that no encoding has, such as half a surrogate pair, count as themselves.
    encoded = "\n".join(tokens).encode("utf-8", "surrogatepass").split(b"\n")
    words = np.fromiter(map(crc32, encoded), np.uint64, len(tokens))
    words = _mixed(words)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes = hashes * _WORD + words[place : place + count]
    return _mixed(np.unique(hashes))


def _mixed(values: Hashes) -> Hashes:
    """Each number with its bits stirred: the finaliser of SplitMix64 (Steele, Lea and Flood, 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed


@lru_cache(maxsize=1)
def _permutations() -> tuple[Hashes, Hashes]:
    """An odd factor and a term for each permutation, one below another; fixed, since signatures are kept."""
    numbers = np.fromiter(_splitmix(2 * PERMUTATIONS), np.uint64, 2 * PERMUTATIONS).reshape(2, PERMUTATIONS, 1)
    return numbers[0] | np.uint64(1), numbers[1]


def _splitmix(count: int) -> Iterator[int]:
    """The first numbers of SplitMix64 from the seed 0, in Python's own whole numbers, the same everywhere."""
    mask, state = 2**64 - 1, 0
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & mask
        value = state
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & mask
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB & mask
        yield value ^ (value >> 31)
