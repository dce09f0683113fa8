"""Search: a query, its results, and the facets that narrow them."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.search.query import FIELDS, OPERATORS, SearchQuery
from archive.search.run import Kind, SearchUnavailable, Sort, run

logger = logging.getLogger(__name__)

SORTS: dict[Sort, str] = {"relevance": "Best match", "newest": "Newest first", "oldest": "Oldest first"}


def show(request: HttpRequest) -> HttpResponse:
    query = SearchQuery.parse(request.GET.get("q", ""))
    sort = _sort(request)
    ctx: dict[str, object] = {"query": query, "sort": sort, "sorts": SORTS, "fields": FIELDS, "operators": OPERATORS}
    kind: Kind = "claims" if request.GET.get("kind") == "claims" else "articles"
    try:
        ctx["results"] = run(query, kind=kind, page=_page_number(request), sort=sort)
    except SearchUnavailable:
        logger.exception("A search could not be answered.")
        ctx["unavailable"] = True
        return render(request, "search.html", ctx, status=503)
    return render(request, "search.html", ctx)


def _sort(request: HttpRequest) -> Sort:
    asked = request.GET.get("sort", "")
    return next((sort for sort in SORTS if sort == asked), "relevance")


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
