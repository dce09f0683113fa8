"""A passage whose article's text has changed: what was quoted beside what stands there now, for a curator to decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from archive.content_store import DamagedContentError
from archive.ingest import reread
from archive.ingest.extracted import IngestError
from archive.models import Article, Reanchoring
from archive.reading.changes import Piece
from archive.reading.passage_page import compare_wording
from archive.text import fuzzy
from archive.text.blocks import Block, CanonicalText
from archive.text.differences import Pair, difference
from archive.text.selectors import Span, TextPosition, TextQuote

AROUND = 320  # code points of the text shown on either side of the words
MOST_CANDIDATES = 3
LEAST_ALIKE = 0.5  # of what is offered: any two sentences of an article have nearly that much in common
LONGEST_STRETCH = 1200  # code points of what is shown where a lost quotation stood


@dataclass(frozen=True, slots=True)
class Side:
    """Words in one of the two texts, between what stands around them; begins, ends: whether the text does so there.

    pieces: the words, those told apart that the other text has not.
    """

    before: str
    pieces: tuple[Piece, ...]
    after: str
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that the passage may be moved to; percent: how like the quotation its words are."""

    span: Span
    percent: int
    side: Side

    @property
    def value(self) -> str:
        return f"{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True)
class Review:
    """old: what was quoted, in the text that it was quoted from. now: what the passage stands on; None for an orphan.

    candidates: other places, the likeliest first. stretch: what stands now where an orphan stood, as far as that is
    known. changes_url: the page of all that changed; blank where there are not two captures.
    """

    old: Side
    now: Side | None
    candidates: tuple[Candidate, ...]
    stretch: str
    changes_url: str


def review(row: Reanchoring) -> Review:
    """Work out the page of `row`, which comes with its passage, article and captures, without further queries."""
    passage, article = row.passage, row.passage.article
    old, new = _old_text(row), article.content
    span = passage.span
    candidates = _candidates(row, new.text)
    nearest = span or (candidates[0].span if candidates else None)
    return Review(
        old=_old_side(row, old, new.text[nearest.start : nearest.end] if nearest else None),
        now=_new_side(new.text, span, passage.exact) if span else None,
        candidates=candidates,
        stretch="" if span or old is None else _stretch(old, new, _span(row.old_start, row.old_end)),
        changes_url=_changes_url(row, article),
    )


def _old_text(row: Reanchoring) -> CanonicalText | None:
    if row.old_capture is None:
        return None
    try:
        return reread.text_of(row.old_capture, row.passage.article)
    except (DamagedContentError, IngestError):
        return None  # the quotation with what stood around it still tells what was meant


def _candidates(row: Reanchoring, text: str) -> tuple[Candidate, ...]:
    passage, taken = row.passage, row.passage.span
    quote = TextQuote(passage.exact, passage.prefix, passage.suffix)
    position = None if passage.start is None or passage.end is None else TextPosition(passage.start, passage.end)
    found = [
        Candidate(span, int(100 * score), _new_side(text, span, passage.exact))
        for span, score in fuzzy.nearest(text, quote, position)
        if score >= LEAST_ALIKE and not (taken and span.start < taken.end and taken.start < span.end)
    ]
    return tuple(found[:MOST_CANDIDATES])


def _old_side(row: Reanchoring, old: CanonicalText | None, now: str | None) -> Side:
    """The quotation as it is kept, in the text that it stood in, or between what was recorded around it."""
    passage, span = row.passage, _span(row.old_start, row.old_end)
    pieces = (Piece(passage.exact, changed=True),) if now is None else compare_wording(passage.exact, now).quoted
    if old is None or span is None or span.end > len(old.text):
        return Side(passage.prefix, pieces, passage.suffix, begins=not passage.prefix, ends=not passage.suffix)
    return _side(old.text, span, pieces)


def _new_side(text: str, span: Span, quoted: str) -> Side:
    return _side(text, span, compare_wording(quoted, text[span.start : span.end]).now)


def _side(text: str, span: Span, pieces: tuple[Piece, ...]) -> Side:
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    begins, ends = span.start <= AROUND, span.end + AROUND >= len(text)
    if not begins:
        before = before[before.find(" ") + 1 :]  # from a whole word on
    if not ends:
        after = after[: after.rfind(" ") + 1]
    return Side(before, pieces, after, begins, ends)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _stretch(old: CanonicalText, new: CanonicalText, span: Span | None) -> str:
    """What the blocks have become in which the quotation stood; where they are gone, the blocks before and behind."""
    if span is None:
        return ""
    pairs = difference(old, new).pairs
    places = [place for place, pair in enumerate(pairs) if pair.old and pair.old.overlaps(span)]
    if not places:
        return ""
    became = [pair.new for pair in pairs[places[0] : places[-1] + 1] if pair.new]
    shown = became or [*_last_new(pairs[: places[0]]), *_first_new(pairs[places[-1] + 1 :])]
    words = "\n\n".join(new.text[block.start : block.end] for block in shown)
    return words if len(words) <= LONGEST_STRETCH else f"{words[:LONGEST_STRETCH]}…"


def _first_new(pairs: tuple[Pair, ...]) -> list[Block]:
    return [pair.new for pair in pairs if pair.new][:1]


def _last_new(pairs: tuple[Pair, ...]) -> list[Block]:
    return [pair.new for pair in pairs if pair.new][-1:]


def _changes_url(row: Reanchoring, article: Article) -> str:
    old, new = row.old_capture, row.new_capture
    if old is None or new is None or old.pk == new.pk:
        return ""
    return reverse("changes", args=[article.slug, old.sha256[:12], new.sha256[:12]])
