"""Where a text matches a query, and the fragments of it that show that best. Plain data, never markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.search.engine import analysis
from archive.search.query import SearchQuery
from archive.text.selectors import Span

Needle = tuple[str, ...]  # terms that stand side by side

# Code points that are looked through, from the beginning. A long book has a million, which takes about a second, and
# every reader of its page costs that; a page of results looks through twenty texts.
MOST_MARKED = 1_000_000
MOST_EXCERPTED = 200_000


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The fragment [start, end) of a text, cut into pieces; at_start and at_end say where it is not cut off."""

    pieces: tuple[Piece, ...]
    start: int
    end: int
    at_start: bool
    at_end: bool


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    needle: Needle


def matches(text: str, query: SearchQuery) -> list[Span]:
    """The spans of `text` that `query` matches, in order, without overlap: every form of its words, phrases whole.

    In code points of `text`. Linear in the text; what lies behind its first MOST_MARKED is left out.
    """
    return [found.span for found in _find(text[:MOST_MARKED], needles(query))]


def excerpts(text: str, query: SearchQuery, most: int = 3, width: int = 200) -> tuple[Excerpt, ...]:
    """The one to `most` fragments of about `width` code points that show the most of the query, in text order.

    The first shows as many different words as it can, close together; a further one is shown for words that none before
    it shows. Where nothing matches in the first MOST_EXCERPTED, the beginning of the text without marks; of an empty
    text nothing.
    """
    found = _find(text[:MOST_EXCERPTED], needles(query))
    chosen: list[tuple[int, int]] = []
    shown: set[Needle] = set()
    while len(chosen) < most:
        window = _best_window(found, width, shown, chosen)
        if window is None:
            break
        chosen.append(_widened(text, window, width, chosen))
        shown |= {one.needle for one in found if chosen[-1][0] <= one.span.start and one.span.end <= chosen[-1][1]}
    if not chosen and text:
        chosen = [_widened(text, (0, 0), width, [])]
    return tuple(_excerpt(text, start, end, found) for start, end in sorted(chosen))


def needles(query: SearchQuery) -> frozenset[Needle]:
    """What to look for in a text. Stop words by themselves count only where there is nothing else."""
    every = {analysis.terms(leaf.text) for leaf in query.text_only()} - {()}
    telling = {needle for needle in every if len(needle) > 1 or analysis.telling(needle)}
    return frozenset(telling or every)


def _find(text: str, wanted: Iterable[Needle]) -> list[_Found]:
    by_first: dict[str, list[Needle]] = {}
    for needle in sorted(wanted, key=len, reverse=True):  # of several that begin here, the longest
        by_first.setdefault(needle[0], []).append(needle)
    if not by_first:
        return []
    tokens = list(analysis.tokens(text))
    found: list[_Found] = []
    place = 0
    while place < len(tokens):
        needle = next((one for one in by_first.get(tokens[place].term, ()) if _stands(tokens, place, one)), ())
        if not needle:
            place += 1
            continue
        last = place + len(needle) - 1
        found.append(_Found(Span(tokens[place].start, tokens[last].end), needle))
        place = last + 1
    return found


def _stands(tokens: Sequence[analysis.Token], place: int, needle: Needle) -> bool:
    return place + len(needle) <= len(tokens) and all(
        tokens[place + offset].term == term for offset, term in enumerate(needle)
    )


def _best_window(
    found: Sequence[_Found], width: int, shown: set[Needle], taken: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """The run of matches within `width` that shows the most that is new, then the most, then the closest.

    None where nothing new is left. One pass with two ends.
    """
    best: tuple[tuple[int, int, int], tuple[int, int]] | None = None
    inside: Counter[Needle] = Counter()
    after = 0
    for first, one in enumerate(found):
        after = max(after, first)
        while after < len(found) and (after == first or found[after].span.end - one.span.start <= width):
            inside[found[after].needle] += 1
            after += 1
        window = (one.span.start, found[after - 1].span.end)
        new = sum(1 for needle in inside if needle not in shown)
        score = (new, after - first, window[0] - window[1])
        if new and (best is None or score > best[0]) and not any(_overlap(window, other) for other in taken):
            best = (score, window)
        inside[one.needle] -= 1
        if not inside[one.needle]:
            del inside[one.needle]
    return best and best[1]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _widened(text: str, window: tuple[int, int], width: int, taken: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The window grown to `width` on both sides, up to whole words and to the fragments that are taken."""
    low = max((end for _, end in taken if end <= window[0]), default=0)
    high = min((start for start, _ in taken if start >= window[1]), default=len(text))
    spare = max(0, width - (window[1] - window[0]))
    start = max(low, window[0] - spare // 2)
    end = min(high, start + max(width, window[1] - start))
    start = max(low, min(start, end - width)) if end - window[1] < spare // 2 else start
    return _from_word(text, start, window[0]), _to_word(text, window[1], end)


def _from_word(text: str, start: int, latest: int) -> int:
    """The first beginning of a word from `start` on; `start` itself where no space stands before `latest`."""
    if start == 0 or text[start - 1].isspace():
        return _skip_space(text, start, latest)
    space = next((place for place in range(start, latest) if text[place].isspace()), None)
    return start if space is None else _skip_space(text, space, latest)


def _skip_space(text: str, start: int, latest: int) -> int:
    while start < latest and text[start].isspace():
        start += 1
    return start


def _to_word(text: str, earliest: int, end: int) -> int:
    """The last end of a word up to `end`; `end` itself where no space stands after `earliest`."""
    if end < len(text) and not text[end].isspace():
        end = next((place for place in range(end - 1, earliest - 1, -1) if text[place].isspace()), end)
    while end > earliest and text[end - 1].isspace():
        end -= 1
    return end


def _excerpt(text: str, start: int, end: int, found: Sequence[_Found]) -> Excerpt:
    pieces: list[Piece] = []
    place = start
    for one in found:
        if start <= one.span.start and one.span.end <= end:
            pieces += [
                Piece(text[place : one.span.start], matched=False),
                Piece(text[one.span.start : one.span.end], matched=True),
            ]
            place = one.span.end
    pieces.append(Piece(text[place:end], matched=False))
    whole = tuple(piece for piece in pieces if piece.text)
    return Excerpt(whole, start, end, not text[:start].strip(), not text[end:].strip())
