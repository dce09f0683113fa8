"""Articles and passages as others cite them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from archive.exchange.citations import reference
from archive.exchange.citations.forms import FORMS
from archive.exchange.citations.reference import Reference
from archive.models import Article
from archive.models.columns import LONG
from archive.reading.passage_page import earlier_capture, visible_passages


def article(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    _known(form)
    row = get_object_or_404(Article.objects.select_related("source", "capture").defer(*LONG), slug=slug)
    return _cited(reference.of_article(row, request.build_absolute_uri(row.get_absolute_url())), form)


def passage(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    _known(form)
    row = get_object_or_404(visible_passages(request.user), pk=pk)
    address = request.build_absolute_uri(row.get_absolute_url())
    return _cited(reference.of_passage(row, address, earlier_capture(row)), form)


def _known(form: str) -> None:
    if form not in FORMS:
        raise Http404(_("A citation comes as %(endings)s.") % {"endings": ", ".join(FORMS)})


def _cited(cited: Reference, ending: str) -> HttpResponse:
    form = FORMS[ending]
    response = HttpResponse(form.write(cited), content_type=f"{form.media_type}; charset=utf-8")
    name = content_disposition_header(form.saved, f"{cited.key}.{ending}")
    response.headers["Content-Disposition"] = name or "inline"
    return response
