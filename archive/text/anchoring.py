"""Describe a span of a text, and find it again after the text has changed.

Three ways, the surest first: by its position, by its quotation word for word, approximately (archive.text.fuzzy).
Between places that say the same, the words before and behind decide, then nearness to the recorded position. Where
neither tells them apart the span is lost rather than guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from archive.text import context, fuzzy
from archive.text.occurrences import outwards
from archive.text.selectors import Selectors, Span, TextPosition, TextQuote

MINIMUM_SCORE = fuzzy.MINIMUM_SCORE

# Repeats beyond this many, those farthest from the recorded position, are not weighed, and fewer of long quotations: a
# hostile one of a single letter stands everywhere.
_MOST_REPEATS = 1000
_MOST_COMPARED = 1_000_000  # code points of all repeats together

# A context that is only partly the same decides between repeats if it is better than the next by at least this much
# similarity (0 to 1): about a word of the 64 code points that `describe` records.
_MARGIN = 0.1


class AnchorState(StrEnum):
    EXACT = "exact"
    MOVED = "moved"
    FUZZY = "fuzzy"
    LOST = "orphan"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where selectors lead in a text.

    EXACT: the words stand where they stood, or no position was recorded and one place alone is meant.
    MOVED: the words stand elsewhere than recorded.
    FUZZY: words like them stand there.
    LOST: the span is None.
    score: similarity of the words found to the quotation, 0 to 1, and 1 for EXACT and MOVED. Of LOST the best that was
    seen; 1 says that the words stand there more than once and nothing tells which is meant.
    """

    state: AnchorState
    span: Span | None
    score: float


def describe(text: str, span: Span, context: int = 32) -> Selectors:
    """Return the selectors of `span`: what it says, up to `context` code points on each side, and where it stands.

    Raises ValueError where the span leaves the text.
    """
    if span.end > len(text):
        raise ValueError(f"The span {span.start} to {span.end} leaves the text, which ends at {len(text)}.")
    quote = TextQuote(
        exact=text[span.start : span.end],
        prefix=text[max(0, span.start - context) : span.start],
        suffix=text[span.end : span.end + context],
    )
    return Selectors(quote, TextPosition(span.start, span.end))


def anchor(text: str, selectors: Selectors) -> Anchor:
    """Find in `text` the span that `selectors` describe. Never raises.

    A span whose words differ from the quotation is never EXACT or MOVED. A position without a quotation is believed
    if it lies in the text. Costs are bounded: see _MOST_REPEATS here and the limits of archive.text.fuzzy.
    """
    quote, position = selectors.quote, selectors.position
    if quote is None or not quote.exact:
        return _by_position(text, position)
    starts = _verbatim(text, quote, position.start if position else 0)
    if starts:
        return _choose(text, quote, position, starts)
    span, score = fuzzy.search(text, quote, position)
    return Anchor(AnchorState.FUZZY if span else AnchorState.LOST, span, score)


def _by_position(text: str, position: TextPosition | None) -> Anchor:
    if position is None or not 0 <= position.start < position.end <= len(text):
        return Anchor(AnchorState.LOST, None, 0.0)
    return Anchor(AnchorState.EXACT, Span(position.start, position.end), 1.0)


def _verbatim(text: str, quote: TextQuote, near: int) -> list[int]:
    """Where the quotation starts word for word, the nearest first: with its whole context if so anywhere."""
    most = max(2, min(_MOST_REPEATS, _MOST_COMPARED // len(quote.exact)))
    prefix, suffix = context.near(quote)
    whole = islice(outwards(text, prefix + quote.exact + suffix, near - len(prefix)), most)
    return [start + len(prefix) for start in whole] or list(islice(outwards(text, quote.exact, near), most))


def _choose(text: str, quote: TextQuote, position: TextPosition | None, starts: list[int]) -> Anchor:
    """Settle on one of `starts`, given nearest first, where the quotation stands word for word."""
    start = starts[0] if len(starts) == 1 else _one_of_repeats(text, quote, position, starts)
    if start is None:
        return Anchor(AnchorState.LOST, None, 1.0)
    stayed = position is None or position.start == start
    return Anchor(AnchorState.EXACT if stayed else AnchorState.MOVED, Span(start, start + len(quote.exact)), 1.0)


def _one_of_repeats(text: str, quote: TextQuote, position: TextPosition | None, starts: list[int]) -> int | None:
    spans = [Span(start, start + len(quote.exact)) for start in starts]
    alike = {span: context.similarity(text, span, quote) for span in spans}
    best = max(spans, key=lambda span: alike[span])
    margin = 0.0 if alike[best] == 1.0 else _MARGIN
    meant = [span.start for span in spans if alike[span] >= alike[best] - margin]
    if position and position.start == meant[0]:
        return meant[0]
    if (quote.prefix or quote.suffix) and not context.agrees(text, best, quote):
        return None  # the words around are gone everywhere: what is left are others that say the same
    if len(meant) == 1 or (position and _is_nearest(meant, position)):
        return meant[0]
    return None


def _is_nearest(starts: list[int], position: TextPosition) -> bool:
    return abs(starts[0] - position.start) < abs(starts[1] - position.start)
