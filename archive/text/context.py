"""How well the surroundings of a span agree with the prefix and suffix of its quotation."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from archive.text.selectors import Span, TextQuote

# Code points of a prefix or suffix that are looked at, those next to the quotation. Tools record about 32.
REACH = 200


# From this similarity on the surroundings speak for a place. Of unrelated English text 99 in a hundred have less than
# 0.4; a context that has lost one of its two sides still has about 0.6.
_AGREEING = 0.5


def near(quote: TextQuote) -> tuple[str, str]:
    """The parts of the quotation's prefix and suffix that are looked at."""
    return quote.prefix[-REACH:], quote.suffix[:REACH]


def before(text: str, start: int, quote: TextQuote) -> float:
    """How much what stands before `start` is like the prefix: normalised Levenshtein similarity, 1 without a prefix."""
    prefix, _ = near(quote)
    return Levenshtein.normalized_similarity(prefix, text[max(0, start - len(prefix)) : start])


def behind(text: str, end: int, quote: TextQuote) -> float:
    """How much what stands from `end` on is like the suffix: normalised Levenshtein similarity, 1 without a suffix."""
    _, suffix = near(quote)
    return Levenshtein.normalized_similarity(suffix, text[end : end + len(suffix)])


def similarity(text: str, span: Span, quote: TextQuote) -> float:
    """How much the text around `span` is like prefix and suffix, each weighed by its length: 0 to 1.

    1 exactly if both are the same, or the quotation has neither.
    """
    prefix, suffix = near(quote)
    if not prefix and not suffix:
        return 1.0
    alike = len(prefix) * before(text, span.start, quote) + len(suffix) * behind(text, span.end, quote)
    return alike / (len(prefix) + len(suffix))


def agrees(text: str, span: Span, quote: TextQuote) -> bool:
    """Whether the quotation has a prefix or suffix and the text around `span` speaks for it."""
    return bool(quote.prefix or quote.suffix) and similarity(text, span, quote) >= _AGREEING
