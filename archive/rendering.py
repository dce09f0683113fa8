"""Text and passages to HTML: the only place where a highlight becomes markup. All that comes from outside is escaped.

Spans may overlap, nest, touch and coincide. A text is cut at their edges into segments; each segment is wrapped in one
<mark> for each passage on it, the longest outside, so that every passage keeps its own line under the words; of very
many on the same words the shortest DEEPEST are drawn. Where a passage begins stands a reference to its claim, which a
keyboard reaches and a screen reader says once a passage.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from archive.models import Claim, Passage, Stance
from archive.search.excerpts import Excerpt
from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.segments import Segment, segments
from archive.text.selectors import Span

CONTEXT = 160  # code points of the text shown on either side of a quotation: about two lines
COLOURS = 8  # how many hues readers can tell apart at once, colour-blind ones too; further claims are marked quietly
DEEPEST = 8  # lines under the same words: more are not told apart, and a page would grow by the square of its passages
SIGNS = {Stance.ASSERTS: "+", Stance.DISPUTES: "−", Stance.QUALIFIES: "±"}
TAGS = {BlockKind.PARAGRAPH: "p", BlockKind.LIST_ITEM: "li", BlockKind.QUOTATION: "blockquote"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One passage as it is drawn. number: of its claim on this page, from 1; 0 marks it quietly."""

    span: Span
    passage: Passage
    number: int

    @property
    def css(self) -> str:
        """The classes of its hue and its stance."""
        return f"{colour_class(self.number)} {self.passage.stance}"

    @property
    def sign(self) -> str:
        return f"{SIGNS[Stance(self.passage.stance)]}{self.number or ''}"

    @property
    def label(self) -> str:
        """What a screen reader says where the passage begins."""
        by = f", says {self.passage.speaker}" if self.passage.speaker else ""
        return f"{self.passage.get_stance_display()}: {self.passage.claim.statement}{by}"


@dataclass(frozen=True, slots=True)
class ClaimOnPage:
    """A claim with its number on this page and its passages there, in text order."""

    claim: Claim
    number: int
    passages: tuple[Passage, ...]

    @property
    def css(self) -> str:
        return colour_class(self.number)


def colour_class(number: int) -> str:
    """The style sheet's class for the claim of this number on a page."""
    return f"claim-{number}" if 1 <= number <= COLOURS else "claim-quiet"


def number_claims(passages: Iterable[Passage]) -> dict[int, int]:
    """Number the claims of `passages` from 1 in order of appearance, by primary key."""
    keys = dict.fromkeys(passage.claim_id for passage in passages)
    return {key: number for number, key in enumerate(keys, start=1)}


def group_by_claim(passages: Sequence[Passage], numbers: Mapping[int, int]) -> list[ClaimOnPage]:
    """The claims of `passages` with their passages, in order of number; those without one come last."""
    groups: dict[int, list[Passage]] = {}
    for passage in passages:
        groups.setdefault(passage.claim_id, []).append(passage)
    claims = [ClaimOnPage(group[0].claim, numbers.get(key, 0), tuple(group)) for key, group in groups.items()]
    return sorted(claims, key=lambda one: one.number or len(claims) + 1)


def marks_of(passages: Iterable[Passage], numbers: Mapping[int, int]) -> list[Mark]:
    """The marks of those passages that stand in the text."""
    return [
        Mark(passage.span, passage, numbers.get(passage.claim_id, 0))
        for passage in passages
        if passage.span is not None
    ]


def render_body(
    content: CanonicalText, marks: Sequence[Mark] = (), matches: Sequence[Span] = (), heading_level: int = 2
) -> SafeString:
    """The article's text as HTML, without its furniture: passages marked, and the words that a search matched.

    One pass over the text, whatever the number of marks. Matches get the ids match-1, match-2, … of their page.
    heading_level: of the text's highest headings, so that they stand below the page's own.
    """
    marks = sorted(marks, key=lambda mark: len(mark.span))
    # Matches do not overlap, so each stretch has one of them at most.
    spans = [*matches, *(mark.span for mark in marks)]
    painter = _Painter(content.text, marks, len(matches), heading_level, _highest_heading(content))
    cuts = iter(segments(len(content.text), spans, most=DEEPEST + 1))
    segment = next(cuts, None)
    blocks: list[tuple[Block, SafeString]] = []
    for block in content.blocks:
        pieces: list[SafeString] = []
        while segment is not None and segment.start < block.end:
            if not block.furniture and segment.end > block.start:
                pieces.append(painter.paint(segment, block))
            if segment.end > block.end:
                break
            segment = next(cuts, None)
        if not block.furniture:
            blocks.append((block, mark_safe("".join(pieces))))  # noqa: S308 - joined from escaped pieces
    return painter.join(blocks)


