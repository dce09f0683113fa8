"""A new text for an article: its passages are found again, the old text is kept, and what is in doubt is queued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from archive.curation.passages import bring_into_view
from archive.models import AnchorState, Article, Capture, Decision, Passage, Reanchoring, Status
from archive.text import anchoring
from archive.text.blocks import CanonicalText
from archive.text.selectors import Span


@dataclass(frozen=True, slots=True)
class _Stood:
    """Where a passage last stood to a curator's content: in the text of which capture, and on which span."""

    capture: int | None
    span: Span | None


@transaction.atomic
def reanchor(article: Article, content: CanonicalText, capture: Capture | None = None) -> Counter[str]:
    """Give `article` a new text and find every passage in it again; return how many came to stand in each state.

    No passage is dropped: one that is not found, or that would come to stand where another of its claim stands,
    becomes an orphan and keeps its quotation and the position where it last stood. Each that does not stand word for
    word where a curator last left it waits for one, as a Reanchoring. With a capture of the new text, the old text with
    its blocks is kept on the capture that it was read from; without one, only what the change touched waits anew. The
    number of queries does not grow with the passages.
    """
    passages = list(article.passages.in_text_order())
    old_capture = _keep_old_text(article, capture)
    stood = {passage.pk: _Stood(old_capture, passage.span) for passage in passages}
    states = {passage.pk: passage.anchor_state for passage in passages}
    article.content = content
    if capture is not None:
        article.capture = capture
    article.save()
    _find_again(article, passages)
    touched = [one for one in passages if capture or _is_touched(one, states[one.pk], stood[one.pk].span)]
    _queue(article, touched, stood)
    if bring_into_view(article, passages):
        article.save()
    return Counter(passage.anchor_state for passage in passages)


def _keep_old_text(article: Article, capture: Capture | None) -> int | None:
    """Keep the text on the capture that it was read from, and return that capture's key; None where none comes after.

    Without another capture the current one goes on being the one that the text is read from.
    """
    if capture is None or article.capture_id in (None, capture.pk):
        return None
    Capture.objects.filter(pk=article.capture_id).update(
        text=article.text, blocks=article.blocks, inlines=article.inlines
    )
    return article.capture_id


def _find_again(article: Article, passages: Sequence[Passage]) -> None:
    # Two passages may trade places; the database would refuse the first of them to move.
    article.passages.update(anchor_state=AnchorState.ORPHAN)
    taken: set[tuple[int, int, int]] = set()
    for passage in passages:
        found = anchoring.anchor(article.text, passage.selectors)
        if found.span is None or (passage.claim_id, found.span.start, found.span.end) in taken:
            passage.anchor_state, passage.anchor_score = AnchorState.ORPHAN, found.score if found.span is None else 0.0
            continue
        taken.add((passage.claim_id, found.span.start, found.span.end))
        passage.start, passage.end = found.span.start, found.span.end
        passage.anchor_state, passage.anchor_score = found.state.value, found.score
    Passage.objects.bulk_update(passages, ["start", "end", "anchor_state", "anchor_score"])


def _queue(article: Article, passages: Sequence[Passage], stood: Mapping[int, _Stood]) -> None:
    """Let what is not exact wait for a curator. Rows that nobody decided on are overtaken, and their old side goes on:

    what a curator compares the new text with is the text in which the passage last stood as it should.
    """
    undecided = Reanchoring.objects.waiting().filter(passage__in=passages)
    before = {row.passage_id: _Stood(row.old_capture_id, _span(row.old_start, row.old_end)) for row in undecided}
    if before:
        undecided.update(decision=Decision.OVERTAKEN, decided_at=timezone.now())
    Reanchoring.objects.bulk_create(
        _row(passage, before.get(passage.pk, stood[passage.pk]), article.capture_id)
        for passage in passages
        if passage.status != Status.RETIRED and _is_doubtful(passage, before.get(passage.pk))
    )


def _is_touched(passage: Passage, state: str, span: Span | None) -> bool:
    """Whether a change of the text changed how a passage stands. What had moved and stays is exact where it is now."""
    if passage.span != span:
        return True
    return passage.anchor_state not in (state, AnchorState.EXACT)


def _is_doubtful(passage: Passage, before: _Stood | None) -> bool:
    """Whether a curator should look. before: where the passage stood ahead of a change that nobody has looked at.

    What moved then and stands there still is exact, in a place that nobody has judged.
    """
    return passage.anchor_state != AnchorState.EXACT or (before is not None and before.span != passage.span)


def _row(passage: Passage, old: _Stood, new_capture: int | None) -> Reanchoring:
    return Reanchoring(
        passage=passage,
        old_capture_id=old.capture,
        new_capture_id=new_capture,
        old_start=old.span.start if old.span else None,
        old_end=old.span.end if old.span else None,
        new_start=passage.span.start if passage.span else None,
        new_end=passage.span.end if passage.span else None,
        state=AnchorState.MOVED if passage.anchor_state == AnchorState.EXACT else passage.anchor_state,
        score=passage.anchor_score,
    )


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
