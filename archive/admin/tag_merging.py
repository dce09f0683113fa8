"""The page between choosing tags and merging them: what moves, and into which tag."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from archive import curation
from archive.admin.base import log_changes
from archive.admin.keys import KeySelect
from archive.models import Claim, Tag

MOST = 100  # tags in one merge: a slip of "select all" should not fold the whole vocabulary into one


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Tag.objects.preferred(),
        label="Merge into",
        widget=KeySelect(Claim._meta.get_field("tags"), admin.site),
        help_text="This tag stays and takes over the claims, the names and the addresses of the others.",
    )


def merge(model_admin: admin.ModelAdmin[Tag], request: HttpRequest, tags: QuerySet[Tag]) -> HttpResponse | None:
    """Show the page, or when it comes back merge all of `tags` into the tag it names, in one transaction."""
    chosen = list(tags.order_by("name")[: MOST + 1])
    if problem := _problem(chosen):
        model_admin.message_user(request, problem, messages.ERROR)
        return None
    form = MergeForm(request.POST if "into" in request.POST else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                moved = _merge_all(request, chosen, form.cleaned_data["into"])
        except curation.CurationError as error:
            form.add_error("into", str(error))
        else:
            model_admin.message_user(request, moved, messages.SUCCESS)
            return None
    return _page(model_admin, request, chosen, form)


def _problem(chosen: list[Tag]) -> str:
    if len(chosen) > MOST:
        return f"At most {MOST} tags are merged at once. Choose fewer."
    alias = next((tag for tag in chosen if tag.alias_of_id is not None), None)
    return f"“{alias.name}” is an alias. Choose the tag that it stands for." if alias else ""


def _merge_all(request: HttpRequest, chosen: list[Tag], into: Tag) -> str:
    """Merge and write the history of every tag; return what to tell the curator."""
    keys = [into.pk, *(tag.pk for tag in chosen)]
    rows = {tag.pk: tag for tag in Tag.objects.select_for_update().filter(pk__in=keys)}
    into = rows.pop(into.pk)
    going = list(rows.values())
    if not going:
        raise curation.CurationError(f"“{into.name}” cannot be merged into itself. Choose another tag.")
    for tag in going:
        moved = curation.merge_tags(tag, into)
        log_changes(request, [tag], f"Merged into “{into.name}”: {_claims(len(moved))} moved.")
        log_changes(request, moved, f"Its tag “{tag.name}” became “{into.name}”.")
        log_changes(request, [into], f"Took over “{tag.name}” with {_claims(len(moved))}.")
    names = ", ".join(f"“{tag.name}”" for tag in going)
    return f"{names} merged into “{into.name}”. The old names stay as aliases."


def _claims(count: int) -> str:
    return "1 claim" if count == 1 else f"{count} claims"


def _page(model_admin: admin.ModelAdmin[Tag], request: HttpRequest, chosen: list[Tag], form: MergeForm) -> HttpResponse:
    keys = [tag.pk for tag in chosen]
    counted = Tag.objects.filter(pk__in=keys).with_counts().annotate(alias_count=Count("aliases", distinct=True))
    ctx: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "title": "Merge tags",
        "opts": model_admin.opts,
        "tags": counted.order_by("name"),
        "claim_count": Claim.objects.filter(tags__in=keys).distinct().count(),
        "form": form,
        "media": model_admin.media + form.media,
        "checkbox_name": ACTION_CHECKBOX_NAME,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/archive/tag/merge.html", ctx)
