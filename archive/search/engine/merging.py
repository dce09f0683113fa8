"""Which segments to merge when a commit ends: few enough segments for searches, little enough work for who commits.

Tiers, as log-structured merge trees have them: segments of about one size are merged when there are enough of them, so
that a word is merged again only as often as there are tiers.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.search.engine.segments.codec import ArchiveSegment
from archive.search.engine.segments.write import MOST_WORDS

WORDS_IN_A_COMMIT = 400_000  # merged by the way: some 800 articles, a tenth of a second
MANY_SEGMENTS = 30  # beyond them a commit may merge more

_FAN = 6  # segments of a tier that are merged, and how much larger the next tier's are
_SMALLEST = 2_000  # words; segments below are of one tier


def tail_to_merge(segments: Sequence[ArchiveSegment], written: int) -> int:
    """How many of the last segments to merge into one; 0 for none. written: the words that this commit adds."""
    limit = max(WORDS_IN_A_COMMIT, 4 * written)
    if len(segments) > MANY_SEGMENTS:
        limit *= 8
    limit = min(limit, MOST_WORDS)
    chosen, words, tier, of_tier = 0, 0, 0, 0
    for count, segment in enumerate(reversed(segments), 1):
        words += segment.live_words
        if words > limit:
            break
        if _tier(segment.words) > tier:
            tier, of_tier = _tier(segment.words), 0
        of_tier += _tier(segment.words) == tier
        if of_tier >= _FAN:
            chosen = count
    return chosen


def groups(segments: Sequence[ArchiveSegment]) -> list[list[ArchiveSegment]]:
    """All segments in runs that each fit one segment, for merging as far as possible."""
    found: list[list[ArchiveSegment]] = []
    words = 0
    for segment in segments:
        words += segment.live_words
        if not found or words > MOST_WORDS:
            found.append([])
            words = segment.live_words
        found[-1].append(segment)
    return found


def _tier(words: int) -> int:
    tier = 0
    while words > _SMALLEST:
        words //= _FAN
        tier += 1
    return tier
