"""The queue of passages whose article's text has changed: listed worst first, decided on one by one or together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import ngettext

from archive import curation
from archive.admin import reviewing
from archive.admin.base import ReadOnlyAdmin, log_changes
from archive.admin.keys import is_key
from archive.admin.links import row_link, shortened
from archive.models import Decision, Passage, Reanchoring
from archive.models.columns import LONG_OF_ARTICLE
from archive.models.reanchoring import WORST_FIRST

_PASSAGES_LONG = tuple(f"passage__{name}" for name in LONG_OF_ARTICLE)


class DecisionFilter(admin.SimpleListFilter):
    """What waits, until something else is asked for."""

    title = "decision"
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        decided = [(value, str(label)) for value, label in Decision.choices if value != Decision.WAITING]
        return [*decided, ("all", "All")]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        yield {**first, "display": Decision.WAITING.label}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet[Reanchoring]) -> QuerySet[Reanchoring]:
        value = self.value()
        if value == "all":
            return queryset
        return queryset.filter(decision=value if value in Decision.values else Decision.WAITING)


@admin.register(Reanchoring)
class ReanchoringAdmin(ReadOnlyAdmin[Reanchoring]):
    list_display = ("quotation", "found", "article_link", "claim", "created_at", "decided")
    list_filter = (DecisionFilter, "state", ("passage__article__source", admin.RelatedOnlyFieldListFilter))
    search_fields = ("passage__exact", "passage__claim__statement", "passage__article__title")
    search_help_text = "Quotation, claim and article."
    actions = ("accept", "retire")

    # --- who may ---

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Reanchoring | None = None) -> bool:
        return admin.site.get_model_admin(Passage).has_view_or_change_permission(request)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return reviewing.may_decide(request)

    # --- the list ---

    def for_list(self, rows: QuerySet[Reanchoring]) -> QuerySet[Reanchoring]:
        return rows.select_related("passage__claim", "passage__article", "decided_by").defer(*_PASSAGES_LONG)

    def get_ordering(self, request: HttpRequest) -> Any:
        return WORST_FIRST

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = "Passages whose article’s text has changed, the worst first"
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description="Quotation", ordering="passage__exact")
    def quotation(self, row: Reanchoring) -> str:
        return f"“{shortened(row.passage.exact, 120)}”"

    @admin.display(description="Found", ordering="score")
    def found(self, row: Reanchoring) -> str:
        return reviewing.found(row)

    @admin.display(description="Article", ordering="passage__article__title")
    def article_link(self, row: Reanchoring) -> str:
        return row_link(row.passage.article)

    @admin.display(description="Claim", ordering="passage__claim__statement")
    def claim(self, row: Reanchoring) -> str:
        return shortened(row.passage.claim.statement)

    @admin.display(description="Decision", ordering="decision")
    def decided(self, row: Reanchoring) -> str:
        if row.decided_by is None:
            return row.get_decision_display()
        return format_html("{}, by {}", row.get_decision_display(), row.decided_by.get_username())

    @admin.action(description="Accept: quote the words that stand there now", permissions=["decide"])
    def accept(self, request: HttpRequest, rows: QuerySet[Reanchoring]) -> None:
        with transaction.atomic():
            passages = _waiting(rows)
            accepted = curation.accept(passages, request.user)
            log_changes(request, accepted, reviewing.ACCEPTED)
        self._tell(request, len(accepted), "{} quotation accepted.", "{} quotations accepted.")
        if left := len(passages) - len(accepted):
            words = ngettext(
                "{} orphan is left: it stands nowhere. Move it to other words, or retire it.",
                "{} orphans are left: they stand nowhere. Move them to other words, or retire them.",
                left,
            )
            self.message_user(request, words.format(left), messages.WARNING)

    @admin.action(description="Retire: keep the passages, hidden from readers", permissions=["decide"])
    def retire(self, request: HttpRequest, rows: QuerySet[Reanchoring]) -> None:
        with transaction.atomic():
            passages = _waiting(rows)
            curation.retire(passages, request.user)
            log_changes(request, passages, reviewing.RETIRED)
        self._tell(request, len(passages), "{} passage retired.", "{} passages retired.")

    def _tell(self, request: HttpRequest, count: int, one: str, many: str) -> None:
        level = messages.SUCCESS if count else messages.INFO
        self.message_user(request, ngettext(one, many, count).format(count), level)

    # --- one row ---

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = Reanchoring.objects.for_review().filter(pk=object_id).first() if is_key(object_id) else None
        if row is None:
            raise Http404(f"No re-anchored passage has the number {object_id!r}.")
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if request.method != "POST":
            return reviewing.page(self, request, row)
        if not self.has_decide_permission(request):
            raise PermissionDenied
        return reviewing.decide(self, request, row)


def _waiting(rows: Iterable[Reanchoring]) -> list[Passage]:
    """The passages of those rows that nobody has decided on meanwhile, each once."""
    keys = Reanchoring.objects.waiting().filter(pk__in=[row.pk for row in rows]).values("passage")
    return list(Passage.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
