"""The first page: what this is, where sources disagree, what is new."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Article, Claim, Passage, Source, Tag

DISPUTED, NEWEST, TAGS = 4, 5, 24  # what fits a first page


def show(request: HttpRequest) -> HttpResponse:
    ctx = {
        "disputed": Claim.objects.disputed()[:DISPUTED],
        "newest": Article.objects.for_lists().with_counts().order_by("-received_at", "-pk")[:NEWEST],
        "tags": Tag.objects.in_use().order_by("-claim_count", "name")[:TAGS],
        "counts": {
            "articles": Article.objects.count(),
            "sources": Source.objects.count(),
            "claims": Claim.objects.count(),
            "passages": Passage.objects.accepted().count(),
        },
    }
    return render(request, "home.html", ctx)
