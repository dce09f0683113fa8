"""Passages: marked, moved to other words, accepted."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import ngettext

from archive import curation
from archive.admin.base import CurationAdmin, log_changes, without
from archive.admin.links import change_url, public_link, row_link, shortened
from archive.admin.passage_form import MEANS, PassageForm
from archive.models import AnchorState, Decision, Passage, Status
from archive.models.columns import LONG_OF_ARTICLE

CONTEXT = 200  # characters of the article shown on either side of the quotation


@admin.register(Passage)
class PassageAdmin(CurationAdmin[Passage]):
    form = PassageForm
    list_display = ("quotation", "stance", "claim_link", "article_link", "speaker", "status", "anchor", "view")
    list_filter = (
        "status",
        "stance",
        "anchor_state",
        ("article__source", admin.RelatedOnlyFieldListFilter),
        "claim__tags",
    )
    search_fields = ("exact", "speaker", "note", "claim__statement", "article__title")
    search_help_text = "Quotation, speaker, note, claim and article."
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    autocomplete_fields = ("article", "claim")
    radio_fields = {"stance": admin.HORIZONTAL, "status": admin.HORIZONTAL}  # noqa: RUF012 - as Django has it
    readonly_fields = ("anchor", "in_context", "created_at", "changed_at")
    fieldsets = (
        (None, {"fields": ["article", "exact", "before", "take_nearest"]}),
        ("What it says", {"fields": ["claim", "stance", "speaker", "note", "status"]}),
        ("Where it stands", {"fields": ["anchor", "in_context", "created_at", "changed_at"]}),
    )
    actions = ("accept", "propose", "retire")

    # --- the list ---

    def for_list(self, rows: QuerySet[Passage]) -> QuerySet[Passage]:
        return rows.select_related("claim", "article").defer(*LONG_OF_ARTICLE)

    @admin.display(description="Quotation", ordering="exact")
    def quotation(self, passage: Passage) -> str:
        return f"“{shortened(passage.exact, 120)}”"

    @admin.display(description="Claim", ordering="claim__statement")
    def claim_link(self, passage: Passage) -> str:
        return row_link(passage.claim)

    @admin.display(description="Article", ordering="article__title")
    def article_link(self, passage: Passage) -> str:
        return row_link(passage.article)

    @admin.display(description="Anchor", ordering="anchor_state")
    def anchor(self, passage: Passage) -> str:
        """How the span was last found, and how like the quotation it is where that is in doubt."""
        if not passage.pk:
            return "–"
        doubt = "" if passage.anchor_score == 1 or passage.is_orphan else f" {passage.anchor_score:.0%}"
        return format_html(
            '<span class="anchor-{}">{}{}</span>', passage.anchor_state, passage.get_anchor_state_display(), doubt
        )

    @admin.display(description="Page")
    def view(self, passage: Passage) -> str:
        return public_link(passage)

    @admin.action(description="Accept: show to readers", permissions=["change"])
    def accept(self, request: HttpRequest, passages: QuerySet[Passage]) -> None:
        self._set_status(request, passages, Status.ACCEPTED)

    @admin.action(description="Set back to proposed: hide from readers", permissions=["change"])
    def propose(self, request: HttpRequest, passages: QuerySet[Passage]) -> None:
        self._set_status(request, passages, Status.PROPOSED)

    @admin.action(description="Retire: keep, hidden from readers", permissions=["change"])
    def retire(self, request: HttpRequest, passages: QuerySet[Passage]) -> None:
        self._set_status(request, passages, Status.RETIRED)

    def _set_status(self, request: HttpRequest, passages: QuerySet[Passage], status: Status) -> None:
        with transaction.atomic():
            changed = curation.set_status(passages, status)
            if status == Status.RETIRED:
                curation.settle(changed, Decision.RETIRED, request.user)
            log_changes(request, changed, f"Status set to {status.label}.")
        count = len(changed)
        message = ngettext("{} passage set to {}.", "{} passages set to {}.", count).format(count, status.label)
        self.message_user(request, message, messages.SUCCESS if count else messages.INFO)

    # --- the form ---

    def get_fieldsets(self, request: HttpRequest, obj: Passage | None = None) -> Any:
        """A new passage stands nowhere yet; who may not change one needs no means of finding it."""
        if obj is None:
            return self.fieldsets[:-1]
        return self.fieldsets if self.has_change_permission(request, obj) else without(self.fieldsets, *MEANS)

    def save_model(self, request: HttpRequest, obj: Passage, form: Any, change: bool) -> None:
        """What is decided here waits no longer in the queue of re-anchored passages."""
        super().save_model(request, obj, form, change)
        if change and obj.status == Status.RETIRED:
            curation.settle([obj], Decision.RETIRED, request.user)
        elif change and obj.anchor_state == AnchorState.EXACT:
            curation.settle([obj], Decision.MOVED, request.user)

    @admin.display(description="In its context")
    def in_context(self, passage: Passage) -> str:
        """The quotation as it stands in the article, some words around it."""
        if not passage.pk:
            return "–"
        span = passage.span
        if span is None:
            return format_html(
                'These words are no longer found in <a href="{}">the article</a>. Quote what stands there now.',
                change_url(passage.article),
            )
        text = passage.article.text
        before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
        return format_html(
            '<span class="quotation-context">{}{}<mark>{}</mark>{}{}</span>',
            "" if span.start <= CONTEXT else "…",
            before,
            text[span.start : span.end],
            after,
            "" if span.end + CONTEXT >= len(text) else "…",
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the article's page sends along: the words selected, their surroundings and where they stand."""
        given = request.GET
        numbers = {"article": "article", "claim": "claim", "position_start": "start", "position_end": "end"}
        words = {name: given[name] for name in ("exact", "stance", "speaker", "status", "note") if name in given}
        return {
            **words,
            **{name: given[key] for name, key in numbers.items() if re.fullmatch("[0-9]{1,15}", given.get(key, ""))},
            "before": " ".join(given.get("prefix", "").split())[-200:],
            "suffix": given.get("suffix", "")[:200],
        }

    def response_add(self, request: HttpRequest, obj: Passage, post_url_continue: str | None = None) -> HttpResponse:
        response = _same_article(request, obj, super().response_add(request, obj, post_url_continue))
        if "_save" in request.POST and "exact" in request.GET and obj.status == Status.ACCEPTED:
            return HttpResponseRedirect(obj.place_url)  # back to reading, where the words were selected
        return response

    def response_change(self, request: HttpRequest, obj: Passage) -> HttpResponse:
        return _same_article(request, obj, super().response_change(request, obj))


def _same_article(request: HttpRequest, passage: Passage, response: HttpResponse) -> HttpResponse:
    """Let the next form, where one was asked for, begin with the article of the last."""
    if "_addanother" not in request.POST or not isinstance(response, HttpResponseRedirect):
        return response
    joint = "&" if "?" in response.url else "?"
    return HttpResponseRedirect(f"{response.url}{joint}article={passage.article_id}")
