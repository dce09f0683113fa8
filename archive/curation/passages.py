"""Passages: marked, placed in the text of their article, proposed, accepted and retired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from archive.curation.decisions import settle
from archive.curation.errors import QuoteNotFoundError
from archive.models import AnchorState, Article, Claim, Decision, Passage, Status
from archive.text import anchoring
from archive.text.selectors import Selectors, TextQuote

CONTEXT = 200  # code points kept before and after a quotation, the width of their columns


@transaction.atomic
def add_passage(
    article: Article,
    claim: Claim,
    stance: str,
    selectors: Selectors,
    *,
    speaker: str = "",
    note: str = "",
    status: str = Status.PROPOSED,
    keep_orphan: bool = False,
) -> tuple[Passage, bool]:
    """Mark a span of `article` with `claim` and return (passage, whether it is new); the same mark is never doubled.

    A quotation that is not found raises QuoteNotFoundError, or with `keep_orphan` is kept as an orphan.
    """
    passage = Passage(article=article, claim=claim, stance=stance, speaker=speaker, note=note, status=status)
    try:
        place(passage, selectors)
    except QuoteNotFoundError:
        if not keep_orphan or selectors.quote is None:
            raise
        _make_orphan(passage, selectors.quote)
    met = _same_mark(passage)
    if met is None:
        passage.save()
    else:
        _take_place(met, passage)
    if bring_into_view(article, [passage]):
        article.save()
    return (passage, True) if met is None else (met, False)


def bring_into_view(article: Article, passages: Iterable[Passage]) -> bool:
    """Take the blocks on which passages stand for the article's own, unsaved; tell whether any was furniture.

    Whoever marks words in a block has judged that it is worth reading, and a hidden passage could not be reached.
    """
    content = article.content
    spans = [passage.span for passage in passages if passage.span]
    blocks = tuple(
        replace(block, furniture=False) if block.furniture and any(map(block.overlaps, spans)) else block
        for block in content.blocks
    )
    if blocks == content.blocks:
        return False
    article.content = replace(content, blocks=blocks)
    return True


def place(passage: Passage, selectors: Selectors) -> None:
    """Find `selectors` in the text of the passage's article and set the passage's span, quotation and state, unsaved.

    What is found word for word is described anew and counts as exact; what is found approximately keeps the quotation
    as it was given. Raises QuoteNotFoundError.
    """
    text = passage.article.text
    found = anchoring.anchor(text, selectors)
    if found.span is None and found.score == 1.0:
        raise QuoteNotFoundError(
            f"The quotation stands more than once in “{passage.article.title}” and nothing tells which is meant. "
            "Take in a few more words, or give the words before it."
        )
    if found.span is None:
        raise QuoteNotFoundError(
            f"The quotation is not found in “{passage.article.title}”, nor anything close enough to it. "
            "Copy it from the article's page as it stands there."
        )
    quote = selectors.quote
    if found.state is not anchoring.AnchorState.FUZZY or quote is None:
        quote = anchoring.describe(text, found.span).quote
        passage.anchor_state, passage.anchor_score = AnchorState.EXACT, 1.0
    else:
        passage.anchor_state, passage.anchor_score = AnchorState.FUZZY, found.score
    assert quote is not None  # noqa: S101 - describe always quotes; this tells the type checker
    passage.start, passage.end = found.span.start, found.span.end
    _quote(passage, quote)


def _quote(passage: Passage, quote: TextQuote) -> None:
    """Keep the quotation, and as much of its surroundings as has room."""
    passage.exact, passage.prefix, passage.suffix = quote.exact, quote.prefix[-CONTEXT:], quote.suffix[:CONTEXT]


def _make_orphan(passage: Passage, quote: TextQuote) -> None:
    _quote(passage, quote)
    passage.start = passage.end = None
    passage.anchor_state, passage.anchor_score = AnchorState.ORPHAN, 0.0


def _same_mark(passage: Passage) -> Passage | None:
    """The stored passage that is this one: on the same span, or an orphan of the same words."""
    marks = Passage.objects.filter(claim=passage.claim, article=passage.article)
    same_words = marks.filter(exact=passage.exact, prefix=passage.prefix, suffix=passage.suffix)
    if passage.is_orphan:
        return same_words.first()
    standing = marks.anchored().filter(start=passage.start, end=passage.end)
    return standing.first() or marks.orphans().filter(exact=passage.exact).first()


def _take_place(met: Passage, passage: Passage) -> None:
    """Give an orphan that is found again the place where it was found."""
    if not met.is_orphan or passage.is_orphan:
        return
    for field in ("exact", "prefix", "suffix", "start", "end", "anchor_state", "anchor_score"):
        setattr(met, field, getattr(passage, field))
    met.save()
    settle([met], Decision.MOVED)


@transaction.atomic
def set_status(passages: Iterable[Passage], status: str) -> list[Passage]:
    """Propose, accept or retire each passage and return those that changed."""
    changed = [passage for passage in passages if passage.status != status]
    for passage in changed:
        passage.status = status
        passage.save(update_fields=["status", "changed_at"])
    return changed
