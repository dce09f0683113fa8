"""Captures: looked at and downloaded, never written."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from archive.admin.base import ReadOnlyAdmin
from archive.admin.downloads import download
from archive.admin.links import change_url, row_link
from archive.content_store import DamagedContentError
from archive.models import Capture
from archive.models.columns import LONG, LONG_OF_ARTICLE


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin[Capture]):
    list_display = ("digest", "article_link", "name", "media_type", "bytes_held", "received_at")
    list_filter = ("media_type", "received_at")
    search_fields = ("=sha256", "sha256__startswith", "name", "url", "article__title")
    search_help_text = "Digest, file name, address and article."
    date_hierarchy = "received_at"
    fields = (
        *("article_link", "sha256", "bytes_held", "media_type"),
        *("name", "origin", "url", "received_at", "download_link"),
    )
    readonly_fields = ("article_link", "bytes_held", "download_link")

    def for_list(self, rows: QuerySet[Capture]) -> QuerySet[Capture]:
        return rows.select_related("article").defer(*LONG, *LONG_OF_ARTICLE)

    @admin.display(description="SHA-256", ordering="sha256")
    def digest(self, capture: Capture) -> str:
        return format_html('<code title="{}">{}</code>', capture.sha256, capture.sha256[:12])

    @admin.display(description="Article", ordering="article__title")
    def article_link(self, capture: Capture) -> str:
        return row_link(capture.article)

    @admin.display(description="Size", ordering="size")
    def bytes_held(self, capture: Capture) -> str:
        return filesizeformat(capture.size)

    @admin.display(description="Bytes")
    def download_link(self, capture: Capture) -> str:
        return format_html('<a href="{}" download>Download as received</a>', download_url(capture))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download)
        return [path("<int:key>/download/", view, name="archive_capture_download"), *super().get_urls()]

    def download(self, request: HttpRequest, key: int) -> HttpResponse:
        """The bytes as they were received."""
        capture = get_object_or_404(Capture, pk=key)
        if not self.has_view_permission(request, capture):
            raise PermissionDenied
        try:
            content = capture.read()
        except DamagedContentError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(change_url(capture))
        return download(content, capture.name or capture.sha256)


def download_url(capture: Capture) -> str:
    return reverse("admin:archive_capture_download", args=[capture.pk])
