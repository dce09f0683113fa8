"""How a passage names its span: the W3C Web Annotation selectors, as frozen values.

TextPositionSelector and TextQuoteSelector: https://www.w3.org/TR/annotation-model/#selectors
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class SelectorError(ValueError):
    """A W3C selector that cannot be read; the message names the part."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open range [start, end) of a text, in code points; never empty. Raises ValueError otherwise."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A span needs 0 <= start < end, not {self.start} and {self.end}.")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class TextPosition:
    """Where a span stood: [start, end) in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextQuote:
    """What a span said, and what stood right before and after it."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Selectors:
    """What is known of a span: its quotation, its position, or both."""

    quote: TextQuote | None = None
    position: TextPosition | None = None

    def to_w3c(self) -> list[dict[str, Any]]:
        """The selectors as JSON objects of the Web Annotation Data Model."""
        selectors: list[dict[str, Any]] = []
        if self.quote:
            selectors.append(
                {
                    "type": "TextQuoteSelector",
                    "exact": self.quote.exact,
                    "prefix": self.quote.prefix,
                    "suffix": self.quote.suffix,
                }
            )
        if self.position:
            selectors.append({"type": "TextPositionSelector", "start": self.position.start, "end": self.position.end})
        return selectors

    @classmethod
    def from_w3c(cls, value: object) -> Selectors:
        """Read one selector or a list of them; kinds that we do not use are passed over. Raises SelectorError."""
        rows = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        quote: TextQuote | None = None
        position: TextPosition | None = None
        for row in rows:
            if not isinstance(row, Mapping):
                raise SelectorError(f"a selector is {type(row).__name__}, not an object")
            if row.get("type") == "TextQuoteSelector":
                quote = quote or _quote(row)
            elif row.get("type") == "TextPositionSelector":
                position = position or _position(row)
        if quote is None and position is None:
            raise SelectorError("there is neither a TextQuoteSelector nor a TextPositionSelector")
        return cls(quote, position)


def _quote(row: Mapping[str, Any]) -> TextQuote:
    parts = {name: row.get(name, "") for name in ("exact", "prefix", "suffix")}
    for name, part in parts.items():
        if not isinstance(part, str):
            raise SelectorError(f"TextQuoteSelector.{name} is {type(part).__name__}, not a string")
    if not parts["exact"].strip():
        raise SelectorError("TextQuoteSelector.exact is missing or blank")
    return TextQuote(**parts)


def _position(row: Mapping[str, Any]) -> TextPosition:
    start, end = row.get("start"), row.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or isinstance(start, bool) or isinstance(end, bool):
        raise SelectorError("TextPositionSelector.start and .end must be whole numbers")
    if max(abs(start), abs(end)) > sys.maxsize:  # no text is so long, and Python refuses to write its longest numbers
        raise SelectorError("TextPositionSelector.start or .end is a number too large for any text")
    if not 0 <= start < end:
        raise SelectorError(f"TextPositionSelector needs 0 <= start < end, not {start} and {end}")
    return TextPosition(start, end)
