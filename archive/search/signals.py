"""Queues what a saved or deleted row changes in the index, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from haystack.signals import BaseSignalProcessor

from archive.models import Article, Claim, Passage, Source, Tag
from archive.search import queue

ARTICLE, CLAIM, PASSAGE = Article._meta.label_lower, Claim._meta.label_lower, Passage._meta.label_lower
MARK = ("pk", "article_id", "claim_id")
Mark = tuple[int | None, int | None, int | None]  # keys of a passage, its article and its claim, where there are any


class QueueingSignalProcessor(BaseSignalProcessor):
    """Haystack makes one when Django starts. Bulk writes send no signals: who makes them calls queue.enqueue."""

    def setup(self) -> None:
        for signal, handler, sender in self._connections():
            signal.connect(handler, sender=sender, dispatch_uid=("archive.search", handler.__name__, sender))

    def teardown(self) -> None:
        for signal, handler, sender in self._connections():
            signal.disconnect(sender=sender, dispatch_uid=("archive.search", handler.__name__, sender))

    def _connections(self) -> list[tuple[Any, Any, type[Model]]]:
        return [
            (post_save, article_changed, Article),
            (post_delete, article_changed, Article),
            (post_save, claim_changed, Claim),
            (post_delete, claim_changed, Claim),
            (pre_save, passage_leaves, Passage),
            (post_save, passage_changed, Passage),
            (post_delete, passage_changed, Passage),
            (post_save, source_changed, Source),
            (post_save, tag_changed, Tag),
            (pre_delete, tag_changed, Tag),
            (m2m_changed, claim_tags_changed, Claim.tags.through),
        ]


def article_changed(instance: Article, created: bool = False, **_: Any) -> None:
    """Its own document, those of its passages, and those of their claims: all are found by its source and date."""
    marks = () if created else Passage.objects.filter(article_id=instance.pk).values_list(*MARK)
    _enqueue(marks, articles=[instance.pk])


def claim_changed(instance: Claim, **_: Any) -> None:
    _enqueue_claims([instance.pk])


def passage_leaves(instance: Passage, **_: Any) -> None:
    """Before a passage is saved: note the article and claim that it may be moved away from, for when it has been."""
    saved = Passage.objects.filter(pk=instance.pk) if instance.pk else Passage.objects.none()
    instance.index_left_behind = saved.values_list(*MARK).first()  # type: ignore[attr-defined]


def passage_changed(instance: Passage, **_: Any) -> None:
    left_behind = getattr(instance, "index_left_behind", None)
    here = (instance.pk, instance.article_id, instance.claim_id)
    _enqueue([here, left_behind] if left_behind else [here])


def source_changed(instance: Source, created: bool, **_: Any) -> None:
    if not created:
        _enqueue(Article.objects.filter(source=instance).values_list("passages", "pk", "passages__claim_id"))


def tag_changed(instance: Tag, created: bool = False, **_: Any) -> None:
    """Renamed, merged or about to be deleted: its claims, their passages and those passages' articles."""
    if not created:
        _enqueue_claims(instance.claims.values_list("pk", flat=True))


def claim_tags_changed(instance: Claim | Tag, action: str, pk_set: set[int] | None, **_: Any) -> None:
    """From either side of the relation; before it is cleared, since nothing tells afterwards what it held."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if isinstance(instance, Claim):
        _enqueue_claims([instance.pk])
    else:
        _enqueue_claims(instance.claims.values_list("pk", flat=True) if pk_set is None else pk_set)


def _enqueue_claims(keys: Iterable[int]) -> None:
    """The claims, the passages that make them, and the articles that those stand in."""
    keys = list(keys)
    if keys:
        _enqueue(Passage.objects.filter(claim_id__in=keys).values_list(*MARK), claims=keys)


def _enqueue(marks: Iterable[Mark], articles: Iterable[int] = (), claims: Iterable[int] = ()) -> None:
    rows: list[tuple[str, int | None]] = [(ARTICLE, key) for key in articles]
    rows += [(CLAIM, key) for key in claims]
    for passage, article, claim in marks:
        rows += [(PASSAGE, passage), (ARTICLE, article), (CLAIM, claim)]
    queue.enqueue_rows((label, str(key)) for label, key in rows if key is not None)
