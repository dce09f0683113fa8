"""An article's text as HTML, with its links and emphasis, its passages marked and the words that a search matched.

Spans may overlap, nest, touch and coincide. The text is cut at their edges into segments; on each lie the marks of its
passages, the longest outside, and a mark stays open from one segment to the next where it can. Every passage draws a
line of its own in one lane for its whole length; of very many on the same words the shortest DEEPEST are drawn. Where a
passage begins stands a reference, which a keyboard reaches and a screen reader says once a passage.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from archive.rendering.elements import Painted, elements
from archive.rendering.marks import Mark, Sentences
from archive.rendering.rows import AnyPassage
from archive.rendering.wraps import DEEPEST_INLINES, Wraps
from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.lanes import lanes
from archive.text.segments import Segment, cut
from archive.text.selectors import Span

DEEPEST = 8  # lines under the same words: more are not told apart, and a page would grow by the square of its passages
ROOMY = 3  # lanes that fit under a line of text; of a block with more the lines stand further apart
_MOST_WRAPS = DEEPEST_INLINES + 2  # on one character: a cell and the bar behind it besides


def render_body(
    content: CanonicalText,
    marks: Sequence[Mark[AnyPassage]] = (),
    matches: Sequence[Span] = (),
    heading_level: int = 2,
    first_match: int = 1,
) -> SafeString:
    """The article's text as HTML, without its furniture: passages marked, and the words that a search matched.

    One pass over the text, whatever the number of marks. Matches, which must not overlap, get the ids match-1, match-2,
    … of their page, from `first_match` on.
    heading_level: of the text's highest headings, so that they stand below the page's own.
    """
    longest_first = sorted(marks, key=lambda mark: len(mark.span), reverse=True)
    wraps = Wraps.of(content)
    painter = _Painter(content.text, wraps, len(matches), longest_first, first_match)
    # The first are kept where many meet: what the text itself has, the matches, and then the shortest of the marks.
    spans = [*painter.spans, *matches, *(mark.span for mark in reversed(longest_first))]
    cuts = cut(len(content.text), spans, most=_MOST_WRAPS + 1 + DEEPEST)
    painted = (painter.paint(block, parts) for block, parts in _by_block(content.blocks, cuts))
    highest = min((block.level for block in content.body if block.kind is BlockKind.HEADING), default=1)
    return mark_safe("\n".join(elements(painted, heading_level - highest)))  # noqa: S308 - escaped piece by piece


def _by_block(blocks: Iterable[Block], cuts: Iterator[Segment]) -> Iterator[tuple[Block, list[Segment]]]:
    """The blocks that are the article, with the segments that reach into each."""
    segment = next(cuts, None)
    for block in blocks:
        while segment and segment.end <= block.start:
            segment = next(cuts, None)
        parts = []
        while segment and segment.start < block.end:
            parts.append(segment)
            if segment.end > block.end:
                break  # it may reach into the next block too
            segment = next(cuts, None)
        if not block.furniture:
            yield block, parts


class _Painter:
    """Paints blocks in order; remembers which passages and matches have begun, since each is named once.

    Spans are numbered through: first the wraps of the text, outermost first, then the matches, then the marks, the
    shortest first. So are `lanes`, `openings` and `closings`.
    """

    def __init__(
        self, text: str, wraps: Wraps, match_count: int, marks: Sequence[Mark[AnyPassage]], first_match: int
    ) -> None:
        """marks: the longest first."""
        self.text = text
        self.marks = marks
        around = [*wraps.cells, *wraps.bars, *wraps.inlines]
        found = lanes([mark.span for mark in marks])
        openings = [mark.opening(_lane_class(lane)) for mark, lane in zip(marks, found, strict=True)]
        self.spans = [wrap.span for wrap in around]
        self.lanes = [*[-1] * (len(around) + match_count), *reversed(found)]
        self.openings = [*(wrap.opening for wrap in around), *[""] * match_count, *reversed(openings)]
        self.closings = [*(wrap.closing for wrap in around), *["</mark>"] * (match_count + len(marks))]
        self.link_ends = {number: wrap.span.end for number, wrap in enumerate(around) if wrap.is_link}
        self.first_bar = len(wraps.cells)
        self.first_inline = self.first_bar + len(wraps.bars)
        self.first_of_matches = len(around)
        self.first_mark = self.first_of_matches + match_count
        self.unnamed = deque(sorted((mark.span.start, index) for index, mark in enumerate(marks)))
        self.first_match = first_match
        self.sentences = Sentences()
        self.begun: set[int] = set()  # the matches that have their id

    def paint(self, block: Block, parts: Iterable[Segment]) -> Painted:
        pieces: list[str] = []
        standing: Sequence[int] = ()  # the wraps and marks that are open, the outermost first
        drawn: set[int] = set()
        for segment in parts:
            start, end = max(segment.start, block.start), min(segment.end, block.end)
            around, matches, marks = self._drawn(segment.spans)
            wanted = (*around, *marks)
            kept = _common(standing, wanted)
            references = self._references_at(start, block.end, around)
            if references:  # they stand in no mark
                kept = min(kept, len(around))
                before = max(kept, bisect_left(around, self.first_inline))
            else:
                before = kept
            pieces += [self.closings[index] for index in reversed(standing[kept:])]
            pieces += [self.openings[index] for index in wanted[kept:before]]
            pieces.append(references)
            pieces += [self.openings[index] for index in wanted[before:]]
            pieces.append(self._words(matches, start, end))
            drawn.update(marks)
            standing = wanted
        pieces += [self.closings[index] for index in reversed(standing)]
        deepest = min(max((self.lanes[index] for index in drawn), default=-1), DEEPEST - 1)
        return Painted(block, "".join(pieces), f"deep lane-{deepest}" if deepest >= ROOMY else "")

    def _drawn(self, spans: Sequence[int]) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """What is drawn on a segment: the wraps, outermost first; the matches; the marks, the longest first."""
        matches = bisect_left(spans, self.first_of_matches)
        marks = bisect_left(spans, self.first_mark)
        return spans[:matches], spans[matches:marks], spans[marks : marks + DEEPEST][::-1]

    def _references_at(self, start: int, end: int, around: Sequence[int]) -> str:
        """The references that stand before a segment from `start` on, in a block that ends at `end`.

        None stands in a link, which may hold no other: those of passages that begin in it stand before it. None stands
        in the bar between two cells, which is hidden.
        """
        if (
            not self.unnamed
            or self.unnamed[0][0] >= end
            or any(self.first_bar <= one < self.first_inline for one in around)
        ):
            return ""
        last = max((min(self.link_ends[one], end) - 1 for one in around if one in self.link_ends), default=start)
        return self._references(start, last) if self.unnamed[0][0] <= last else ""

    def _words(self, matches: Sequence[int], start: int, end: int) -> str:
        html = escape(self.text[start:end], quote=False)
        for match in matches:
            name = ""
            if match not in self.begun:
                name = f' id="match-{self.first_match + len(self.begun)}"'
                self.begun.add(match)
            html = f'<mark class="match"{name}>{html}</mark>'
        return html

    def _references(self, start: int, last: int) -> str:
        """The references of passages first seen from `start` to `last`, in order; the longest at one place first."""
        new = []
        while self.unnamed and self.unnamed[0][0] <= last:
            mark = self.marks[self.unnamed.popleft()[1]]
            if mark.span.end > start:
                new.append(mark)
        # Some may have begun in furniture, at other places.
        new.sort(key=lambda mark: (max(start, mark.span.start), -len(mark.span)))
        return "".join([mark.reference(self.sentences) for mark in new])


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many items two sequences have in common from their beginning on."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _lane_class(lane: int) -> str:
    return f"lane-{lane}" if lane < DEEPEST else "lane-none"
