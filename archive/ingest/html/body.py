"""A page's article, block by block, without what stands around it and between its paragraphs.

A walk through the page says what its blocks are; the boxes that they stand in say where the article is, and where they
say too little, other extractors do; rules that hold for all pages say which blocks in its midst are not the article's
own: its headline, pointers to other articles, forms, credits.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from archive.ingest.html.body_candidates import Candidate
from archive.ingest.html.body_captions import with_captions
from archive.ingest.html.body_furniture import without_furniture
from archive.ingest.html.body_main import main_of
from archive.ingest.html.body_opinion import Opinion, opinion_of, words_of
from archive.ingest.html.body_outline import Outline
from archive.ingest.html.body_parts import other_parts
from archive.ingest.html.body_region import is_lead, region_of, weight_of
from archive.ingest.html.body_stated import instead_of
from archive.ingest.html.body_titles import titles_of
from archive.ingest.html.structure import Piece, pieces_of

_AGREED = 0.8  # of a block's words that the other extractor must hold for the article's


def body_of(tree: HtmlElement, *, captions: bool = True) -> list[Piece]:
    """Return the blocks of the page's article, in order; none where it has no article. The tree is not changed.

    captions: with those of its pictures, which other extractors leave out.
    """
    outline = Outline(pieces_of(tree))
    candidates = _candidates(outline, tree)
    kept = without_furniture(candidates, outline, titles_of(tree))
    found = with_captions(kept, candidates) if captions else kept
    return instead_of([each.piece for each in found], tree)


def _candidates(outline: Outline, tree: HtmlElement) -> list[Candidate]:
    """Return the pieces that stand in the page's article region, and its first paragraphs where they stand above it."""
    words = [words_of(piece.text) for piece in outline.pieces]
    agreed = main_of(outline)
    if not any(agreed):
        opinion = Opinion(opinion_of(tree))
        agreed = [
            not piece.alt and opinion.share(each) >= _AGREED for piece, each in zip(outline.pieces, words, strict=True)
        ]
    weights = [weight_of(piece, len(each)) for piece, each in zip(outline.pieces, words, strict=True)]
    agreed = other_parts(outline, weights, agreed)
    region = region_of(outline, weights, agreed)
    return [
        Candidate(piece, place, each, agrees)
        for piece, place, each, agrees in zip(outline.pieces, outline.places, words, agreed, strict=True)
        if region is not None
        and (region.holds(place) or (place < region.place and agrees and is_lead(piece, len(each))))
    ]
