"""An article's text as HTML, its passages marked and the words that a search matched.

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
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from archive.rendering.marks import Mark, Sentences
from archive.rendering.rows import AnyPassage
from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.lanes import lanes
from archive.text.segments import Segment, cut
from archive.text.selectors import Span

DEEPEST = 8  # lines under the same words: more are not told apart, and a page would grow by the square of its passages
ROOMY = 3  # lanes that fit under a line of text; of a block with more the lines stand further apart
TAGS = {BlockKind.PARAGRAPH: "p", BlockKind.LIST_ITEM: "li", BlockKind.QUOTATION: "blockquote"}


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
    # The first are kept where many meet: the matches, and then the shortest of the marks.
    spans = [*matches, *(mark.span for mark in reversed(longest_first))]
    painter = _Painter(content.text, longest_first, len(matches), first_match)
    cuts = cut(len(content.text), spans, most=DEEPEST + 1)
    painted = ((block, painter.paint(block, parts)) for block, parts in _by_block(content.blocks, cuts))
    highest = min((block.level for block in content.body if block.kind is BlockKind.HEADING), default=1)
    return mark_safe("\n".join(_elements(painted, heading_level - highest)))  # noqa: S308 - escaped piece by piece


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

    marks: the longest first. A segment's spans index the matches, and behind them the marks, the shortest first; so do
    `lanes` and `openings`.
    """

    def __init__(self, text: str, marks: Sequence[Mark[AnyPassage]], match_count: int, first_match: int) -> None:
        self.text = text
        self.marks = marks
        found = lanes([mark.span for mark in marks])
        openings = [mark.opening(_lane_class(lane)) for mark, lane in zip(marks, found, strict=True)]
        self.lanes = [*[-1] * match_count, *reversed(found)]
        self.openings = [*[""] * match_count, *reversed(openings)]
        self.unnamed = deque(sorted((mark.span.start, index) for index, mark in enumerate(marks)))
        self.match_count = match_count
        self.first_match = first_match
        self.sentences = Sentences()
        self.begun: set[int] = set()  # the matches that have their id

    def paint(self, block: Block, parts: Iterable[Segment]) -> tuple[str, int]:
        """The block's HTML without its own tags, and the deepest lane that is drawn in it, -1 without any."""
        pieces: list[str] = []
        standing: Sequence[int] = ()  # the marks that are open, the outermost first
        drawn: set[int] = set()
        for segment in parts:
            start, end = max(segment.start, block.start), min(segment.end, block.end)
            if self.unnamed and self.unnamed[0][0] <= start and (references := self._references(start)):
                pieces.append("</mark>" * len(standing))
                pieces.append(references)
                standing = ()
            matches, wanted = self._drawn(segment.spans)
            kept = _common(standing, wanted)
            pieces.append("</mark>" * (len(standing) - kept))
            pieces += [self.openings[index] for index in wanted[kept:]]
            drawn.update(wanted)
            standing = wanted
            pieces.append(self._words(matches, start, end))
        pieces.append("</mark>" * len(standing))
        deepest = max((self.lanes[index] for index in drawn), default=-1)
        return "".join(pieces), min(deepest, DEEPEST - 1)

    def _drawn(self, spans: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
        """The matches among the spans of a segment, and the marks that are drawn there, the longest first."""
        first = bisect_left(spans, self.match_count)
        return spans[:first], spans[first : first + DEEPEST][::-1]

    def _words(self, matches: Sequence[int], start: int, end: int) -> str:
        html = escape(self.text[start:end], quote=False)
        for match in matches:
            name = ""
            if match not in self.begun:
                name = f' id="match-{self.first_match + len(self.begun)}"'
                self.begun.add(match)
            html = f'<mark class="match"{name}>{html}</mark>'
        return html

    def _references(self, start: int) -> str:
        """The references of the passages that are first seen at `start`, the longest first."""
        new = []
        while self.unnamed and self.unnamed[0][0] <= start:
            mark = self.marks[self.unnamed.popleft()[1]]
            if mark.span.end > start:
                new.append(mark)
        new.sort(key=lambda mark: len(mark.span), reverse=True)  # some may have begun in furniture, at other places
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


def _elements(painted: Iterable[tuple[Block, tuple[str, int]]], heading_shift: int) -> Iterator[str]:
    """The elements of the blocks; neighbouring list items in one list."""
    for is_list, group in groupby(painted, key=lambda pair: pair[0].kind is BlockKind.LIST_ITEM):
        if is_list:
            yield "<ul>"
        for block, (html, deepest) in group:
            tag = TAGS.get(block.kind) or f"h{min(6, block.level + heading_shift)}"
            deep = f' class="deep lane-{deepest}"' if deepest >= ROOMY else ""
            yield f'<{tag} data-start="{block.start}"{deep}>{html}</{tag}>'
        if is_list:
            yield "</ul>"
