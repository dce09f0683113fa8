"""What changed between two captures of an article."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.models import Article
from archive.reading.changes import UnreadableError, changes, pairing, touched

logger = logging.getLogger(__name__)


def show(request: HttpRequest, slug: str, old: str, new: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("source"), slug=slug)
    pair = pairing(article, old, new)
    if pair is None:
        raise Http404("No such captures of this article.")
    ctx = {"frame": "wide", "article": article, "pair": pair, "sides": (pair.old, pair.new)}
    try:
        found = changes(pair)
    except UnreadableError as error:
        logger.error("%s", error)  # noqa: TRY400 - whoever keeps the archive needs the file, not our stack
        return render(request, "changes.html", ctx | {"unreadable": error})
    passages = article.passages.accepted().with_claim().in_text_order()
    return render(request, "changes.html", ctx | {"changes": found, "touched": touched(pair, found.found, passages)})
