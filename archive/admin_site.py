"""The admin's frame: its name, its order, and what awaits a curator.

It stands outside archive.admin, whose import registers rows on the site and so needs the site to be there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.models import AnchorState, Passage, Status

# As a curator meets them: what is curated, what it stands on, what runs underneath.
ORDER = ("Claim", "Passage", "Tag", "Article", "Source", "Capture", "PendingIndexing")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that ask for a decision, and where they are listed."""

    count: int
    words: str
    url: str


class ParallaxAdminSite(AdminSite):
    site_header = "Parallax"
    site_title = "Parallax"
    index_title = "Curation"
    empty_value_display = "–"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=_place)
        return sorted(apps, key=lambda app: app["app_label"] != "archive")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        shown = self.get_model_admin(Passage).has_view_or_change_permission(request)
        return super().index(request, {"waiting": waiting() if shown else [], **(extra_context or {})})


def _place(model: dict[str, Any]) -> int:
    name = model["object_name"]
    return ORDER.index(name) if name in ORDER else len(ORDER)


def waiting() -> list[Waiting]:
    """What awaits a curator's decision, in one query; nothing where nothing does."""
    counts = Passage.objects.aggregate(
        proposed=Count("pk", filter=Q(status=Status.PROPOSED)),
        orphans=Count("pk", filter=Q(anchor_state=AnchorState.ORPHAN)),
        fuzzy=Count("pk", filter=Q(anchor_state=AnchorState.FUZZY)),
    )
    rows = (
        Waiting(counts["proposed"], "proposed, to accept or not", f"?status__exact={Status.PROPOSED}"),
        Waiting(
            counts["orphans"],
            "orphaned: their words are no longer in the article",
            f"?anchor_state__exact={AnchorState.ORPHAN}",
        ),
        Waiting(counts["fuzzy"], "found approximately: check the words", f"?anchor_state__exact={AnchorState.FUZZY}"),
    )
    passages = reverse("admin:archive_passage_changelist")
    return [replace(row, url=passages + row.url) for row in rows if row.count]
