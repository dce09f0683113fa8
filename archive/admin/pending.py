"""Rows that await indexing: a window on the queue. `manage.py` empties it, and so does every change's own commit."""

from __future__ import annotations

from django.contrib import admin

from archive.admin.base import ReadOnlyAdmin
from archive.models import PendingIndexing


@admin.register(PendingIndexing)
class PendingIndexingAdmin(ReadOnlyAdmin[PendingIndexing]):
    list_display = ("model", "key", "queued_at")
    list_filter = ("model",)
    search_fields = ("=model", "=key")
    date_hierarchy = "queued_at"
