"""Which of a page's blocks are its article's, by the boxes that they stand in: their elements, names and links.

The article is in the first of the boxes that are named for one, or else where most of the page's prose is; and what in
it is named for something else, or is little but links, is not the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from archive.ingest.html.body_links import is_dense
from archive.ingest.html.body_names import ARTICLE_TEXT, CONTENT, MAIN, STORY, is_foreign, is_hidden
from archive.ingest.html.body_outline import Box, Outline
from archive.ingest.html.body_region import region_of
from archive.ingest.html.structure import Piece
from archive.text.blocks import BlockKind

_LEAST = 250  # characters: with fewer a frame holds no article
_ENOUGH = 600  # characters: with fewer it may be a caption or a notice, where there is far more elsewhere
_FAR_MORE = 2  # times as much
_LEFT = 1 / 7  # of a frame's characters at least must be left, for the names in it to mean what they say
_PROSE = 400  # characters in elements for text: with fewer the page writes its text in others
_SENTENCE, _SENTENCES = 80, 120  # characters: fewer are labels and names; more are text in whatever element
_LINKED = 0.1  # of its characters at most may be links
_FRAMES = frozenset({"article", "div", "main", "section"})
# fmt: off
_APART = frozenset({
    "aside", "fieldset", "figure", "footer", "form", "label", "legend", "marquee", "nav", "output", "picture",
})
_NAMED = frozenset({"dd", "details", "div", "dl", "dt", "li", "ol", "p", "section", "span", "ul"})
_OF_TEXT = frozenset({
    "blockquote", "caption", "code", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "q",
    "summary", "table", "td", "th", "tr", "ul",
})
# fmt: on


def main_of(outline: Outline) -> list[bool]:
    """Tell of each block whether it is the article's; of none where too little is found to be sure."""
    found = set(_found(outline)) if outline.boxes else set()
    return [at in found for at in range(len(outline.pieces))]


def _found(outline: Outline) -> Sequence[int]:
    """The indices of the article's blocks.

    Little in one frame is compared with what is in others, but for those around the <article> that the frame is in.
    """
    whole = outline.boxes[0].length
    apart = outline.within(lambda box: _is_apart(box, whole))
    best: Sequence[int] = ()
    length, first = 0, outline.boxes[0]
    for frame in _frames(outline, apart):
        found = _in_frame(outline, frame, apart)
        here = _length(outline, found)
        if here >= _LEAST and here > _FAR_MORE * length:
            first = first if length else frame
            best, length = found, here
        if length >= _ENOUGH or (frame.tag == "article" and frame.place < first.place < frame.end):
            break
    return best or _little(outline, apart)


def _little(outline: Outline, apart: Sequence[bool]) -> Sequence[int]:
    """The blocks of the first frame that is named for an article and has most of what the page says besides its menus.

    An article may be a sentence long; where the page says more elsewhere, that is for others to judge.
    """
    frame = next((box for box in _named(outline, apart) if box.length), None)
    found = _in_frame(outline, frame, apart) if frame else []
    whole = _in_frame(outline, outline.boxes[0], apart)
    return found if 2 * _length(outline, found) > _length(outline, whole) else ()


def _length(outline: Outline, found: Iterable[int]) -> int:
    return sum(len(outline.pieces[at].text) for at in found)


def _is_apart(box: Box, whole: int) -> bool:
    if box.tag not in _APART or box.length > whole / 2:  # some layouts put the whole page in a form
        return False
    if box.tag == "footer":  # a quotation's says whose words it is
        return (outer := box.element.getparent()) is None or outer.tag != "blockquote"
    return box.tag != "figure" or box.element.find(".//table") is None


def _frames(outline: Outline, apart: Sequence[bool]) -> Iterator[Box]:
    """Yield the boxes that may hold the article, the surest first."""
    yield from _named(outline, apart)
    if frame := _of_prose(outline, apart):
        yield frame


def _named(outline: Outline, apart: Sequence[bool]) -> Iterator[Box]:
    """Yield the first box of each of the kinds that are named for an article."""
    boxes = [box for box in outline.boxes if box.tag in _FRAMES and not apart[box.place]]
    for is_frame in _KINDS:
        if frame := next(filter(is_frame, boxes), None):
            yield frame


_KINDS: tuple[Callable[[Box], object], ...] = (
    lambda box: ARTICLE_TEXT.search(box.names) or box.element.get("itemprop") == "articleBody",
    lambda box: box.tag == "article",
    lambda box: STORY.search(box.names) or box.element.get("role") == "article",
    lambda box: CONTENT.search(box.names),
    lambda box: box.tag == "main" or MAIN.search(box.names) or box.element.get("role") == "main",
)


def _of_prose(outline: Outline, apart: Sequence[bool]) -> Box | None:
    """The deepest box that holds most of the page's prose, whatever it is named."""
    prose = {at for at in _in_frame(outline, outline.boxes[0], apart) if _is_prose(outline.pieces[at], _SENTENCE)}
    weights = [len(piece.text) for piece in outline.pieces]
    return region_of(outline, weights, [at in prose for at in range(len(weights))])


def _is_prose(piece: Piece, least: int) -> bool:
    text = piece.text
    return piece.kind is BlockKind.PARAGRAPH and len(text) >= least and piece.linked < _LINKED * len(text)


def _in_frame(outline: Outline, frame: Box, apart: Sequence[bool]) -> list[int]:
    """The indices of the blocks in the frame that are its text."""
    pieces, places = outline.pieces, outline.places
    found = [
        at
        for at, place in enumerate(places)
        if frame.holds(place) and not apart[place] and pieces[at].kind is not BlockKind.CAPTION
    ]
    foreign = outline.within(_is_foreign, frame)
    own = [at for at in found if not foreign[places[at]]]
    if _length(outline, own) > _LEFT * _length(outline, found):
        found = own
    dense = outline.within(is_dense, frame)
    found = [at for at in found if not dense[places[at]]]
    of_text = outline.within(lambda box: box.tag in _OF_TEXT, frame)
    if (
        _length(outline, (at for at in found if of_text[places[at]] and pieces[at].kind is BlockKind.PARAGRAPH))
        < _PROSE
    ):
        return found
    return [at for at in found if of_text[places[at]] or _is_prose(pieces[at], _SENTENCES)]


def _is_foreign(box: Box) -> bool:
    if is_hidden(box.names) or box.element.get("aria-hidden") == "true":
        return True
    return box.tag in _NAMED and (is_foreign(box.names) or "navigation" in (box.element.get("role") or ""))
