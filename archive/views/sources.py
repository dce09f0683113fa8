"""Sources: the list, and one with its articles and what they claim."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.models import Claim, Source
from archive.views.pagination import page_of

CLAIMS = 12  # beside the articles


def index(request: HttpRequest) -> HttpResponse:
    return render(
        request, "sources/index.html", {"page": page_of(request, Source.objects.with_counts().order_by("name"))}
    )


def show(request: HttpRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    ctx = {
        "source": source,
        "page": page_of(request, source.articles.for_lists().with_counts().newest_first()),
        "claims": Claim.objects.with_counts_of(source)[:CLAIMS],
    }
    return render(request, "sources/show.html", ctx)
