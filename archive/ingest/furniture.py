"""Tells furniture from article in plain text, block by block, by rule.

Each block has a weight: prose weighs for the article by its length, known phrases, repeats, dates and bare labels weigh
against. The article is the run of blocks with the greatest sum, less what in it is surely furniture. Prose is told by
its length, its end punctuation and its share of stop words, as in Pomikálek's jusText; the run is the maximum
subsequence segmentation of Pasternack and Roth (2009), without its learning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.ingest import phrases
from archive.ingest.datelines import is_date_line, is_row_of_figures
from archive.ingest.stopwords import density, length_in_words
from archive.text.blocks import Block, BlockKind, CanonicalText

_SURE = -0.7  # the weight of a known phrase, a repeat, a bare number
_FIGURES = -0.1  # a row of a table belongs to what stands around it; at an end it is the numbers of further pages
_AUTHOR_BOX = -1.2  # it reads as prose and stands at the end, so it needs more to be left out
_LEAST_DENSITY = 0.2  # stop words among the words of prose; English has 0.35 to 0.5, headlines and lists of names less
_PROSE = 8  # words from which a sentence weighs by its length
_FULL = 50  # words from which it weighs no more
_MOST_REPEATED = 30  # words: longer blocks that come twice are quotations or mistakes
_COMMENTS_AFTER = 40  # words of prose before a heading of comments ends the article for good

_SENTENCE_END = re.compile("[.!?…:。！？\"'”’»)\\]」』]$")
_NO_WORDS = re.compile(r"[\W\d_]*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$|[^\s@]+@[^\s@]+\.\w+$|@\w+$|#\w+(?: #\w+)*$")
_LONGEST_PHRASED = 1500  # characters: no longer block is looked through for phrases


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A block's weight for the article; sure: it is furniture wherever it stands."""

    weight: float
    sure: bool = False


def marked(content: CanonicalText) -> CanonicalText:
    """Return the text with the furniture of its blocks flagged; where all seems furniture, none is flagged."""
    texts = [content.text[block.start : block.end] for block in content.blocks]
    weighed = _weighed(content.blocks, texts)
    first, last = _heaviest_run([each.weight for each in weighed])
    blocks = tuple(
        replace(block, furniture=each.sure or not first <= at < last)
        for at, (block, each) in enumerate(zip(content.blocks, weighed, strict=True))
    )
    if all(block.furniture for block in blocks):
        return content
    return replace(content, blocks=blocks)


def _weighed(blocks: Sequence[Block], texts: Sequence[str]) -> list[_Weighed]:
    counts = Counter(text.casefold() for text in texts)
    result: list[_Weighed] = []
    prose = 0
    for block, text in zip(blocks, texts, strict=True):
        words = length_in_words(text)
        if prose >= _COMMENTS_AFTER and phrases.begins_comments(text, words):
            return result + [_Weighed(_SURE, sure=True)] * (len(texts) - len(result))
        repeated = counts[text.casefold()] > 1 and words <= _MOST_REPEATED
        result.append(_Weighed(_SURE, sure=True) if repeated else _weigh(block, text, words))
        prose += words if result[-1].weight > 0 else 0
    return result


def _weigh(block: Block, text: str, words: int) -> _Weighed:
    share = density(text)
    reads = share is None or share >= _LEAST_DENSITY
    ends = _SENTENCE_END.search(text[-1:]) is not None
    if is_row_of_figures(text):
        return _Weighed(_FIGURES)
    if _NO_WORDS.match(text) or is_phrase(text):
        # A whole sentence may begin as an invitation does and still belong to the article around it.
        sentence = words >= _PROSE and reads and ends and not phrases.is_notice(text, words)
        return _Weighed(_SURE, sure=not sentence)
    if phrases.is_about_author(text, words):
        return _Weighed(_AUTHOR_BOX)  # not sure: in the midst of an article it introduces someone
    if words >= _PROSE and reads and (ends or words >= _FULL):
        return _Weighed(3.0 * min(words, _FULL) / _FULL)
    if block.kind in (BlockKind.LIST_ITEM, BlockKind.QUOTATION) or (ends and reads):
        return _Weighed(0.2 if ends and reads else -0.2)
    return _Weighed(-0.3 if block.kind is BlockKind.HEADING else -0.5)


def is_phrase(text: str) -> bool:
    """Tell whether a block is a date, an address or a known phrase, which are furniture wherever they stand."""
    if len(text) > _LONGEST_PHRASED:
        return False
    words = length_in_words(text)
    return (
        _ADDRESS.match(text) is not None
        or is_date_line(text)
        or phrases.is_label(text, words)
        or phrases.is_opening(text, words)
        or phrases.is_notice(text, words)
    )


def _heaviest_run(weights: Sequence[float]) -> tuple[int, int]:
    """Return the half-open range of the adjacent weights with the greatest sum (Kadane's algorithm)."""
    best, best_range = 0.0, (0, len(weights))
    total, start = 0.0, 0
    for at, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, at
        total += weight
        if total > best:
            best, best_range = total, (start, at + 1)
    return best_range
