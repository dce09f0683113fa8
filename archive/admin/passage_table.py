"""The passages of one claim or one article, as a table under its form: read there, changed on their own forms.

They are not a formset, because two curators with the same claim open would undo each other's stances.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest

from archive.admin.links import add_url, list_url
from archive.models import Article, Claim, Passage
from archive.models.columns import LONG_OF_ARTICLE
from archive.models.passage import PassageQuerySet

MOST = 200  # rows that one page can carry; the list has pages for the rest


@dataclass(frozen=True, slots=True)
class PassageTable:
    """rows: the first MOST passages; total: how many there are. add_url is blank for who may not add."""

    rows: list[Passage]
    total: int
    list_url: str
    add_url: str
    can_change: bool
    of: str


def of_claim(request: HttpRequest, claim: Claim) -> PassageTable | None:
    """The passages of `claim` in every article; None for who may not see passages."""
    return _table(
        request,
        claim.passages.order_by("article__title", "start", "pk"),
        "claim",
        list_url(Passage, claim__id__exact=claim.pk),
        add_url(Passage, claim=claim.pk),
    )


def of_article(request: HttpRequest, article: Article) -> PassageTable | None:
    """The passages of `article` on every claim; None for who may not see passages."""
    return _table(
        request,
        article.passages.in_text_order(),
        "article",
        list_url(Passage, article__id__exact=article.pk),
        add_url(Passage, article=article.pk),
    )


def _table(request: HttpRequest, passages: PassageQuerySet, of: str, all_of: str, add: str) -> PassageTable | None:
    model_admin = admin.site.get_model_admin(Passage)
    if not model_admin.has_view_or_change_permission(request):
        return None
    rows = passages.select_related("claim", "article__source").defer(*LONG_OF_ARTICLE)
    return PassageTable(
        rows=list(rows[:MOST]),
        total=passages.count(),
        list_url=all_of,
        add_url=add if model_admin.has_add_permission(request) else "",
        can_change=model_admin.has_change_permission(request),
        of=of,
    )
