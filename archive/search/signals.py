"""Queues what a saved or deleted row changes in the index, in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from haystack.signals import BaseSignalProcessor

from archive.models import Article, Claim, Passage, Source, Tag
from archive.search import queue

ARTICLE, CLAIM = Article._meta.label_lower, Claim._meta.label_lower


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


def article_changed(instance: Article, **_: Any) -> None:
    """Its own document, and those of its claims, which are found by its source, years and language."""
    claims = Passage.objects.filter(article_id=instance.pk).values_list("claim_id", flat=True).distinct()
    _enqueue([instance.pk], claims)


def claim_changed(instance: Claim, **_: Any) -> None:
    _enqueue_claims([instance.pk])


def passage_leaves(instance: Passage, **_: Any) -> None:
    """Before a passage is saved: note the article and claim that it may be moved away from, for when it has been."""
    saved = Passage.objects.filter(pk=instance.pk) if instance.pk else Passage.objects.none()
    instance.index_left_behind = saved.values_list("article_id", "claim_id").first()  # type: ignore[attr-defined]


def passage_changed(instance: Passage, **_: Any) -> None:
    pairs = {(instance.article_id, instance.claim_id)}
    left_behind = getattr(instance, "index_left_behind", None)
    if left_behind:
        pairs.add(left_behind)
    _enqueue([article for article, _ in pairs], [claim for _, claim in pairs])


def source_changed(instance: Source, created: bool, **_: Any) -> None:
    if not created:
        pairs = Article.objects.filter(source=instance).values_list("pk", "passages__claim_id").distinct()
        _enqueue([article for article, _ in pairs], [claim for _, claim in pairs if claim is not None])


def tag_changed(instance: Tag, created: bool = False, **_: Any) -> None:
    """Renamed, merged or about to be deleted: its claims and their articles."""
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


def _enqueue_claims(keys: Any) -> None:
    """The claims and the articles that make them."""
    keys = list(keys)
    if keys:
        articles = Passage.objects.filter(claim_id__in=keys).values_list("article_id", flat=True).distinct()
        _enqueue(articles, keys)


def _enqueue(articles: Any, claims: Any) -> None:
    queue.enqueue_rows([*((ARTICLE, str(key)) for key in articles), *((CLAIM, str(key)) for key in claims)])
