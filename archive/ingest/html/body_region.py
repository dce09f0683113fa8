"""Which part of a page holds its article: the smallest element that most of the article's prose stands in."""

from __future__ import annotations

from collections.abc import Sequence

from archive.ingest.html.body_outline import Box, Outline
from archive.ingest.html.structure import Piece
from archive.text.blocks import BlockKind

# More, and a teaser elsewhere on the page widens the region; less, and an article in two parts loses one.
_SHARE = 0.75
_MEANT = 50  # elements within one another; real pages have their article at a depth of 5 to 30
_PROSE = 20  # words from which a block weighs by its length alone
# One long paragraph, list or table may be most of an article, and is not where it stands.
# fmt: off
_TEXT = frozenset({
    "a", "b", "blockquote", "caption", "code", "dd", "dl", "dt", "em", "figcaption", "font", "h1", "h2", "h3", "h4",
    "h5", "h6", "i", "li", "ol", "p", "pre", "q", "small", "span", "strong", "table", "tbody", "tr", "u", "ul",
})
# fmt: on
_LINKED = 0.3  # of a paragraph's characters at most are links


def weight_of(piece: Piece, words: int) -> float:
    """How much a block of so many words tells of where the article is: long and unlinked ones tell most."""
    return max(0, len(piece.text) - 2 * piece.linked) * min(1.0, words / _PROSE)


def is_lead(piece: Piece, words: int) -> bool:
    """Tell whether a block above the region is the article's beginning, set apart from it as by a picture."""
    return piece.kind is BlockKind.PARAGRAPH and words >= _PROSE and piece.linked < _LINKED * len(piece.text)


def region_of(outline: Outline, weights: Sequence[float], agreed: Sequence[bool]) -> Box | None:
    """Return the deepest box that holds most of the weight that is the article's; None where that is nothing.

    On a page that does not close what it opens, each paragraph stands in the one before: there the first that holds
    any, which stands so deep that no page means it.
    """
    counted = [(place, weight) for place, weight, agrees in zip(outline.places, weights, agreed, strict=True) if agrees]
    held = outline.held(counted)
    most = held[0] if held else 0.0
    if not most:
        return None
    holding = (box for box in outline.boxes if held[box.place] >= _SHARE * most and box.tag not in _TEXT)
    region = max(holding, key=lambda box: box.depth, default=outline.boxes[0])
    if region.depth > _MEANT:
        around = {_around(outline, place) for place, _ in counted}
        while region.outer in around:
            region = outline.boxes[region.outer]
    return region


def _around(outline: Outline, place: int) -> int:
    """The box that a block and those beside it stand in."""
    box = outline.boxes[place]
    return box.outer if box.tag == "p" and box.outer >= 0 else place
