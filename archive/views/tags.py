"""Tags: the list, and one with its claims and the articles that speak to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render

from archive.models import Article, Claim, Tag
from archive.views.pagination import page_of

ARTICLES = 12  # beside the claims; the list of articles has the rest


def index(request: HttpRequest) -> HttpResponse:
    ctx = {"page": page_of(request, Tag.objects.preferred().with_counts().order_by("name").prefetch_related("aliases"))}
    return render(request, "tags/index.html", ctx)


def show(request: HttpRequest, slug: str) -> HttpResponse:
    tag = get_object_or_404(Tag.objects.select_related("alias_of").prefetch_related("aliases"), slug=slug)
    if tag.alias_of:
        return HttpResponsePermanentRedirect(tag.alias_of.get_absolute_url())
    claims = Claim.objects.with_counts().filter(pk__in=tag.claims.values("pk"))
    articles = Article.objects.tagged(tag).for_lists().with_counts().newest_first()
    ctx = {
        "tag": tag,
        "page": page_of(request, claims.order_by("-passage_count", "statement").prefetch_related("tags")),
        "articles": articles[:ARTICLES],
        "article_count": articles.count(),
    }
    return render(request, "tags/show.html", ctx)
