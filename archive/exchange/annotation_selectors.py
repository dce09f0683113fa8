"""The selectors of a Web Annotation's target, in every form that the data model allows, as our own.

https://www.w3.org/TR/annotation-model/#selectors: one selector, or several that select the same, or a chain in which
each refines what the one before selects.
"""

from __future__ import annotations

from typing import Any

from archive.exchange.json_ld import AnnotationError, Node, as_list, node, types
from archive.text.context import REACH
from archive.text.normalize import fold
from archive.text.selectors import SelectorError, Selectors, TextPosition, TextQuote

_OURS = ("TextQuoteSelector", "TextPositionSelector")


def read_selectors(value: object, where: str) -> Selectors:
    """Return the target's selectors, as they are given. Raises AnnotationError."""
    rows = as_list(value)
    if not rows:
        raise AnnotationError(f"{where} is missing. A passage needs a TextQuoteSelector or a TextPositionSelector.")
    found = Selectors()
    for number, row in enumerate(rows, start=1):
        here = where if len(rows) == 1 else f"{where} {number}"
        one = _chain(node(row, here), here)
        found = Selectors(found.quote or one.quote, found.position or one.position)
    if found.quote is None and found.position is None:
        raise AnnotationError(f"{where} has neither a TextQuoteSelector nor a TextPositionSelector, or none in reach.")
    return found


def folded(quote: TextQuote) -> TextQuote:
    """Return a quotation in canonical characters, its words without spaces at the ends, its context cut to reach.

    Raises ValueError where no words are left.
    """
    prefix, suffix = quote.prefix[-2 * REACH :], quote.suffix[: 2 * REACH]
    exact = fold(quote.exact).strip()
    if not exact:
        raise ValueError("there are no words in it, only marks and spaces")
    # Folded apart, a prefix would lose the space at its end; so the whole is folded and the words found again in it.
    whole, before = fold(prefix + quote.exact + suffix), fold(prefix)
    start = whole.find(exact, max(0, len(before) - 1))
    if start < 0:  # a letter before the words and a mark at their head became one
        return TextQuote(exact, before[-REACH:], fold(suffix)[:REACH])
    return TextQuote(exact, whole[:start][-REACH:], whole[start + len(exact) :][:REACH])


def _chain(row: Node, where: str) -> Selectors:
    """Read a selector and what refines it, the innermost last."""
    found = _one(row, where)
    reachable = found is not None
    while (inner := row.get("refinedBy")) is not None:
        where = f"{where}.refinedBy"
        row = node(inner[0] if isinstance(inner, list) and inner else inner, where)
        finer = _one(row, where)
        if finer is not None:
            found = _refined(found or Selectors(), finer, whole_known=reachable)
            reachable = True
    return found or Selectors()


def _one(row: Node, where: str) -> Selectors | None:
    """Read a single selector; None for a kind that selects by other means than the text, as XPath does."""
    kind = next((kind for kind in _OURS if kind in types(row)), None)
    if kind is None:
        return None
    plain: dict[str, Any] = {name: part for name, part in row.items() if part is not None}
    try:
        return Selectors.from_w3c(plain | {"type": kind})
    except SelectorError as error:
        raise AnnotationError(f"{where}: {error}.") from error


def _refined(outer: Selectors, inner: Selectors, *, whole_known: bool) -> Selectors:
    """What `inner` selects within `outer`; its positions count from the start of that."""
    if inner.position is None:
        return Selectors(inner.quote and _with_context(outer.quote, inner.quote))
    if not whole_known:
        return Selectors()  # they count from the start of a part that we cannot find
    start, end = inner.position.start, inner.position.end
    position = outer.position and TextPosition(outer.position.start + start, outer.position.start + end)
    return Selectors(outer.quote and _cut(outer.quote, start, end), position)


def _cut(quote: TextQuote, start: int, end: int) -> TextQuote | None:
    exact = quote.exact[start:end]
    if not exact.strip():
        return None
    return TextQuote(exact, quote.prefix + quote.exact[:start], quote.exact[end:] + quote.suffix)


def _with_context(outer: TextQuote | None, inner: TextQuote) -> TextQuote:
    """The inner quotation with what stands around it in the outer one, where that says more."""
    if outer is None or outer.exact.count(inner.exact) != 1:
        return inner
    start = outer.exact.index(inner.exact)
    return _cut(outer, start, start + len(inner.exact)) or inner
