"""Claims: the list, and one with every passage that speaks to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive import rendering
from archive.forms import CLAIM_SORTS, ClaimFilterForm
from archive.models import Claim, Passage, Stance, Tag
from archive.views.pagination import page_of


def index(request: HttpRequest) -> HttpResponse:
    form = ClaimFilterForm(request.GET)
    form.is_valid()
    ctx = {
        "form": form,
        "page": page_of(request, form.claims().prefetch_related("tags")),
        "orders": CLAIM_SORTS,
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
