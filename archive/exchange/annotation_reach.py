"""Highlights on what a page shows around its article: the blocks that they mark join the text, behind the article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive import curation
from archive.models import Article
from archive.text.anchoring import AnchorState, anchor, describe
from archive.text.blocks import CanonicalText
from archive.text.selectors import Selectors, Span, TextPosition

# Finds a quotation on the page that an article was read from: the blocks that it stands on, and its span in them.
Around = Callable[[Article, Selectors], tuple[CanonicalText, Span] | None]


def in_reach(article: Article, selectors: Selectors, around: Around) -> Selectors:
    """Return selectors that lead to the words in the article's text, to which their blocks are added where they lack.

    They come behind what is there, so that no passage moves, and as furniture, until a passage stands on them. What is
    found nowhere is returned as it is.
    """
    found = anchor(article.text, selectors)
    if found.span is not None and found.state is not AnchorState.FUZZY:
        return selectors
    beyond = around(article, selectors)
    if beyond is None:
        return selectors
    blocks, span = beyond
    start = _start_of(article, blocks)
    if start is None:
        start = len(article.text) + 2
        curation.reanchor(article, _joined(article.content, blocks))
    at = Span(start + span.start, start + span.end)
    return Selectors(describe(article.text, at).quote, TextPosition(at.start, at.end))


def _start_of(article: Article, wanted: CanonicalText) -> int | None:
    """Where the same blocks stand in the text already, one behind another; None where they do not."""
    size = len(wanted.blocks)
    blocks = article.content.blocks
    for at in range(len(blocks) - size + 1):
        start, end = blocks[at].start, blocks[at + size - 1].end
        if end - start == len(wanted.text) and article.text[start:end] == wanted.text:
            return start
    return None


def _joined(content: CanonicalText, more: CanonicalText) -> CanonicalText:
    by = len(content.text) + 2  # the blank line between blocks
    return CanonicalText(
        f"{content.text}\n\n{more.text}",
        content.blocks
        + tuple(replace(block, start=block.start + by, end=block.end + by, furniture=True) for block in more.blocks),
        content.inlines
        + tuple(replace(inline, start=inline.start + by, end=inline.end + by) for inline in more.inlines),
    )
