"""Where a text matches a query, and the fragments of it that show that best. Plain data, never markup."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from archive.search.occurrences import Occurrence, occurrences
from archive.search.query import SearchQuery
from archive.search.sought import Needle, Sought, needles, sought, terms_of
from archive.text.cutting import from_word, sentence_start, to_word
from archive.text.selectors import Span

__all__ = ["Excerpt", "Needle", "Piece", "Sought", "excerpts", "matches", "needles", "sought", "terms_of"]

# Code points that are looked through, from the beginning. A long book has a million, and every reader of its page
# costs that; a page of results looks through twenty texts.
MOST_MARKED = 1_000_000
MOST_EXCERPTED = 200_000
MOST_MATCHES = 100_000  # marks on one page
MOST_CONSIDERED = 2_000  # occurrences that the fragments of a text are chosen from
CLOSE = 16  # code points that make no difference in how close together words stand

Range = tuple[int, int]


class Piece(NamedTuple):
    text: str
    matched: bool


class Excerpt(NamedTuple):
    """The fragment [start, end) of a text, cut into pieces; at_start and at_end say where it is not cut off."""

    pieces: tuple[Piece, ...]
    start: int
    end: int
    at_start: bool
    at_end: bool


def matches(text: str, query: SearchQuery | Sought) -> list[Span]:
    """The spans of `text` that `query` matches, in order, without overlap: every form of its words, phrases whole.

    In code points of `text`. Linear in the text; what lies behind its first MOST_MARKED is left out, and what
    is more than MOST_MATCHES.
    """
    return [Span(one.start, one.end) for one in occurrences(text[:MOST_MARKED], _sought(query), MOST_MATCHES)]


def excerpts(text: str, query: SearchQuery | Sought, most: int = 3, width: int = 200) -> tuple[Excerpt, ...]:
    """The one to `most` fragments of about `width` code points that show the most of the query, in text order.

    The first shows as many different words as it can, close together, rare words before common ones where the weights
    tell; a further one is shown for words that none before it shows. A text that is no longer than `width` is shown
    whole. Where nothing matches in the first MOST_EXCERPTED, or among MOST_CONSIDERED occurrences there, the beginning
    of the text without marks; of an empty text nothing. For many texts make a Sought once.
    """
    wanted = _sought(query)
    found = occurrences(text[:MOST_EXCERPTED], wanted, MOST_CONSIDERED)
    chosen = _whole(text) if len(text) <= width else _fragments(text, found, wanted.telling, most, width)
    return tuple(_excerpt(text, start, end, found) for start, end in chosen)


def _sought(query: SearchQuery | Sought) -> Sought:
    return query if isinstance(query, Sought) else sought(query)


def _whole(text: str) -> list[Range]:
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    return [(start, end) if start < end else (0, len(text))] if text else []


def _fragments(text: str, found: Sequence[Occurrence], telling: Sequence[float], most: int, width: int) -> list[Range]:
    chosen: list[Range] = []
    shown: set[int] = set()
    present = {one.search for one in found}
    while len(chosen) < most and len(shown) < len(present):
        window = _best_window(found, telling, width, shown, chosen)
        if window is None:
            break
        start, end = _widened(text, window, width, chosen)
        chosen.append((start, end))
        shown.update(one.search for one in found if start <= one.start and one.end <= end)
    return sorted(chosen) or [(0, to_word(text, 0, width))]


def _best_window(
    found: Sequence[Occurrence],
    telling: Sequence[float],
    width: int,
    shown: Collection[int],
    taken: Sequence[Range],
) -> Range | None:
    """The run of occurrences within `width` that tells the most that is new, then the closest, the most, the first.

    None where nothing new is left. One pass from the end, which knows of each search where it is found next.
    """
    best: tuple[float, int, int, int] | None = None
    window: Range | None = None
    following: dict[int, int] = {}  # search -> the end of its next occurrence
    ends = [one.end for one in found]
    for index in range(len(found) - 1, -1, -1):
        start, search, end = found[index]
        following[search] = end
        if search in shown or (taken and _is_taken(start, end, taken)):
            continue
        limit = _limit(start, max(width, end - start), taken) if taken else max(start + width, end)
        told, reach = telling[search], end
        for one, at in following.items():
            if at <= limit and one != search and one not in shown:
                told += telling[one]
                reach = max(reach, at)
        score = (
            told,
            -((reach - start) // CLOSE),
            bisect_right(ends, limit) - index,
            -start,
        )
        if best is None or score > best:
            best, window = score, (start, reach)
    return window


def _is_taken(start: int, end: int, taken: Sequence[Range]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _limit(start: int, width: int, taken: Sequence[Range]) -> int:
    """How far a fragment from `start` may reach."""
    return min((other for other, _ in taken if other >= start), default=start + width)


def _widened(text: str, window: Range, width: int, taken: Sequence[Range]) -> Range:
    """The window grown to `width` on both sides, up to whole words and to the fragments that are taken."""
    first, last = window
    low = max((end for _, end in taken if end <= first), default=0)
    high = min((start for start, _ in taken if start >= last), default=len(text))
    spare = max(0, width - (last - first))
    latest = max(low, min(first, high - width))  # where a fragment of the whole width may begin
    middle = min(latest, max(low, first - spare // 2))
    start = sentence_start(text, max(low, middle - spare // 4), latest, first)
    if start is None:
        start = from_word(text, middle, first)
    return start, to_word(text, last, min(high, max(last, start + width)))


def _excerpt(text: str, start: int, end: int, found: Sequence[Occurrence]) -> Excerpt:
    pieces: list[Piece] = []
    place = start
    for one in found[bisect_left(found, (start,)) :]:
        if one.end > end:
            break
        if place < one.start:
            pieces.append(Piece(text[place : one.start], matched=False))
        pieces.append(Piece(text[one.start : one.end], matched=True))
        place = one.end
    if place < end:
        pieces.append(Piece(text[place:end], matched=False))
    return Excerpt(tuple(pieces), start, end, not text[:start].strip(), not text[end:].strip())
