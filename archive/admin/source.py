"""Sources: who publishes."""

from __future__ import annotations

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet

from archive.admin.base import CurationAdmin
from archive.admin.fresh import FreshForm
from archive.admin.links import count_link, public_link
from archive.models import Article, Source
from archive.models.source import SourceQuerySet


class SourceForm(FreshForm[Source]):
    pass


@admin.register(Source)
class SourceAdmin(CurationAdmin[Source]):
    form = SourceForm
    list_display = ("name", "kind", "country", "language", "article_total", "view")
    list_filter = ("kind", "country", "language")
    search_fields = ("name", "homepage", "note")
    ordering = ("name",)
    readonly_fields = ("slug",)
    fields = ("name", "slug", "kind", "homepage", "country", "language", "note")

    def for_list(self, rows: QuerySet[Source]) -> QuerySet[Source]:
        return cast("SourceQuerySet", rows).with_counts()

    @admin.display(description="Articles", ordering="article_count")
    def article_total(self, source: Source) -> str:
        return count_link(getattr(source, "article_count", 0), Article, source__id__exact=source.pk)

    @admin.display(description="Page")
    def view(self, source: Source) -> str:
        return public_link(source)
