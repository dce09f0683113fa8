"""Claims: the list, and one with the passages that speak to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive import rendering
from archive.forms import CLAIM_SORTS, ClaimFilterForm, PassageFilterForm
from archive.models import Article, Claim, Passage, Source, Stance, Tag
from archive.models.passage import PassageQuerySet
from archive.reading.timeline.drawing import draw
from archive.reading.timeline.facts import claim_timeline
from archive.views.pagination import page_of

PER_PAGE = 50  # passages: each is a few lines
FEW = 10  # passages that need no filter
CHOICES = 12  # articles that are offered for comparison; the list of articles has the others


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


@dataclass(frozen=True, slots=True)
class Section:
    """One stance. count: its passages on all pages. begins_on: the page of its first one; 0 where there is none."""

    stance: Stance
    count: int
    begins_on: int
    passages: list[Passage]


@dataclass(frozen=True, slots=True)
class Choice:
    """An article that may be compared. stances: those that its passages take. checked: chosen to begin with."""

    article: Article
    stances: list[Stance]
    checked: bool


def show(request: HttpRequest, slug: str) -> HttpResponse:
    claim = get_object_or_404(Claim.objects.with_counts().prefetch_related("tags"), slug=slug)
    form = PassageFilterForm(request.GET)
    form.is_valid()
    counts = _counts(form.passages(claim))
    page = Paginator(_in_order(form.passages(claim)), PER_PAGE).get_page(request.GET.get("page"))
    spoken = claim.passages.accepted()
    ctx = {
        "claim": claim,
        "form": form,
        "page": page,
        "sections": _sections(page, counts),
        "choices": _choices(spoken),
        "related": _related(claim),
        "timeline": None if form.is_filtered or page.number > 1 else draw(claim_timeline(claim)),
        "canonical": request.build_absolute_uri(_canonical(claim, form, page)),
        "filterable": claim.passage_count > FEW or form.is_filtered,
        "stances": Stance,
        "sources": list(Source.objects.filter(articles__in=spoken.values("article")).distinct().order_by("name")),
        "years": Article.objects.filter(pk__in=spoken.values("article")).order_by().years(),
    }
    return render(request, "claims/show.html", ctx)


def _in_order(passages: PassageQuerySet) -> QuerySet[Passage, int]:
    """The keys of the passages by stance and date: to sort them all the database need not carry their words along."""
    stances = [When(stance=stance, then=Value(place)) for place, stance in enumerate(Stance)]
    by_date = passages.by_date()
    order = Case(*stances, output_field=IntegerField()), *by_date.query.order_by
    return by_date.order_by(*order).values_list("pk", flat=True)


def _counts(passages: PassageQuerySet) -> dict[str, int]:
    """How many take each stance, in one query."""
    return dict(passages.order_by().values_list("stance").annotate(count=Count("pk")))


def _sections(page: Page[Any], counts: dict[str, int]) -> list[Section]:
    keys = list(page)
    found = Passage.objects.with_article().with_context(rendering.CONTEXT).in_bulk(keys)
    shown = [found[key] for key in keys if key in found]
    sections, before = [], 0
    for stance in Stance:
        count = counts.get(stance, 0)
        of_it = [passage for passage in shown if passage.stance == stance]
        sections.append(Section(stance, count, before // PER_PAGE + 1 if count else 0, of_it))
        before += count
    return sections


def _canonical(claim: Claim, form: PassageFilterForm, page: Page[Any]) -> str:
    """The page's own address; of a filtered one that of the whole."""
    address = claim.get_absolute_url()
    return address if form.is_filtered or page.number == 1 else f"{address}?page={page.number}"


def _choices(spoken: PassageQuerySet) -> list[Choice]:
    """The articles that say most to the claim, two of them chosen: one on either side, where there are two sides."""
    per_stance = {str(stance): Count("pk", filter=Q(stance=stance)) for stance in Stance}
    rows = list(
        spoken.order_by()
        .values("article")
        .annotate(count=Count("pk"), **per_stance)
        .order_by("-count", "article")[:CHOICES]
    )
    articles = Article.objects.for_lists().in_bulk([row["article"] for row in rows])
    chosen = _two_sides(rows)
    return [
        Choice(
            articles[row["article"]],
            [stance for stance in Stance if row[stance.value]],
            row["article"] in chosen,
        )
        for row in rows
    ]


def _two_sides(rows: Sequence[dict[str, int]]) -> list[int]:
    """An article that asserts and another that disputes, or simply the first two."""
    keys = [row["article"] for row in rows]
    asserting = [row["article"] for row in rows if row[Stance.ASSERTS.value]]
    disputing = [row["article"] for row in rows if row[Stance.DISPUTES.value]]
    pairs = ([one, other] for one in asserting for other in disputing if one != other)
    return next(pairs, keys[:2])


def _related(claim: Claim) -> list[Claim]:
    """Other claims under the same tags, those with most tags in common first."""
    return list(Claim.objects.sharing_tags_with(claim)[:5])
