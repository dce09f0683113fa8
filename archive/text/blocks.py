"""A canonical text and its block structure. Offsets count Unicode code points of the whole text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from archive.text.selectors import Span


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    TABLE_ROW = "table_row"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """The half-open span [start, end) of a text that is one paragraph, heading, list item, quotation, row or caption.

    level: of a heading 1 to 6, of a list item its depth from 1, else 0.
    furniture: it stands on the page around the article and is not the article.
    page: of a paged document the page that the block begins on, from 1; else 0.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    furniture: bool = False
    page: int = 0

    def overlaps(self, span: Span) -> bool:
        return self.start < span.end and span.start < self.end

    def to_dict(self) -> dict[str, Any]:
        """A JSON object; level, furniture and page are left out where they say nothing."""
        row: dict[str, Any] = {"kind": self.kind.value, "start": self.start, "end": self.end}
        if self.level:
            row["level"] = self.level
        if self.furniture:
            row["furniture"] = True
        if self.page:
            row["page"] = self.page
        return row

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Block:
        return cls(
            BlockKind(row["kind"]),
            row["start"],
            row["end"],
            row.get("level", 0),
            row.get("furniture", False),
            row.get("page", 0),
        )


class InlineKind(StrEnum):
    LINK = "link"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Inline:
    """Words within one block, the half-open span [start, end) of the text, that the original set apart.

    href: of a link its http or https address; else empty.
    """

    kind: InlineKind
    start: int
    end: int
    href: str = ""

    def to_dict(self) -> dict[str, Any]:
        row: dict[str, Any] = {"kind": self.kind.value, "start": self.start, "end": self.end}
        return {**row, "href": self.href} if self.href else row

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Inline:
        return cls(InlineKind(row["kind"]), row["start"], row["end"], row.get("href", ""))


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """A text in canonical form and its blocks, in order and without overlap; between two stand only line ends.

    inlines: in the order of their beginnings, the longer first; they nest or stand apart, and links hold no links.
    """

    text: str
    blocks: tuple[Block, ...]
    inlines: tuple[Inline, ...] = ()

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks that are the article."""
        return tuple(block for block in self.blocks if not block.furniture)

    def with_furniture_of(self, other: CanonicalText) -> CanonicalText:
        """This text; a block that stands in `other` word for word is furniture as it is there.

        Where nothing would be left of the article, this text as it is.
        """
        decided = {other.text[block.start : block.end]: block.furniture for block in other.blocks}
        blocks = tuple(
            replace(block, furniture=decided.get(self.text[block.start : block.end], block.furniture))
            for block in self.blocks
        )
        return self if all(block.furniture for block in blocks) else replace(self, blocks=blocks)

    def in_body(self, spans: Iterable[Span]) -> list[Span]:
        """Those of `spans` that touch the article itself, in the order given."""
        body = self.body
        ends = [block.end for block in body]

        def touches(span: Span) -> bool:
            first = bisect_right(ends, span.start)  # the first block that ends after the span begins
            return first < len(body) and body[first].start < span.end

        return [span for span in spans if touches(span)]
