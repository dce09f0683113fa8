"""Claims: the list, and one with every passage that speaks to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive import rendering
from archive.models import Claim, Passage, Stance, Tag
from archive.views.pagination import page_of

ORDERS = {
    "discussed": "Most discussed",
    "disputed": "Disputed only",
    "statement": "A to Z",
}


def index(request: HttpRequest) -> HttpResponse:
    order = request.GET.get("sort", "discussed")
    claims = Claim.objects.disputed() if order == "disputed" else Claim.objects.with_counts()
    if order == "discussed":
        claims = claims.order_by("-passage_count", "statement")
    elif order != "disputed":
        claims = claims.order_by("statement")
    tag = Tag.objects.select_related("alias_of").filter(slug=request.GET.get("tag", "")).first()
    if tag:
        claims = claims.filter(pk__in=(tag.alias_of or tag).claims.values("pk"))
    ctx = {
        "page": page_of(request, claims.prefetch_related("tags")),
        "order": order,
        "orders": ORDERS,
        "tag": tag,
        "tags": Tag.objects.in_use(),
    }
    return render(request, "claims/index.html", ctx)


def show(request: HttpRequest, slug: str) -> HttpResponse:
    claim = get_object_or_404(Claim.objects.with_counts().prefetch_related("tags"), slug=slug)
    passages = list(
        Passage.objects.filter(claim=claim).accepted().with_article().with_context(rendering.CONTEXT).by_date()
    )
    ctx = {
        "claim": claim,
        "stances": [(stance, [one for one in passages if one.stance == stance]) for stance in Stance],
        "passages": passages,
        "articles": list(dict.fromkeys(passage.article for passage in passages)),
        "related": _related(claim),
    }
    return render(request, "claims/show.html", ctx)


def _related(claim: Claim) -> list[Claim]:
    """Other claims under the same tags, those with most tags in common first."""
    return list(Claim.objects.sharing_tags_with(claim)[:5])
