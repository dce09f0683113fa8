"""A passage at its permanent address."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.models import Status
from archive.reading.passage_page import passage_page, visible_passages


def show(request: HttpRequest, pk: int) -> HttpResponse:
    passage = get_object_or_404(visible_passages(request.user), pk=pk)
    ctx = {
        "page": passage_page(passage),
        "passage": passage,
        "article": passage.article,
        "claim": passage.claim,
        "canonical": request.build_absolute_uri(passage.get_absolute_url()),
        "is_proposed": passage.status == Status.PROPOSED,
        "is_retired": passage.status == Status.RETIRED,
        "selectors": json.dumps(passage.selectors.to_w3c(), ensure_ascii=False, indent=2),
    }
    return render(request, "passages/show.html", ctx)
