"""A page's article, block by block, without what stands around it and between its paragraphs.

Trafilatura says where the article is; a walk through the page says what its blocks are; rules that hold for all pages
say which blocks in its midst are not the article's own: its headline, pointers to other articles, forms, credits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from copy import copy

from lxml import etree
from lxml.html import HtmlElement

from archive.ingest.html.body_candidates import Candidate, Within
from archive.ingest.html.body_captions import with_captions
from archive.ingest.html.body_furniture import without_furniture
from archive.ingest.html.body_opinion import Opinion, opinion_of, words_of
from archive.ingest.html.body_parts import other_parts
from archive.ingest.html.body_region import Tree, weight_of
from archive.ingest.html.body_stated import instead_of
from archive.ingest.html.body_titles import titles_of
from archive.ingest.html.structure import UNREAD, Piece, pieces_of

_AGREED = 0.8  # of a block's words that the other extractor must hold for the article's


def body_of(tree: HtmlElement, *, captions: bool = True) -> list[Piece]:
    """Return the blocks of the page's article, in order; none where it has no article. The tree is not changed.

    captions: with those of its pictures, which other extractors leave out.
    """
    slim = copy(tree)
    _keep_formulas(slim)
    etree.strip_elements(slim, *UNREAD, with_tail=False)
    candidates = _candidates(pieces_of(slim), Opinion(opinion_of(slim)))
    kept = without_furniture(candidates, titles_of(tree))
    found = with_captions(kept, candidates) if captions else kept
    return instead_of([each.piece for each in found], tree)


def _candidates(pieces: Sequence[Piece], opinion: Opinion) -> list[Candidate]:
    """Return the pieces that stand in the page's article region."""
    words = [words_of(piece.text) for piece in pieces]
    agreed = [not piece.alt and opinion.share(each) >= _AGREED for piece, each in zip(pieces, words, strict=True)]
    weights = [weight_of(piece, len(each)) for piece, each in zip(pieces, words, strict=True)]
    agreed = other_parts(pieces, weights, agreed)
    counts: defaultdict[HtmlElement, float] = defaultdict(float)
    for piece, weight, agrees in zip(pieces, weights, agreed, strict=True):
        if agrees:
            counts[piece.element] += weight
    region = Tree.of(counts).region(counts)
    inside = Within(lambda element: element is region)
    return [
        Candidate(piece, each, agrees)
        for piece, each, agrees in zip(pieces, words, agreed, strict=True)
        if inside(piece.element)
    ]


def _keep_formulas(tree: HtmlElement) -> None:
    """Let a formula be read as the text that it carries for those who do not see it."""
    for formula in tree.iter("math"):
        if text := (formula.get("alttext") or "").strip():
            formula.tail = f" {text} {formula.tail or ''}"
