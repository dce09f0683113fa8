"""Find words that have changed: the span of a text that is most like a quotation."""

from __future__ import annotations

from rapidfuzz.distance import Indel

from archive.text import context, word_edges
from archive.text.candidates import candidates
from archive.text.selectors import Span, TextPosition, TextQuote

# Under it no span is believed, even where the text around agrees with the quotation's prefix and suffix. Measured on
# the public edit histories of 269 articles, spans of 5 to 40 words, half of them on or beside an edit. Of 958 whose
# words were gone (no place at all with 0.6 by rapidfuzz's partial_ratio) none found a place with 0.7 or more, 1 in 100
# one with 0.65, 5 in 100 one with 0.6. Of 32,600 whose place had kept 0.8, 98.5 to 98.9 in 100 a draw were found there.
MINIMUM_SCORE = 0.7

# Where the text around does not agree, likeness alone must do: so much of it, and of words so long (in code points). Of
# spans of 1 to 40 words sought in articles that they are not from, 5.7 in 100 found a place with 0.7 or more, nearly
# all of them shorter than this; with these two bounds at most 0.2 in 100 did, mostly stock phrases that stand there.
_ALONE = 0.8
_SHORT = 24
_SHORT_UNSPACED = 8  # the same in scripts where a character is a word

LONGEST = 5000  # code points; a longer quotation is sought word for word alone, so that the cost stays bounded

_REFINED = 4  # the candidates whose edges are moved, the likeliest
_REACH = 24  # code points by which an edge is moved at most, about four words
_EDGE = 400  # code points of a long quotation that tell where its edge is
_CONTEXT_WEIGHT = 0.1  # of the context's similarity beside that of the words: it decides between near equals

# Characters that editors and tools trade for one another, one for one, so that offsets stay.
_TRADED = (('"', "“”„‟«»"), ("'", "‘’‚‛"), ("-", "‐‑–—−"), (" ", "\n\t\r\u00a0"))


def search(text: str, quote: TextQuote, position: TextPosition | None) -> tuple[Span | None, float]:
    """Return the span that is most like the quotation and its score, or None and the best score that was seen.

    The score is the normalised Indel similarity of the words, 0 to 1: twice the letters in common through all letters.
    Kinds of quotation marks, of dashes and of spaces are not told apart.
    """
    if _is_beyond(quote):
        return None, 0.0
    text, quote = _with_traded_folded(text), _folded(quote)
    spans = _refined(text, quote, position)
    if not spans:
        return None, 0.0
    best = max(_likeness(text, span, quote) for span in spans)
    meant = [span for span in spans if _likeness(text, span, quote) == best]
    score = _same_words(quote.exact, text[meant[0].start : meant[0].end])
    span = _nearest(meant, position)
    return (span if span and _is_believable(text, span, quote, score) else None), score


def nearest(text: str, quote: TextQuote, position: TextPosition | None) -> list[tuple[Span, float]]:
    """Return the spans that are most like the quotation, believable or not, with their scores, the likeliest first.

    For somebody to choose from: at most four, none of which overlaps a likelier one, perhaps none at all.
    """
    if _is_beyond(quote):
        return []
    text, quote = _with_traded_folded(text), _folded(quote)
    chosen: list[Span] = []
    for span in sorted(_refined(text, quote, position), key=lambda span: (-_likeness(text, span, quote), span)):
        if all(span.end <= other.start or span.start >= other.end for other in chosen):
            chosen.append(span)
    return [(span, _same_words(quote.exact, text[span.start : span.end])) for span in chosen]


def _is_beyond(quote: TextQuote) -> bool:
    return len(quote.exact) > LONGEST or quote.exact.isspace()


def _folded(quote: TextQuote) -> TextQuote:
    return TextQuote(*(_with_traded_folded(part) for part in (quote.exact, *context.near(quote))))


def _refined(text: str, quote: TextQuote, position: TextPosition | None) -> set[Span]:
    """The likeliest candidates, their edges where they fit best."""
    rough = sorted(candidates(text, quote, position), key=lambda span: _likeness(text, span, quote), reverse=True)
    return {_with_edges_moved(text, quote, span) for span in rough[:_REFINED]}


def _nearest(spans: list[Span], position: TextPosition | None) -> Span | None:
    """The only one, or the one nearest to the recorded position; None where nothing tells several apart."""
    if len(spans) == 1:
        return spans[0]
    return min(spans, key=lambda span: (abs(span.start - position.start), span)) if position else None


def _with_traded_folded(text: str) -> str:
    for common, others in _TRADED:
        for other in others:
            text = text.replace(other, common)
    return text


def _is_believable(text: str, span: Span, quote: TextQuote, score: float) -> bool:
    if context.agrees(text, span, quote):
        return score >= MINIMUM_SCORE
    short = _SHORT_UNSPACED if word_edges.is_mostly_unspaced(quote.exact) else _SHORT
    return score == 1 or (score >= _ALONE and len(quote.exact) >= short)


def _same_words(words: str, others: str) -> float:
    return Indel.normalized_similarity(words, others)


def _likeness(text: str, span: Span, quote: TextQuote) -> float:
    words = _same_words(quote.exact, text[span.start : span.end])
    return words + _CONTEXT_WEIGHT * context.similarity(text, span, quote)


def _with_edges_moved(text: str, quote: TextQuote, span: Span) -> Span:
    """Move each edge of a rough span to the word edge near it that makes it most like the quotation."""
    starts, ends = _edges(text, quote, span)
    start, end = span.start, span.end
    for _ in range(2):  # one edge is judged by where the other is, so each gets a second turn
        start = _best_start(text, quote, [option for option in starts if option < end] or [start], end)
        end = _best_end(text, quote, start, [option for option in ends if option > start] or [end])
    return Span(start, end)


def _edges(text: str, quote: TextQuote, span: Span) -> tuple[list[int], list[int]]:
    starts = word_edges.starts(text, span.start, _REACH)
    if quote.exact[0].isalnum():  # then the stop of the sentence before is not part of it
        starts = [start for start in starts if text[start].isalnum()]
    return starts, word_edges.ends(text, span.end, _REACH)


def _best_start(text: str, quote: TextQuote, starts: list[int], end: int) -> int:
    head, size = quote.exact[:_EDGE], _EDGE if len(quote.exact) > _EDGE else len(text)

    def likeness(start: int) -> float:
        words = _same_words(head, text[start : min(end, start + size)])
        return words + _CONTEXT_WEIGHT * context.before(text, start, quote)

    return max(starts, key=likeness)


def _best_end(text: str, quote: TextQuote, start: int, ends: list[int]) -> int:
    tail, size = quote.exact[-_EDGE:], _EDGE if len(quote.exact) > _EDGE else len(text)

    def likeness(end: int) -> float:
        words = _same_words(tail, text[max(start, end - size) : end])
        return words + _CONTEXT_WEIGHT * context.behind(text, end, quote)

    return max(ends, key=likeness)
