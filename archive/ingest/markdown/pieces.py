"""Markdown to the blocks that a page of it would have, by CommonMark 0.31.2 with tables and struck words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from archive.ingest.extracted import IngestError
from archive.ingest.html.parsing import tree_of
from archive.ingest.html.structure import UNREAD, Piece, pieces_of
from archive.ingest.markdown.note_books import read_marks
from archive.text.lines import between

_DEEPEST = 100  # blocks within one another; the parser reads no further
_LINES = "data-lines"
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
_CONTAINERS = ("blockquote_open", "list_item_open")
_EMPTY = {"base", "embed", "frame", "input", "link", "meta"}  # these hold nothing
_HIDING = re.compile(rf"<(/?)({'|'.join(sorted(UNREAD - _EMPTY))})(?=[\s/>])", re.IGNORECASE)
_PARSER = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
# Which addresses are kept is decided where those of pages are; the words of the others stay without their brackets.
_PARSER.validateLink = lambda url: True  # type: ignore[method-assign]


class PlacedPiece(NamedTuple):
    """A block, and the first and last line of the text that it stands on, from 1."""

    piece: Piece
    first: int
    last: int


def placed_pieces(text: str) -> list[PlacedPiece]:
    """Return the blocks of a Markdown text. Raises IngestError where they are nested too deeply.

    HTML within it is read as a page's: its words alone.
    """
    tokens = _PARSER.parse(text)
    if any(token.level >= _DEEPEST - 1 and token.type in _CONTAINERS for token in tokens):
        raise IngestError(
            f"Its blocks are nested more than {_DEEPEST} deep, which no text needs. Save it anew, flatter."
        )
    read_marks(tokens)
    _prepare(tokens)
    _show_unclosed(tokens)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return list(_placed(pieces_of(tree_of(html)))) if html.strip() else []


def _prepare(tokens: Sequence[Token]) -> None:
    """Note on each block its lines, and let pictures and lines be what the blocks of a page would be."""
    item: Token | None = None
    for at, token in enumerate(tokens):
        if token.map and token.nesting >= 0:
            lines = f"{token.map[0] + 1}-{token.map[1]}"
            token.attrSet(_LINES, lines)
            if token.type == "list_item_open":
                item = token
            elif token.hidden and item is not None:  # the paragraph of a list without blank lines leaves no element
                item.attrSet(_LINES, lines)
                item = None
        if token.type == "inline":
            _join_lines(token.children or [])
            if _is_picture(token) and not tokens[at - 1].hidden and tokens[at - 1].tag == "p":
                _caption(token, tokens[at - 1], tokens[at + 1])


def _show_unclosed(tokens: Sequence[Token]) -> None:
    """Let a tag that is never closed, and whose element is not read, be words: else all that follows would be hidden.

    Such stand in texts about markup: 'put it in a <script> element'. In a line of text they are closed within it.
    """
    closed: set[str] = set()
    for token in reversed(tokens):
        if token.type == "html_block":
            _escape_unclosed(token, closed)
        within: set[str] = set()
        for child in reversed(token.children or []):
            if child.type == "html_inline":
                _escape_unclosed(child, within)
        closed |= within


def _escape_unclosed(token: Token, closed: set[str]) -> None:
    """closed: the names of the elements that are closed further down, to which those that are closed here are added."""
    unclosed = set()
    for tag in reversed(list(_HIDING.finditer(token.content))):
        if tag[1]:
            closed.add(tag[2].lower())
        elif tag[2].lower() not in closed:
            unclosed.add(tag.start())
    if unclosed:
        token.content = _HIDING.sub(
            lambda tag: f"&lt;{tag[0][1:]}" if tag.start() in unclosed else tag[0], token.content
        )


def _caption(inline: Token, before: Token, after: Token) -> None:
    """Let a picture that stands by itself be what it says of itself."""
    before.tag = after.tag = "figcaption"
    (picture,) = inline.children or []
    inline.children = picture.children or []


def _is_picture(token: Token) -> bool:
    return [child.type for child in token.children or []] == ["image"]


def _join_lines(children: Sequence[Token]) -> None:
    """Let a line that goes on in a script without spaces, or after a word's hyphen, go on without one."""
    for (before, line_end), (_, after) in pairwise(pairwise(children)):
        words = before.type == after.type == "text" and before.content and after.content
        if line_end.type == "softbreak" and words and not between(before.content, after.content):
            line_end.type, line_end.content = "text", ""


def _placed(pieces: Sequence[Piece]) -> Iterator[PlacedPiece]:
    first, last = 1, 1
    for piece in pieces:
        first, last = _lines_of(piece) or (first, last)
        yield PlacedPiece(piece, first, last)


def _lines_of(piece: Piece) -> tuple[int, int] | None:
    """The lines that the nearest block says it stands on; none of HTML, which stands near the block before it."""
    element = piece.element
    while element is not None:
        if found := _RANGE.fullmatch(element.get(_LINES) or ""):
            return int(found[1]), int(found[2])
        element = element.getparent()
    return None
