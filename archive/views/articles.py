"""Articles: the list, and one with its claims marked in its text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive import rendering
from archive.forms import SORTS, ArticleFilterForm
from archive.models import Article, Passage, Source, Status, Tag
from archive.search import excerpts
from archive.search.query import SearchQuery
from archive.search.similar import similar_articles
from archive.search.wanted import wanted
from archive.views.pagination import page_of


def index(request: HttpRequest) -> HttpResponse:
    form = ArticleFilterForm(request.GET)
    form.is_valid()
    ctx = {
        "form": form,
        "page": page_of(request, form.articles()),
        "sources": Source.objects.in_use(),
        "years": Article.objects.years(),
        "tags": Tag.objects.in_use(),
        "languages": Article.objects.order_by("language").values_list("language", flat=True).distinct(),
        "sorts": SORTS,
    }
    return render(request, "articles/index.html", ctx)


def show(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("source"), slug=slug)
    query = SearchQuery.parse(request.GET.get("q", ""))
    passages = list(article.passages.accepted().with_claim().in_text_order())
    standing = [passage for passage in passages if not passage.is_orphan]
    numbers = rendering.number_claims(standing)
    content = article.content
    matches = content.in_body(excerpts.matches(content.text, wanted(query)))
    ctx = {
        "article": article,
        "query": query,
        "match_count": len(matches),
        "body": rendering.render_body(content, rendering.marks_of(standing, numbers), matches),
        "claims": rendering.group_by_claim(standing, numbers),
        "orphans": [passage for passage in passages if passage.is_orphan],
        "proposed_count": _proposed_count(request, article),
        "captures": article.captures.newest_first(),
        "similar": similar_articles(article),
    }
    return render(request, "articles/show.html", ctx)


def _proposed_count(request: HttpRequest, article: Article) -> int:
    """How many passages await a curator, for those who may see that."""
    if not request.user.has_perm("archive.change_passage"):
        return 0
    return Passage.objects.filter(article=article, status=Status.PROPOSED).count()
