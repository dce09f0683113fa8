"""Claims in time: of all tags or one, a lane for each claim."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from archive.forms import ListForm, SourceForm
from archive.models import Article, Claim, Passage, Source, Stance, Status, Tag
from archive.models.article import ArticleQuerySet
from archive.models.claim import ClaimQuerySet
from archive.reading.timeline.drawing import Drawing, draw
from archive.reading.timeline.facts import Scope, claims_timeline
from archive.reading.timeline.holdings import BARS_HEIGHT, Holdings, holdings

LANES = 12  # of a page: about as many as can be taken in before scrolling back to the axis


class TimelineForm(SourceForm, ListForm):
    """The filters of the timeline, from the address. What does not fit is said and left out."""

    stance = forms.ChoiceField(required=False, choices=Stance.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from", "to"):  # `from` cannot be written as an attribute
            self.fields[name] = forms.IntegerField(required=False, min_value=1, max_value=9999)

    def clean(self) -> dict[str, Any]:
        first, last = self.years
        if first and last and first > last:
            self.add_error("to", _("The year %(to)s is before %(from)s.") % {"to": last, "from": first})
        return self.cleaned_data

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The first and the last year asked for."""
        return self.cleaned_data.get("from"), self.cleaned_data.get("to")

    @property
    def scope(self) -> Scope:
        source = self.cleaned_data.get("source")
        return Scope(source and source.pk, self.cleaned_data.get("stance") or "", *self.years)

    @property
    def is_narrow(self) -> bool:
        """Passages of the shown claims are left out."""
        return self.scope != Scope()

    def claims(self) -> ClaimQuerySet:
        """The claims that pass, those with most passages that pass first."""
        claims = Claim.objects.all()
        if tag := self.cleaned_data.get("tag"):
            claims = claims.filter(pk__in=tag.claims.values("pk"))
        counted = claims.annotate(shown=Count("passages", filter=self._passages("passages__")))
        return counted.filter(Q(shown__gt=0)).order_by("-shown", "statement", "pk")

    def held(self) -> ArticleQuerySet:
        """The articles that might speak: all, or those of the source."""
        source = self.cleaned_data.get("source")
        return Article.objects.filter(source=source) if source else Article.objects.all()

    def speaking(self) -> ArticleQuerySet:
        """Those of them that do, to claims that pass."""
        passages = Passage.objects.filter(self._passages(""))
        if tag := self.cleaned_data.get("tag"):
            passages = passages.filter(claim__tags=tag)
        return self.held().filter(pk__in=passages.values("article"))

    def _passages(self, path: str) -> Q:
        """Which passages pass; see Scope, which says the same of rows that are read."""
        scope = self.scope
        asked: dict[str, Any] = {"status": Status.ACCEPTED}
        if scope.source:
            asked["article__source"] = scope.source
        if scope.stance:
            asked["stance"] = scope.stance
        if scope.first:
            asked["article__published_latest__gte"] = dt.date(scope.first, 1, 1)
        if scope.last:
            asked["article__published_earliest__lte"] = dt.date(scope.last, 12, 31)
        return Q(**{f"{path}{field}": value for field, value in asked.items()})


def show(request: HttpRequest) -> HttpResponse:
    form = TimelineForm(request.GET)
    form.is_valid()
    page = Paginator(form.claims(), LANES).get_page(request.GET.get("page"))
    timeline = draw(claims_timeline(list(page), form.scope), form.years, top=BARS_HEIGHT)
    ctx = {
        "form": form,
        "page": page,
        "timeline": timeline,
        "holdings": _holdings(form, timeline),
        "years": form.years,
        "is_filtered": form.is_narrow,
        "tags": Tag.objects.in_use(),
        "sources": Source.objects.in_use(),
        "stances": Stance.choices,
    }
    return render(request, "timeline.html", ctx)


def _holdings(form: TimelineForm, timeline: Drawing) -> Holdings | None:
    """What the archive holds from the time that is drawn; None where nothing is."""
    return holdings(timeline.axis, form.held(), form.speaking()) if timeline.axis else None
