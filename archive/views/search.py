"""Search: a query, its results, and the facets that narrow them."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django_stubs_ext import StrPromise

from archive.search import completing
from archive.search.query import FIELDS, OPERATORS, SearchQuery
from archive.search.run import Kind, SearchUnavailable, Sort, kind_meant, run

logger = logging.getLogger(__name__)

KINDS: dict[Kind, StrPromise] = {"articles": _("Articles"), "passages": _("Passages"), "claims": _("Claims")}
SORTS: dict[Sort, StrPromise] = {
    "relevance": _("Best match"), "newest": _("Newest first"), "oldest": _("Oldest first"),
}  # fmt: skip
COMPLETED = {
    "tag": _("Tag"), "source": _("Source"), "speaker": _("Speaker"), "claim": _("Claim"), "title": _("Title"),
    "stance": _("Stance"), "year": _("Year"), "lang": _("Language"),
}  # fmt: skip
COUNTED: dict[Kind, StrPromise] = {
    "articles": ngettext_lazy("%(n)s article", "%(n)s articles", "count"),
    "passages": ngettext_lazy("%(n)s passage", "%(n)s passages", "count"),
    "claims": ngettext_lazy("%(n)s claim", "%(n)s claims", "count"),
}
COMPLETIONS_KEPT = 60  # seconds in a browser: for letters that are taken back and typed again


def show(request: HttpRequest) -> HttpResponse:
    query = SearchQuery.parse(request.GET.get("q", ""))
    sort, meant = _sort(request), kind_meant(query)
    kind = _kind(request) or meant
    ranks = not query.without_facets().is_empty  # else the newest come first
    ctx: dict[str, object] = {
        "query": query,
        "sort": sort,
        "order": sort if ranks or sort != "relevance" else "newest",
        "orders": {one: label for one, label in SORTS.items() if ranks or one != "relevance"},
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
    ctx["other_counts"] = [_counted(one, total) for one, total in results.others]
    ctx["kinds"] = [(one, label, results.totals[one]) for one, label in KINDS.items()]
    return render(request, "search.html", ctx)


@conditional_page
@cache_control(max_age=COMPLETIONS_KEPT)
def complete(request: HttpRequest) -> HttpResponse:
    """What a query that is being typed may become, as JSON: never an error, for nobody asked for it."""
    offers = completing.complete(request.GET.get("q", ""))
    return JsonResponse({"completions": [_shown(offer) for offer in offers], "said": _said(len(offers))})


def _counted(kind: Kind, count: int) -> str:
    return COUNTED[kind] % {"n": number_format(count), "count": count}


def _said(count: int) -> str:
    """What a screen reader hears of the list."""
    if not count:
        return gettext("No completions.")
    said = ngettext(
        "%(n)s completion: up and down arrows choose, Enter searches.",
        "%(n)s completions: up and down arrows choose, Enter searches.",
        count,
    )
    return said % {"n": count}


def _shown(offer: completing.Offer) -> dict[str, str]:
    return {
        "text": offer.text,
        "kind": str(COMPLETED.get(offer.kind, "")),
        "count": _counted(offer.results, offer.count),
        "query": offer.query,
    }


def _sort(request: HttpRequest) -> Sort:
    asked = request.GET.get("sort", "")
    return next((sort for sort in SORTS if sort == asked), "relevance")


def _kind(request: HttpRequest) -> Kind | None:
    asked = request.GET.get("kind", "")
    return next((kind for kind in KINDS if kind == asked), None)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
