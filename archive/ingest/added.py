"""Rows of articles that are new, with the captures that they were read from: many in some few queries."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, router
from django.db.models import OuterRef, Subquery
from django.db.models.signals import post_save

from archive.models import Article, Capture


def write(rows: Sequence[tuple[Article, Capture]]) -> None:
    """Insert articles, each of which has its slug, and the one capture of each; within a transaction.

    Who listens for saved rows, as the search does, is told of each when all stand.
    """
    articles, captures = [article for article, _ in rows], [capture for _, capture in rows]
    for article in articles:
        article.derive()
    Article.objects.bulk_create(articles)
    for article, capture in rows:
        capture.article = article  # which has its key only now
    Capture.objects.bulk_create(captures)
    for article, capture in rows:
        article.capture = capture
    own = Capture.objects.filter(article=OuterRef("pk")).order_by().values("pk")[:1]
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(capture=Subquery(own))
    _told(articles)
    _told(captures)


def _told(rows: Sequence[models.Model]) -> None:
    """Send what `save` would have sent, since bulk_create sends nothing."""
    for row in rows:
        model = type(row)
        post_save.send(
            model, instance=row, created=True, update_fields=None, raw=False, using=router.db_for_write(model)
        )