def _highest_heading(content: CanonicalText) -> int:
    """The level of the text's own highest headings: 1 to 6, 1 is the highest."""
    return min((block.level for block in content.body if block.kind is BlockKind.HEADING), default=1)


class _Painter:
    """Paints segments in order; remembers which passages and matches have begun, since each is named once.

    marks: the shortest first. A segment's spans index the matches, and behind them the marks.
    """

    def __init__(self, text: str, marks: Sequence[Mark], match_count: int, heading_level: int, highest: int) -> None:
        self.text = text
        self.openings = [_opening(mark) for mark in marks]
        longest_first = marks[::-1]
        self.unnamed = deque(sorted(longest_first, key=lambda mark: mark.span.start))
        self.match_count = match_count
        self.heading_level = heading_level
        self.highest = highest
        self.begun: set[int] = set()

    def paint(self, segment: Segment, block: Block) -> SafeString:
        """The part of `segment` that lies in `block`."""
        start = max(segment.start, block.start)
        html = conditional_escape(self.text[start : min(segment.end, block.end)])
        matched = sum(index < self.match_count for index in segment.spans)
        for index in segment.spans[: matched + DEEPEST]:
            if index < self.match_count:
                html = self._match(index, html)
            else:
                html = format_html("{}{}</mark>", self.openings[index - self.match_count], html)
        return format_html("{}{}", self._references(start), html)

    def _match(self, index: int, html: SafeString) -> SafeString:
        if index in self.begun:
            return format_html('<mark class="match">{}</mark>', html)
        self.begun.add(index)
        return format_html('<mark class="match" id="match-{}">{}</mark>', len(self.begun), html)

    def _references(self, start: int) -> SafeString:
        """The references of the passages that are first seen at `start`, the longest first."""
        new = []
        while self.unnamed and self.unnamed[0].span.start <= start:
            mark = self.unnamed.popleft()
            if mark.span.end > start:
                new.append(mark)
        new.sort(key=lambda mark: len(mark.span), reverse=True)
        return format_html_join("", "{}", ((_reference(mark),) for mark in new))

    def join(self, blocks: Sequence[tuple[Block, SafeString]]) -> SafeString:
        parts = []
        for is_list, group in groupby(blocks, key=lambda pair: pair[0].kind is BlockKind.LIST_ITEM):
            items = format_html_join("\n", "{}", ((self._element(block, html),) for block, html in group))
            parts.append(format_html("<ul>\n{}\n</ul>", items) if is_list else items)
        return format_html_join("\n", "{}", ((part,) for part in parts))

    def _element(self, block: Block, html: SafeString) -> SafeString:
        tag = TAGS.get(block.kind) or f"h{min(6, self.heading_level + block.level - self.highest)}"
        return format_html('<{0} data-start="{1}">{2}</{0}>', mark_safe(tag), block.start, html)  # noqa: S308 - ours


def _opening(mark: Mark) -> SafeString:
    return format_html(
        '<mark class="passage {}" data-passage="{}" data-claim="{}">', mark.css, mark.passage.pk, mark.passage.claim_id
    )


def _reference(mark: Mark) -> SafeString:
    """The link that stands where a passage begins."""
    return format_html(
        '<a class="ref {}" id="{}" href="{}#{}" data-claim="{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="sr">{}</span></a>',
        mark.css,
        mark.passage.element_id,
        reverse("claim", args=[mark.passage.claim.slug]),
        mark.passage.element_id,
        mark.passage.claim_id,
        mark.label,
        mark.sign,
        mark.label,
    )


def render_excerpt(excerpt: Excerpt) -> SafeString:
    """A fragment of a text with the words that a search matched."""
    pieces = format_html_join(
        "",
        "{}",
        (
            (format_html('<mark class="match">{}</mark>', piece.text) if piece.matched else piece.text,)
            for piece in excerpt.pieces
        ),
    )
    return format_html("{}{}{}", "" if excerpt.at_start else "… ", pieces, "" if excerpt.at_end else " …")


def render_quotation(passage: Passage) -> SafeString:
    """A passage in its context, as with_context() annotated it, cut at word boundaries within its block."""
    return format_html(
        '<span class="context">{}</span><mark class="passage {}">{}</mark><span class="context">{}</span>',
        _tail(passage.before or ""),
        passage.stance,
        passage.exact,
        _head(passage.after or ""),
    )


def _tail(before: str) -> str:
    """The end of what stands before a quotation, in its own block, from a whole word on."""
    rest = before.rpartition("\n")[2]
    if len(rest) < CONTEXT:
        return rest
    return f"… {rest.partition(' ')[2]}"


def _head(after: str) -> str:
    """The beginning of what stands after a quotation, in its own block, up to a whole word."""
    line = after.partition("\n")[0]
    if len(line) < CONTEXT:
        return line
    return f"{line.rpartition(' ')[0]} …"
