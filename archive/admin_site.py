"""The admin's frame: its name, its order, and what awaits a curator.

It stands outside archive.admin, whose import registers rows on the site and so needs the site to be there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Count, Model, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.models import AnchorState, Article, Likeness, Passage, Reanchoring, Status, Verdict

# As a curator meets them: what is curated, what it stands on, what runs underneath.
ORDER = (
    *("Claim", "Passage", "Reanchoring", "Tag"),
    *("Article", "Likeness", "Source"),
    *("Capture", "Fetch", "PendingIndexing"),
)


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
        rows = waiting_passages() if self._shows(request, Passage) else []
        rows += waiting_likenesses() if self._shows(request, Article) else []
        return super().index(request, {"waiting": rows, **(extra_context or {})})

    def _shows(self, request: HttpRequest, model: type[Model]) -> bool:
        return self.get_model_admin(model).has_view_or_change_permission(request)


def _place(model: dict[str, Any]) -> int:
    name = model["object_name"]
    return ORDER.index(name) if name in ORDER else len(ORDER)


def waiting_passages() -> list[Waiting]:
    """The passages that await a curator's decision, in two queries; nothing where none does."""
    counts = Passage.objects.aggregate(
        proposed=Count("pk", filter=Q(status=Status.PROPOSED)),
        orphans=Count("pk", filter=Q(anchor_state=AnchorState.ORPHAN) & ~Q(status=Status.RETIRED)),
        fuzzy=Count("pk", filter=Q(anchor_state=AnchorState.FUZZY) & ~Q(status=Status.RETIRED)),
    )
    passages = reverse("admin:archive_passage_changelist")
    in_use = f"status__in={Status.PROPOSED},{Status.ACCEPTED}"
    rows = (
        Waiting(counts["proposed"], "proposed, to accept or not", f"{passages}?status__exact={Status.PROPOSED}"),
        Waiting(
            Reanchoring.objects.waiting().count(),
            "whose article’s text changed: see old and new side by side",
            reverse("admin:archive_reanchoring_changelist"),
        ),
        Waiting(
            counts["orphans"],
            "orphaned: their words are no longer in the article",
            f"{passages}?anchor_state__exact={AnchorState.ORPHAN}&{in_use}",
        ),
        Waiting(
            counts["fuzzy"],
            "found approximately: check the words",
            f"{passages}?anchor_state__exact={AnchorState.FUZZY}&{in_use}",
        ),
    )
    return [row for row in rows if row.count]


def waiting_likenesses() -> list[Waiting]:
    """The near duplicates that nobody has judged, in one query."""
    count = Likeness.objects.filter(verdict=Verdict.FOUND).count()
    url = f"{reverse('admin:archive_likeness_changelist')}?verdict__exact={Verdict.FOUND}"
    return [Waiting(count, "pairs of articles nearly the same: link or dismiss them", url)] if count else []
