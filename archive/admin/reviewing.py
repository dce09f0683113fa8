"""The page of one re-anchored passage: old and new side by side, and what the curator decides there."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive import curation
from archive.admin.base import log_changes
from archive.admin.links import change_url, list_url
from archive.admin.review_form import ReviewForm
from archive.models import Decision, Passage, Reanchoring
from archive.reading.review import review

ACCEPTED = "Accepted the words that stand there since the article’s text changed."
MOVED = "Moved to other words after the article’s text changed."
RETIRED = "Retired after the article’s text changed."

_CHANGED = (
    "The article’s text or this passage was changed since you opened this page, so nothing was done yet. "
    "What you typed is kept below. Look again, and decide on what stands there now."
)
_DECIDED = "Nothing was done: this was decided meanwhile ({})."

Desk = admin.ModelAdmin[Reanchoring]


def may_decide(request: HttpRequest) -> bool:
    """Whoever may change a passage may say what becomes of it."""
    return admin.site.get_model_admin(Passage).has_change_permission(request)


def found(row: Reanchoring) -> SafeString:
    """How the passage was found when the text changed, and how like the quotation that is."""
    likeness = f" {row.score:.0%}" if row.state == "fuzzy" else ""
    return format_html('<span class="anchor-{}">{}{}</span>', row.state, row.get_state_display(), likeness)


def page(
    desk: Desk, request: HttpRequest, row: Reanchoring, form: ReviewForm | None = None, errors: list[str] | None = None
) -> HttpResponse:
    """The page of `row`. form: what was sent, to be shown again; errors: what is wrong with it."""
    waiting = list(Reanchoring.objects.waiting().worst_first().values_list("pk", flat=True))
    passage = row.passage
    ctx = {
        **admin.site.each_context(request),
        "title": "Review a re-anchored passage",
        "opts": desk.opts,
        "media": desk.media,
        "row": row,
        "passage": passage,
        "article": passage.article,
        "found": found(row),
        "review": review(row),
        "form": form or ReviewForm(passage),
        "chosen": form.data.get("candidate", "") if form else "",
        "errors": errors or [],
        "may_decide": row.decision == Decision.WAITING and may_decide(request),
        "newer": _newer(row),
        "next": _next(waiting, row.pk),
        "place": waiting.index(row.pk) + 1 if row.pk in waiting else 0,
        "waiting": len(waiting),
        "list_url": list_url(Reanchoring),
        "passage_url": change_url(passage),
    }
    return TemplateResponse(request, "admin/archive/reanchoring/review.html", ctx)


def decide(desk: Desk, request: HttpRequest, row: Reanchoring) -> HttpResponse:
    """Do what was sent, and go on to the next in the queue; or show the page again and say why not."""
    with transaction.atomic():
        # Locked before it is judged, so that two curators do not decide on one passage at the same time.
        Passage.objects.select_for_update().get(pk=row.passage_id)
        row = Reanchoring.objects.for_review().get(pk=row.pk)
        if row.decision != Decision.WAITING:
            return _too_late(desk, request, row)
        form = ReviewForm(row.passage, request.POST)
        if form.is_stale:
            return page(desk, request, row, form.renewed(), [_CHANGED])
        waiting = list(Reanchoring.objects.waiting().worst_first().values_list("pk", flat=True))
        try:
            with transaction.atomic():
                done = _do(request, row.passage, form)
        except ValidationError as error:
            return page(desk, request, row, form, error.messages)
        except curation.CurationError as error:
            return page(desk, request, row, form, [str(error)])
    desk.message_user(request, done, messages.SUCCESS)
    following = _next(waiting, row.pk)
    return HttpResponseRedirect(_review_url(following) if following else list_url(Reanchoring))


def _do(request: HttpRequest, passage: Passage, form: ReviewForm) -> str:
    """Write the decision and the passage's history; return what to tell the curator."""
    if "_accept" in request.POST:
        if not curation.accept([passage], request.user):
            raise ValidationError("An orphan stands nowhere, so there is nothing to accept. Move it, or retire it.")
        log_changes(request, [passage], ACCEPTED)
        return "Accepted: the quotation is what stands there now."
    if "_move" in request.POST:
        curation.move(passage, form.target(), request.user)
        log_changes(request, [passage], MOVED)
        return f"Moved: the quotation is now “{passage.exact[:80]}”."
    if "_retire" in request.POST:
        curation.retire([passage], request.user)
        log_changes(request, [passage], RETIRED)
        return "Retired: the passage is kept, and readers see it no more."
    raise ValidationError("Nothing was chosen. Accept the words, move the passage, or retire it.")


def _too_late(desk: Desk, request: HttpRequest, row: Reanchoring) -> HttpResponse:
    """What was sent was for a row that is decided: the newer one of the passage is shown, with what was typed."""
    newer = _newer(row)
    if newer is None:
        return page(desk, request, row, None, [_DECIDED.format(row.get_decision_display())])
    return page(desk, request, newer, ReviewForm(newer.passage, request.POST).renewed(), [_CHANGED])


def _newer(row: Reanchoring) -> Reanchoring | None:
    """What waits about the passage of a row that is decided."""
    if row.decision == Decision.WAITING:
        return None
    return Reanchoring.objects.waiting().for_review().filter(passage=row.passage_id).first()


def _next(waiting: list[int], key: int) -> int | None:
    """The row behind this one in the queue, from its end the first; None where no other waits."""
    if key not in waiting:
        return waiting[0] if waiting else None
    place = waiting.index(key)
    others = waiting[place + 1 :] + waiting[:place]
    return others[0] if others else None


def _review_url(key: int) -> str:
    return change_url(Reanchoring(pk=key))
