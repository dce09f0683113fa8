"""Claims, each with its passages."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from archive.admin import passage_table
from archive.admin.base import CurationAdmin
from archive.admin.fresh import FreshForm
from archive.admin.links import count_link, public_link
from archive.admin.tag import swatches
from archive.models import AnchorState, Claim, Passage, Stance, Status
from archive.models.claim import ClaimQuerySet


class ClaimForm(FreshForm[Claim]):
    pass


class NeedsFilter(admin.SimpleListFilter):
    """Claims that ask for a curator's eye."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("disputed", "Sources disagree"),
            ("proposed", "Has proposed passages"),
            ("orphans", "Has orphans"),
            ("empty", "Has no passage"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        passages = Passage.objects.all()
        match self.value():
            case "disputed":
                return queryset.filter(pk__in=Claim.objects.disputed().order_by().values("pk"))
            case "proposed":
                return queryset.filter(pk__in=passages.filter(status=Status.PROPOSED).values("claim"))
            case "orphans":
                return queryset.filter(pk__in=passages.filter(anchor_state=AnchorState.ORPHAN).values("claim"))
            case "empty":
                return queryset.exclude(pk__in=passages.values("claim"))
        return queryset


@admin.register(Claim)
class ClaimAdmin(CurationAdmin[Claim]):
    form = ClaimForm
    list_display = ("statement", "tag_list", "asserts", "disputes", "qualifies", "proposed", "orphans", "view")
    list_filter = (NeedsFilter, "tags")
    search_fields = ("statement", "note", "tags__name", "tags__aliases__name")
    search_help_text = "Statement, note, tags and their aliases."
    ordering = ("statement",)
    autocomplete_fields = ("tags",)
    fields = ("statement", "slug", "tags", "note")
    readonly_fields = ("slug",)

    # --- the list ---

    def for_list(self, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        return (
            cast("ClaimQuerySet", rows)
            .with_counts()
            .annotate(
                proposed_count=Count("passages", filter=Q(passages__status=Status.PROPOSED), distinct=True),
                orphan_count=Count("passages", filter=Q(passages__anchor_state=AnchorState.ORPHAN), distinct=True),
            )
            .prefetch_related("tags")
        )

    @admin.display(description="Tags")
    def tag_list(self, claim: Claim) -> str:
        return swatches(claim.tags.all())

    @admin.display(description="Asserts", ordering="asserts_count")
    def asserts(self, claim: Claim) -> str:
        return _stance_link(claim, Stance.ASSERTS)

    @admin.display(description="Disputes", ordering="disputes_count")
    def disputes(self, claim: Claim) -> str:
        return _stance_link(claim, Stance.DISPUTES)

    @admin.display(description="Qualifies", ordering="qualifies_count")
    def qualifies(self, claim: Claim) -> str:
        return _stance_link(claim, Stance.QUALIFIES)

    @admin.display(description="Proposed", ordering="proposed_count")
    def proposed(self, claim: Claim) -> str:
        count = getattr(claim, "proposed_count", 0)
        return count_link(count, Passage, claim__id__exact=claim.pk, status__exact=Status.PROPOSED)

    @admin.display(description="Orphans", ordering="orphan_count")
    def orphans(self, claim: Claim) -> str:
        count = getattr(claim, "orphan_count", 0)
        return count_link(count, Passage, claim__id__exact=claim.pk, anchor_state__exact=AnchorState.ORPHAN)

    @admin.display(description="Page")
    def view(self, claim: Claim) -> str:
        return public_link(claim)

    # --- the form ---

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        claim = context.get("original")
        if claim is not None:
            context["passage_table"] = passage_table.of_claim(request, claim)
        return super().render_change_form(request, context, *args, **kwargs)


def _stance_link(claim: Claim, stance: Stance) -> str:
    return count_link(
        getattr(claim, f"{stance.value}_count", 0),
        Passage,
        claim__id__exact=claim.pk,
        stance__exact=stance.value,
        status__exact=Status.ACCEPTED,
    )
