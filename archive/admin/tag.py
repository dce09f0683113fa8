"""Tags: described, coloured, renamed, merged. An alias is shown, and can only be deleted."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive import curation
from archive.admin import tag_merging
from archive.admin.base import CurationAdmin
from archive.admin.fresh import FreshForm
from archive.admin.links import change_url, count_link, public_link
from archive.admin.rehearsal import rehearsal
from archive.models import Claim, Tag
from archive.models.tag import TagQuerySet


class TagForm(FreshForm[Tag]):
    def clean_name(self) -> str:
        """A new name must be free, as the renaming itself judges."""
        name: str = self.cleaned_data["name"]
        if self.instance.pk and name != self.instance.name:
            try:
                with rehearsal():
                    curation.rename_tag(copy.copy(self.instance), name)
            except curation.CurationError as error:
                raise ValidationError(str(error)) from error
        return name


class KindFilter(admin.SimpleListFilter):
    """Hides the aliases until they are asked for."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("alias", "Aliases"), ("all", "Tags and aliases")]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        yield {**first, "display": "Tags"}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> QuerySet[Tag]:
        if self.value() == "alias":
            return queryset.exclude(alias_of=None)
        return queryset if self.value() == "all" else queryset.filter(alias_of=None)


@admin.register(Tag)
class TagAdmin(CurationAdmin[Tag]):
    form = TagForm
    list_display = ("label", "claim_total", "known_as", "description", "view")
    list_filter = (KindFilter, "colour")
    list_select_related = ("alias_of",)
    search_fields = ("name", "aliases__name", "description")
    ordering = ("name",)
    fields = ("name", "slug", "colour", "swatch", "description", "alias_list")
    readonly_fields = ("slug", "swatch", "alias_list")
    actions = ("merge",)

    # --- the list ---

    def for_list(self, rows: QuerySet[Tag]) -> QuerySet[Tag]:
        return cast("TagQuerySet", rows).with_counts().annotate(alias_count=Count("aliases", distinct=True))

    @admin.display(description="Tag", ordering="name")
    def label(self, tag: Tag) -> str:
        return swatch(tag)

    @admin.display(description="Claims", ordering="claim_count")
    def claim_total(self, tag: Tag) -> str:
        return count_link(getattr(tag, "claim_count", 0), Claim, tags__id__exact=tag.pk)

    @admin.display(description="Aliases", ordering="alias_count")
    def known_as(self, tag: Tag) -> str:
        if tag.alias_of is not None:
            return format_html('alias of <a href="{}">{}</a>', change_url(tag.alias_of), tag.alias_of.name)
        return count_link(getattr(tag, "alias_count", 0), Tag, kind="alias", alias_of__id__exact=tag.pk)

    @admin.display(description="Page")
    def view(self, tag: Tag) -> str:
        return public_link(tag)

    @admin.action(description="Merge into another tag…", permissions=["change"])
    def merge(self, request: HttpRequest, tags: QuerySet[Tag]) -> HttpResponse | None:
        return tag_merging.merge(self, request, tags)

    # --- the form ---

    @admin.display(description="Looks like")
    def swatch(self, tag: Tag) -> str:
        return swatch(tag) if tag.pk else "–"

    @admin.display(description="Aliases")
    def alias_list(self, tag: Tag) -> str:
        if tag.alias_of is not None:
            return format_html('This is an alias of <a href="{}">{}</a>.', change_url(tag.alias_of), tag.alias_of.name)
        if not tag.pk or not (aliases := list(tag.aliases.order_by("name"))):
            return "None. A tag that is renamed or merged leaves its old name here."
        return format_html_join(", ", '<a href="{}">{}</a>', ((change_url(alias), alias.name) for alias in aliases))

    def has_change_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """An alias has nothing of its own to change."""
        return super().has_change_permission(request, obj) and (obj is None or obj.alias_of_id is None)

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        if change and "name" in form.changed_data:
            stored = Tag.objects.get(pk=obj.pk)
            curation.rename_tag(stored, obj.name)
            obj.slug = stored.slug
        super().save_model(request, obj, form, change)

    # --- deleting ---

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What deleting the tags takes along: their aliases; claims stay and only lose the label."""
        keys = [tag.pk for tag in objs]
        aliases = list(Tag.objects.filter(alias_of__in=keys).exclude(pk__in=keys).order_by("name"))
        claims = Claim.objects.filter(tags__in=keys).distinct().count()
        lines: list[Any] = [_named("Tag", tag) for tag in objs]
        lines += [_named("Alias", alias) for alias in aliases]
        lines.append(f"Claims that stay and lose the label: {claims}")
        counts = {"tags": len(keys), "aliases": len(aliases), "labels on claims": claims}
        needed = set() if self.has_delete_permission(request) else {str(self.opts.verbose_name)}
        return lines, counts, needed, []


def _named(kind: str, tag: Tag) -> SafeString:
    return format_html('{}: <a href="{}">{}</a>', kind, change_url(tag), tag.name)


def swatch(tag: Tag) -> SafeString:
    """The tag in its colour, which its name says too."""
    return format_html('<span class="tag tag-{}" title="{}">{}</span>', tag.colour, tag.get_colour_display(), tag.name)


def swatches(tags: Iterable[Tag]) -> SafeString:
    return format_html_join(" ", "{}", ((swatch(tag),) for tag in tags))
