"""An article that its page divides, as around advertisements: parts of one class within one <article> element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from archive.ingest.html.body_outline import Box, Outline

_IN_BOXES = frozenset({"p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_MOST = 0.7  # of the weight that one class of box must hold for it to be that of the article's parts
_LEAST = 0.2  # of that weight again that the other parts must hold to be more than a note
_FAR = 60  # elements outwards: real pages stand in fewer, and made ones must not be slow
_PROSE = 0.5  # of a piece's weight at most may be links


def other_parts(outline: Outline, weights: Sequence[float], agreed: list[bool]) -> list[bool]:
    """Return `agreed` with the blocks of the article's other parts, where it has any.

    The first of several equal boxes is taken for the article. Boxes that are not of the same <article> are teasers.
    """
    boxes = [_box_of(outline, place) for place in outline.places]
    held: defaultdict[int, float] = defaultdict(float)
    for box, weight, agrees in zip(boxes, weights, agreed, strict=True):
        if agrees:
            held[box.place] += weight
    if not held:
        return agreed
    main = outline.boxes[max(held, key=held.__getitem__)]
    name, home = _name(main), _article_of(outline, main)
    same = sum(weight for place, weight in held.items() if _name(outline.boxes[place]) == name)
    if not main.element.get("class") or home is None or same < _MOST * sum(held.values()):
        return agreed
    found: defaultdict[int, float] = defaultdict(float)
    for box, weight in zip(boxes, weights, strict=True):
        if weight and box.place not in held and _name(box) == name and _article_of(outline, box) is home:
            found[box.place] += weight
    if sum(found.values()) < _LEAST * same:
        return agreed
    if any(outline.boxes[place].element.find(".//h1") is not None for place in found):
        return agreed
    return [
        agrees or (box.place in found and piece.linked < _PROSE * len(piece.text) and not piece.alt)
        for agrees, box, piece in zip(agreed, boxes, outline.pieces, strict=True)
    ]


def _box_of(outline: Outline, place: int) -> Box:
    """The element that holds a block and its neighbours."""
    box = outline.boxes[place]
    for _ in range(_FAR):
        if box.tag not in _IN_BOXES or box.outer < 0:
            break
        box = outline.boxes[box.outer]
    return box


def _name(box: Box) -> tuple[str, str]:
    return box.tag, box.element.get("class") or ""


def _article_of(outline: Outline, box: Box) -> Box | None:
    for _ in range(_FAR):
        if box.outer < 0:
            break
        box = outline.boxes[box.outer]
        if box.tag == "article":
            return box
    return None
