"""An article that its page divides, as around advertisements: parts of one class within one <article> element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from archive.ingest.html.structure import Piece

_IN_BOXES = frozenset({"p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_MOST = 0.7  # of the weight that one class of box must hold for it to be that of the article's parts
_LEAST = 0.2  # of that weight again that the other parts must hold to be more than a note
_FAR = 60  # elements outwards: real pages stand in fewer, and made ones must not be slow
_PROSE = 0.5  # of a piece's weight at most may be links


def other_parts(pieces: Sequence[Piece], weights: Sequence[float], agreed: list[bool]) -> list[bool]:
    """Return `agreed` with the blocks of the article's other parts, where it has any.

    Other extractors take the first of several equal boxes. Boxes that are not of the same <article> are teasers.
    """
    boxes = [_box_of(piece.element) for piece in pieces]
    held: defaultdict[HtmlElement, float] = defaultdict(float)
    for box, weight, agrees in zip(boxes, weights, agreed, strict=True):
        if agrees:
            held[box] += weight
    if not held:
        return agreed
    main = max(held, key=held.__getitem__)
    name, home = _name(main), _article_of(main)
    same = sum(weight for box, weight in held.items() if _name(box) == name)
    if not main.get("class") or home is None or same < _MOST * sum(held.values()):
        return agreed
    found: defaultdict[HtmlElement, float] = defaultdict(float)
    for box, weight in zip(boxes, weights, strict=True):
        if weight and box not in held and _name(box) == name and _article_of(box) is home:
            found[box] += weight
    if sum(found.values()) < _LEAST * same or any(box.find(".//h1") is not None for box in found):
        return agreed
    return [
        agrees or (box in found and piece.linked < _PROSE * len(piece.text) and not piece.alt)
        for agrees, box, piece in zip(agreed, boxes, pieces, strict=True)
    ]


def _box_of(element: HtmlElement) -> HtmlElement:
    """The element that holds a block and its neighbours."""
    for _ in range(_FAR):
        parent = element.getparent()
        if element.tag not in _IN_BOXES or parent is None:
            break
        element = parent
    return element


def _name(box: HtmlElement) -> tuple[str, str]:
    return box.tag, box.get("class") or ""


def _article_of(box: HtmlElement) -> HtmlElement | None:
    return next((each for each in islice(box.iterancestors(), _FAR) if each.tag == "article"), None)
