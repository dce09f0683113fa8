"""Where in a text changed words may stand: rough spans, found cheaply, for archive.text.fuzzy to weigh.

Short pieces of the quotation, the seeds, are looked up in the text. A seed at offset o of the quotation that stands at
place p speaks for the diagonal p - o; where the seeds of a few neighbouring diagonals agree, there is a candidate. What
stands behind the quotation's prefix or before its suffix is one too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from archive.text.occurrences import outwards
from archive.text.selectors import Span, TextPosition, TextQuote
from archive.text.word_edges import is_mostly_unspaced

# The bounds of the cost: at most _SEEDS * 2 * _PLACES look-ups, _CLUSTERS and some ten candidates by context.
_SEEDS = 64
_PLACES = 24  # of one seed, those nearest to where it is expected
_CLUSTERS = 6
_CONTEXT_PLACES = 3  # of the prefix, and of the suffix

_CONTEXT_SIZE = 16  # code points next to the quotation that must stand word for word
_LEAST_CONTEXT = 6  # fewer say nothing


@dataclass(frozen=True, slots=True)
class _Hit:
    diagonal: int
    offset: int
    weight: float  # the rarer the seed, the more it says


def candidates(text: str, quote: TextQuote, position: TextPosition | None) -> list[Span]:
    """Return rough spans of `text` that may be what the quotation has become, each once; their edges lie loosely."""
    near = position.start if position else 0
    return list(dict.fromkeys([*_by_seeds(text, quote.exact, near), *_by_context(text, quote, near)]))


def _by_seeds(text: str, words: str, near: int) -> Iterator[Span]:
    hits = sorted(_hits(text, words, near), key=attrgetter("diagonal"))
    for cluster in _clusters(hits, width=max(16, len(words) // 3)):
        # The first and the last seed that stand tell where the edges are, whatever was changed between them.
        telling = _standing_once(cluster)
        start = max(0, min(telling, key=attrgetter("offset")).diagonal)
        end = min(len(text), max(telling, key=attrgetter("offset")).diagonal + len(words))
        if start < end:
            yield Span(start, end)


def _standing_once(cluster: list[_Hit]) -> list[_Hit]:
    """The hits of seeds that stand in one place of the cluster; all, where there is none."""
    counts = Counter(hit.offset for hit in cluster)
    return [hit for hit in cluster if counts[hit.offset] == 1] or cluster


def _hits(text: str, words: str, near: int) -> Iterator[_Hit]:
    size = 3 if len(words) < 24 else 5
    if is_mostly_unspaced(words):
        size = 2
    last = max(1, len(words) - size + 1)
    for offset in range(0, last, -(-last // _SEEDS)):
        seed = words[offset : offset + size]
        places = list(islice(outwards(text, seed, near + offset), _PLACES))
        for place in places:
            yield _Hit(place - offset, offset, 1 / len(places))


def _clusters(hits: list[_Hit], width: int) -> Iterator[list[_Hit]]:
    """Yield the heaviest runs of `hits`, given by diagonal, that are at most `width` wide and share no hit."""
    runs: list[tuple[float, int, int]] = []
    weight, low = 0.0, 0
    for high, hit in enumerate(hits):
        weight += hit.weight
        while hit.diagonal - hits[low].diagonal > width:
            weight -= hits[low].weight
            low += 1
        runs.append((weight, low, high + 1))
    taken: list[tuple[int, int]] = []
    for _, low, high in sorted(runs, reverse=True):
        if len(taken) == _CLUSTERS:
            return
        if all(high <= first or low >= last for first, last in taken):
            taken.append((low, high))
            yield hits[low:high]


def _by_context(text: str, quote: TextQuote, near: int) -> Iterator[Span]:
    size = len(quote.exact)
    starts = [start for start in _after_prefix(text, quote.prefix[-_CONTEXT_SIZE:], near) if start < len(text)]
    ends = [end for end in _before_suffix(text, quote.suffix[:_CONTEXT_SIZE], near + size) if end > 0]
    yield from (Span(start, min(len(text), start + size)) for start in starts)
    yield from (Span(max(0, end - size), end) for end in ends)
    yield from (Span(start, end) for start in starts for end in ends if start < end <= start + 2 * size)


def _after_prefix(text: str, prefix: str, near: int) -> list[int]:
    if len(prefix) < _LEAST_CONTEXT:
        return []
    places = islice(outwards(text, prefix, near - len(prefix)), _CONTEXT_PLACES)
    return [place + len(prefix) for place in places]


def _before_suffix(text: str, suffix: str, near: int) -> list[int]:
    if len(suffix) < _LEAST_CONTEXT:
        return []
    return list(islice(outwards(text, suffix, near), _CONTEXT_PLACES))
