"""Search: a query, its results, and the facets that narrow them."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.search.query import FIELDS, OPERATORS, SearchQuery
from archive.search.run import Kind, SearchUnavailable, Sort, kind_meant, run

logger = logging.getLogger(__name__)

KINDS: dict[Kind, str] = {"articles": "Articles", "passages": "Passages", "claims": "Claims"}
SORTS: dict[Sort, str] = {"relevance": "Best match", "newest": "Newest first", "oldest": "Oldest first"}


def show(request: HttpRequest) -> HttpResponse:
    query = SearchQuery.parse(request.GET.get("q", ""))
    sort, meant = _sort(request), kind_meant(query)
    kind = _kind(request) or meant
    ctx: dict[str, object] = {
        "query": query,
        "sort": sort,
        "sorts": SORTS,
        "kept_kind": kind if kind not in {"articles", meant} else "",  # by the next search that is typed
        "fields": FIELDS,
        "operators": OPERATORS,
    }
    try:
        results = run(query, kind=kind, page=_page_number(request), sort=sort)
    except SearchUnavailable:
        logger.exception("A search could not be answered.")
        ctx["unavailable"] = True
        return render(request, "search.html", ctx, status=503)
    ctx["results"] = results
    ctx["kinds"] = [(one, label, results.totals[one]) for one, label in KINDS.items()]
    return render(request, "search.html", ctx)


def _sort(request: HttpRequest) -> Sort:
    asked = request.GET.get("sort", "")
    return next((sort for sort in SORTS if sort == asked), "relevance")


def _kind(request: HttpRequest) -> Kind | None:
    asked = request.GET.get("kind", "")
    return next((kind for kind in KINDS if kind == asked), None)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
