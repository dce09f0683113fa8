"""Blocks of a page to a canonical text: characters folded, links resolved, each mark at its exact words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.ingest.html.structure import Piece
from archive.ingest.html.structure_words import Marked
from archive.text.blocks import Block, BlockKind, CanonicalText, Inline, InlineKind
from archive.text.folding import fold_line

_CLOSE = {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}  # such blocks stand on lines one below the other
_LONGEST_WORD = 5000  # characters without a space, as of a paragraph in Chinese
_LONGEST_ADDRESS = 2000  # characters: longer ones are data, or a mistake
# Letters of Latin, Cyrillic, Chinese, Japanese and Korean, whole and in no need of order, and the signs set with them.
_FOLDED = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02af\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u2056\u20a0-\u20bf\u2122"
    "\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*+"
)
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\"<>\\^`{|}\ud800-\udfff]")


def base_of(tree: HtmlElement, url: str) -> str:
    """Return the address that a page's links start from: its <base>, or where it was found; '' where neither is."""
    stated = next((base.get("href") for base in tree.iter("base") if base.get("href")), "")
    return _joined(url, stated.strip()) or url


def text_of(pieces: Iterable[Piece], base: str = "") -> CanonicalText:
    """Return the text of the blocks. Those that are nothing but marks without width are left out.

    base: an address that relative links start from; where it is '' such links are kept as words alone, as are those
    within the page and those that no browser follows to the web.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    inlines: list[Inline] = []
    end = 0
    for piece in pieces:
        text = _folded_line(piece.text)
        if not text:
            continue
        if blocks:
            close = piece.kind in _CLOSE and blocks[-1].kind is piece.kind
            parts.append("\n" if close else "\n\n")
            end += len(parts[-1])
        blocks.append(Block(piece.kind, end, end + len(text), piece.level))
        inlines.extend(_inlines(piece, text, end, base))
        parts.append(text)
        end += len(text)
    return CanonicalText("".join(parts), tuple(blocks), tuple(inlines))


def _folded_line(text: str) -> str:
    """The text in canonical characters: with single spaces, and letters that folding leaves, it is so already."""
    return text.strip() if _FOLDED.fullmatch(text) else fold_line(text)


def _inlines(piece: Piece, text: str, offset: int, base: str) -> list[Inline]:
    """In the order of their beginnings, the longer first; a link within a link is left out."""
    found: list[Inline] = []
    same = piece.text.rstrip(" ") == text
    lengths = {} if same else _folded_lengths(piece.text, {mark.end for mark in piece.inlines})
    linked = 0  # where the last link ends
    for mark in sorted(piece.inlines, key=lambda mark: (mark.start, -mark.end, mark.kind is not InlineKind.LINK)):
        span = _trimmed(mark, text) if same else _folded(mark, piece.text, text, lengths[mark.end])
        if span is None:
            continue
        href = ""
        if mark.kind is InlineKind.LINK:
            href = address_of(mark.href, base)
            if not href or span[0] < linked:
                continue
            linked = span[1]
        inline = Inline(mark.kind, offset + span[0], offset + span[1], href)
        if inline not in found[-3:]:  # <b><strong> says a thing twice
            found.append(inline)
    return found


def _trimmed(mark: Marked, text: str) -> tuple[int, int] | None:
    """A mark's span without spaces at its edges; None where it marks no words."""
    start, end = mark.start, min(mark.end, len(text))
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return (start, end) if start < end else None


def _folded(mark: Marked, raw: str, text: str, end: int) -> tuple[int, int] | None:
    """A mark's span in the folded text, where it ends at `end`; None where folding joined its edge with what stands
    beside it, or where its end is not known.
    """
    words = fold_line(raw[mark.start : mark.end])
    start = end - len(words)
    return (start, end) if words and start >= 0 and text[start:end] == words else None


def _folded_lengths(raw: str, ends: Iterable[int]) -> dict[int, int]:
    """How long the text before each of some places becomes, folded on from one place to the next by whole words.

    -1 for a place far within a word: it would be folded again for each place in it.
    """
    found: dict[int, int] = {}
    done = length = 0
    for end in sorted(ends):
        space = raw.rfind(" ", done, end)
        if space >= 0:
            length, done = _together(length, fold_line(raw[done:space])), space + 1
        found[end] = _together(length, fold_line(raw[done:end])) if end - done <= _LONGEST_WORD else -1
    return found


def _together(length: int, words: str) -> int:
    """The length of a folded text with more words behind it."""
    return length + len(words) + 1 if length and words else length + len(words)


def address_of(href: str, base: str) -> str:
    """Return a link's absolute http or https address, '' where it has none that leads out of its page."""
    href = re.sub(r"[\t\r\n]", "", href)
    if not href or href.startswith("#") or len(href) > _LONGEST_ADDRESS:
        return ""
    address = _joined(base, href).replace(" ", "%20")
    if len(address) > _LONGEST_ADDRESS or _UNSAFE.search(address):
        return ""
    return address if _is_of_web(address) else ""


def _is_of_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return ""
