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


@dataclass(frozen=True, slots=True)
class Block:
    """The half-open span [start, end) of a text that is one paragraph, heading, list item or quotation.

    level: of a heading 1 to 6, of a list item its depth from 1, else 0.
    furniture: it stands on the page around the article and is not the article.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    furniture: bool = False

    def overlaps(self, span: Span) -> bool:
        return self.start < span.end and span.start < self.end

    def to_dict(self) -> dict[str, Any]:
        """A JSON object; level and furniture are left out where they say nothing."""
        row: dict[str, Any] = {"kind": self.kind.value, "start": self.start, "end": self.end}
        if self.level:
            row["level"] = self.level
        if self.furniture:
            row["furniture"] = True
        return row

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Block:
        return cls(BlockKind(row["kind"]), row["start"], row["end"], row.get("level", 0), row.get("furniture", False))


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """A text in canonical form and its blocks, in order and without overlap; between two stand only line ends."""

    text: str
    blocks: tuple[Block, ...]

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
        return self if all(block.furniture for block in blocks) else CanonicalText(self.text, blocks)

    def in_body(self, spans: Iterable[Span]) -> list[Span]:
        """Those of `spans` that touch the article itself, in the order given."""
        body = self.body
        ends = [block.end for block in body]

        def touches(span: Span) -> bool:
            first = bisect_right(ends, span.start)  # the first block that ends after the span begins
            return first < len(body) and body[first].start < span.end

        return [span for span in spans if touches(span)]
