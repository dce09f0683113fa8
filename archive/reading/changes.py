"""What changed between two captures of an article, and which of its passages that touches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive.content_store import DamagedContentError
from archive.ingest import reread
from archive.ingest.extracted import IngestError
from archive.models import Article, Capture, Passage
from archive.text.blocks import CanonicalText
from archive.text.differences import Difference, Pair, difference


class UnreadableError(Exception):
    """A capture that has no text to compare; the message says why, for the log.

    is_damaged: its bytes are missing or changed; otherwise no reader takes them.
    """

    def __init__(self, capture: Capture, cause: Exception) -> None:
        super().__init__(f"The text of the capture {capture.sha256} cannot be read: {cause}")
        self.capture = capture
        self.is_damaged = isinstance(cause, DamagedContentError)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one text, and whether the other one has them at this place."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A block that changed. old, new: its words then and now; empty where there was, or is, no such block.

    number: of the row, from 1. moved: the number of the row where the same words stand in the other text; 0 for none.
    """

    number: int
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    moved: int

    @property
    def only_added(self) -> bool:
        """Whether every old word stands in the new block as well, so that this one tells all."""
        return bool(self.new) and not any(piece.changed for piece in self.old)

    @property
    def only_removed(self) -> bool:
        return bool(self.old) and not any(piece.changed for piece in self.new)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Blocks, one behind the other, that are the same in both texts."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """rows: in the order of both texts. added, removed, moved: words; those of blocks that moved count as moved alone.

    kept_percent: of the old words, those that still stand somewhere, rounded down. same_text: the whole texts
    are equal, with what surrounds the article. is_whole: somewhere words were not compared, since the bound was met.
    """

    found: Difference
    rows: tuple[Row | Unchanged, ...]
    added: int
    removed: int
    moved: int
    kept_percent: int
    same_text: bool
    is_whole: bool

    @property
    def is_empty(self) -> bool:
        """Whether the article reads the same in both."""
        return self.found.is_empty


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two captures of an article, and the pairs beside them in time, each the older one first; None at either end."""

    article: Article
    old: Capture
    new: Capture
    earlier: tuple[Capture, Capture] | None
    later: tuple[Capture, Capture] | None

    @property
    def is_backwards(self) -> bool:
        """Whether the capture that is shown as the old one was received after the other."""
        return (self.old.received_at, self.old.pk) > (self.new.received_at, self.new.pk)


def pairing(article: Article, old: str, new: str) -> Pairing | None:
    """The captures whose digests begin so; None where either is not the article's or not told apart by so little."""
    captures = sorted(article.captures.all(), key=lambda one: (one.received_at, one.pk))
    places = [[at for at, one in enumerate(captures) if one.sha256.startswith(start)] for start in (old, new)]
    if any(len(found) != 1 for found in places):
        return None
    first, second = (found[0] for found in places)
    steps = list(pairwise(captures))
    before, behind = min(first, second), max(first, second)
    return Pairing(
        article,
        captures[first],
        captures[second],
        steps[before - 1] if before else None,
        steps[behind] if behind < len(steps) else None,
    )


def changes(pair: Pairing) -> Changes:
    """What changed. Raises UnreadableError."""
    old, new = _text(pair.old, pair.article), _text(pair.new, pair.article)
    found = difference(old, new)
    words = found.words()
    before = words["kept"] + words["moved"] + words["deleted"]
    return Changes(
        found=found,
        rows=tuple(_rows(found)),
        added=words["inserted"],
        removed=words["deleted"],
        moved=words["moved"],
        kept_percent=100 * (before - words["deleted"]) // before if before else 100,
        same_text=old.text == new.text,
        is_whole=found.is_whole,
    )


def _text(capture: Capture, article: Article) -> CanonicalText:
    try:
        return reread.text_of(capture, article)
    except (DamagedContentError, IngestError) as error:
        raise UnreadableError(capture, error) from error


def _rows(found: Difference) -> Iterator[Row | Unchanged]:
    changed = (place for place, pair in enumerate(found.pairs) if not pair.is_kept)
    numbers = {place: number for number, place in enumerate(changed, start=1)}
    for is_kept, group in groupby(enumerate(found.pairs), key=lambda placed: placed[1].is_kept):
        if is_kept:
            yield Unchanged(tuple(found.new.text[pair.new.start : pair.new.end] for _, pair in group if pair.new))
            continue
        for place, pair in group:
            moved = 0 if pair.moved is None else numbers[pair.moved]
            yield Row(numbers[place], *_sides(found, pair), moved=moved)


def _sides(found: Difference, pair: Pair) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old = (Piece(found.old.text[run.start : run.end], not run.is_same) for run in pair.runs)
    new = (Piece(found.new.text[run.new_start : run.new_end], not run.is_same) for run in pair.runs)
    return tuple(piece for piece in old if piece.text), tuple(piece for piece in new if piece.text)


def touched(pair: Pairing, found: Difference, passages: Iterable[Passage]) -> list[Passage]:
    """Those of the article's passages whose words changed, in the order given.

    A passage stands in the current text, so this asks for one of the two to be it. One whose quotation the other text
    alone holds is touched wherever it stands now, if it still does. Of blocks that moved whole nothing changed.
    """
    if pair.article.capture_id not in (pair.old.pk, pair.new.pk):
        return []
    is_new = pair.article.capture_id == pair.new.pk
    spans = list(_changed_spans(found, is_new))
    ends = [end for _, end in spans]
    current, other = (found.new.text, found.old.text) if is_new else (found.old.text, found.new.text)

    def is_touched(passage: Passage) -> bool:
        if passage.exact in other and passage.exact not in current:
            return True
        if passage.span is None:
            return False
        first = bisect_right(ends, passage.span.start)  # the first change that ends after the passage begins
        return first < len(spans) and spans[first][0] < passage.span.end

    return [passage for passage in passages if is_touched(passage)]


def _changed_spans(found: Difference, is_new: bool) -> Iterator[tuple[int, int]]:
    """The half-open ranges of one of the texts that changed, in order; empty ones where words were taken out."""
    last = 0
    for pair in found.pairs:
        block = pair.new if is_new else pair.old
        for run in pair.runs:
            start, end = (run.new_start, run.new_end) if is_new else (run.start, run.end)
            if not run.is_same and pair.moved is None:
                yield (start, end) if block else (last, last)
        last = block.end if block else last
