"""A passage at its permanent address: what it says, whether its words still stand, and what others say to its claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from archive import rendering
from archive.content_store import DamagedContentError
from archive.ingest import reread
from archive.ingest.extracted import IngestError
from archive.models import Capture, Passage, Stance
from archive.models.columns import LONG_OF_ARTICLE
from archive.models.passage import PassageQuerySet
from archive.reading.changes import Piece
from archive.reading.comparison_address import COLUMNS
from archive.text.anchoring import AnchorState
from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.differences import difference
from archive.text.standing import Standing, standing

OTHERS = 3  # passages of other articles that are listed for each stance
MOST_CAPTURES = 8  # older ones that are read again to find a quotation word for word


def visible_passages(user: AbstractBaseUser | AnonymousUser) -> PassageQuerySet:
    """The passages that `user` may see, with what citing one needs: proposed ones are the curators'.

    A retired one keeps its address, since somebody may have cited it, and its page says that it is retired.
    """
    rows = Passage.objects.select_related("claim", "article__source", "article__capture").defer(
        "article__blocks", "article__inlines"
    )
    return rows if user.has_perm("archive.change_passage") else rows.published()  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Changed:
    """What was quoted and what stands in its place, with the words that differ told apart."""

    quoted: tuple[Piece, ...]
    now: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """What another article says to the claim. side_by_side: where both are compared on it."""

    passage: Passage
    side_by_side: str


@dataclass(frozen=True, slots=True)
class Others:
    """What other articles say to the claim with one stance: the first of them, and how many there are in all."""

    stance: Stance
    shown: tuple[Other, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The primary keys of the passages before and behind this one, and its place among `total`, from 1."""

    before: int | None
    behind: int | None
    place: int
    total: int


@dataclass(frozen=True, slots=True)
class PassagePage:
    """What the page shows. earlier: the older capture that has the words, if the current text has not."""

    passage: Passage
    standing: Standing
    changed: Changed | None
    earlier: Capture | None
    others: tuple[Others, ...]
    side_by_side: str
    in_article: Neighbours
    on_claim: Neighbours


def passage_page(passage: Passage) -> PassagePage:
    """Work out the page of a passage of `visible_passages`, in a constant number of queries."""
    stands = standing(passage.article.text, passage.selectors, AnchorState(passage.anchor_state))
    _set_context(passage, stands)
    others = _others(passage)
    articles = dict.fromkeys(other.passage.article_id for group in others for other in group.shown)
    return PassagePage(
        passage,
        stands,
        compare_wording(passage.exact, stands.now) if stands.is_changed else None,
        earlier_capture(passage, stands),
        others,
        _side_by_side(passage, list(articles)[: COLUMNS - 1]) if articles else "",
        _neighbours(passage, passage.article.passages.accepted().in_text_order()),
        _neighbours(passage, passage.claim.passages.accepted().by_date()),
    )


def _set_context(passage: Passage, stands: Standing) -> None:
    """What stands around the words in the current text; around words that it has not, what stood there once."""
    if stands.is_verbatim and passage.start is not None and passage.end is not None:
        text = passage.article.text
        passage.before = text[max(0, passage.start - rendering.CONTEXT) : passage.start]
        passage.after = text[passage.end : passage.end + rendering.CONTEXT]
        return
    _, begins, before = passage.prefix.rpartition("\n")
    after, ends, _ = passage.suffix.partition("\n")
    passage.before = before if begins or not before else f"… {before.lstrip()}"
    passage.after = after if ends or not after else f"{after.rstrip()} …"


def compare_wording(quoted: str, now: str) -> Changed:
    """Word by word, whatever blocks the quotation spans."""
    found = difference(_one_block(quoted), _one_block(now))
    runs = [(pair, run) for pair in found.pairs for run in pair.runs]
    return Changed(
        tuple(Piece(quoted[run.start : run.end], not run.is_same) for pair, run in runs if run.end > run.start),
        tuple(
            Piece(now[run.new_start : run.new_end], not run.is_same)
            for pair, run in runs
            if run.new_end > run.new_start
        ),
    )


def _one_block(text: str) -> CanonicalText:
    return CanonicalText(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))


def earlier_capture(passage: Passage, stands: Standing | None = None) -> Capture | None:
    """The newest of the article's older captures whose text has the quotation word for word.

    None where the current text has it, and where none of the last MOST_CAPTURES that can still be read has.
    """
    article = passage.article
    stands = stands or standing(article.text, passage.selectors, AnchorState(passage.anchor_state))
    if stands.is_verbatim:
        return None
    older = article.captures.exclude(pk=article.capture_id or 0).newest_first()[:MOST_CAPTURES]
    return next((capture for capture in older if _holds(capture, passage)), None)


def _holds(capture: Capture, passage: Passage) -> bool:
    try:
        return passage.exact in reread.text_of(capture, passage.article).text
    except (DamagedContentError, IngestError):
        return False


def _others(passage: Passage) -> tuple[Others, ...]:
    elsewhere = Passage.objects.filter(claim=passage.claim_id).accepted().exclude(article=passage.article_id)
    totals = dict(elsewhere.values_list("stance").annotate(total=Count("pk")).order_by())
    by_date = (
        F("article__published_instant").asc(nulls_last=True),
        F("article_id").asc(),
        F("start").asc(),
        F("pk").asc(),
    )
    place = Window(RowNumber(), partition_by=[F("stance")], order_by=[*by_date])
    rows = elsewhere.with_article().defer(*LONG_OF_ARTICLE).annotate(place=place)
    first = list(rows.filter(place__lte=OTHERS).order_by("place"))
    return tuple(
        Others(stance, tuple(_other(passage, one) for one in first if one.stance == stance), totals[stance])
        for stance in Stance
        if stance in totals
    )


def _other(passage: Passage, other: Passage) -> Other:
    return Other(other, _side_by_side(passage, [other.article_id]))


def _side_by_side(passage: Passage, others: Sequence[int]) -> str:
    return f"{reverse('comparison', args=[[passage.article_id, *others]])}?claim={passage.claim_id}"


def _neighbours(passage: Passage, order: PassageQuerySet) -> Neighbours:
    keys = list(order.values_list("pk", flat=True))
    if passage.pk not in keys:  # a proposed one has no place among those that readers see
        return Neighbours(None, None, 0, len(keys))
    place = keys.index(passage.pk)
    return Neighbours(
        keys[place - 1] if place else None,
        keys[place + 1] if place + 1 < len(keys) else None,
        place + 1,
        len(keys),
    )
