"""The other articles that a curator has linked with one as the same story, published elsewhere too."""

from __future__ import annotations

from django.db.models import Q

from archive.models import Article, Likeness, Verdict
from archive.models.article import ArticleQuerySet

MOST = 50  # of an agency's story that every paper printed


def also_published_as(article: Article) -> ArticleQuerySet:
    """The articles linked with `article`, the earliest first, with their sources and without their texts: one query."""
    linked = Likeness.objects.of(article).filter(verdict=Verdict.LINKED)
    either = Q(pk__in=linked.values("article")) | Q(pk__in=linked.values("other"))
    return Article.objects.for_lists().filter(either).exclude(pk=article.pk).oldest_first()[:MOST]
