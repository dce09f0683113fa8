"""Articles: the list, and one with its claims marked in its text."""

from __future__ import annotations

from itertools import zip_longest

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive import rendering
from archive.forms import SORTS, ArticleFilterForm
from archive.models import Article, Passage, Source, Status, Tag
from archive.models.columns import LONG
from archive.reading.also_published import also_published_as
from archive.reading.margin import margin_of
from archive.search import excerpts
from archive.search.excerpts import Excerpt, Sought
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
    sought = wanted(query)
    margin = margin_of(article)
    content = article.content
    matches = content.in_body(excerpts.matches(content.text, sought))
    marks = rendering.marks_of(margin.passages, margin.numbers, link=lambda passage: f"#note-{passage.pk}")
    captures = list(article.captures.newest_first().defer(*LONG))
    head = {"title": _whole(article.shown_title, sought), "abstract": _whole(article.abstract, sought)}
    ctx = {
        "article": article,
        "query": query,
        "match_count": len(matches),
        **head,
        "matched_above": next((name for name, line in head.items() if _matches(line)), ""),
        "body": rendering.render_body(content, marks, matches),
        "margin": margin,
        "notes": rendering.render_notes(margin.notes),
        "claim_list": rendering.render_claims(margin.claims),
        "proposed_count": _proposed_count(request, article),
        "also_published": list(also_published_as(article)),
        "captures": list(zip_longest(captures, captures[1:])),
        "similar": similar_articles(article),
    }
    return render(request, "articles/show.html", ctx)


def _whole(line: str, sought: Sought) -> Excerpt | None:
    """A line of the article's head, shown whole, with what matches in it; None where it is empty."""
    return next(iter(excerpts.excerpts(line, sought, most=1, width=len(line))), None)


def _matches(line: Excerpt | None) -> bool:
    return line is not None and any(piece.matched for piece in line.pieces)


def _proposed_count(request: HttpRequest, article: Article) -> int:
    """How many passages await a curator, for those who may see that."""
    if not request.user.has_perm("archive.change_passage"):
        return 0
    return Passage.objects.filter(article=article, status=Status.PROPOSED).count()
