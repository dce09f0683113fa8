"""Near duplicates: two articles side by side, said to be one story published twice, or dismissed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from archive import curation
from archive.admin.base import ReadOnlyAdmin, log_changes
from archive.admin.links import change_url
from archive.models import Article, Likeness, Verdict
from archive.models.columns import LONG
from archive.models.likeness import UNDECIDED_FIRST


@admin.register(Likeness)
class LikenessAdmin(ReadOnlyAdmin[Likeness]):
    list_display = ("alike", "one", "another", "compared", "verdict", "found_at")
    list_display_links = None
    list_filter = ("verdict", "found_at")
    search_fields = ("article__title", "other__title", "article__source__name", "other__source__name")
    search_help_text = "Titles and sources."
    fields = ("alike", "one", "another", "compared", "verdict", "found_at", "decided_at")
    readonly_fields = fields
    actions = ("link", "dismiss", "reopen")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Likeness | None = None) -> bool:
        return admin.site.get_model_admin(Article).has_view_or_change_permission(request)

    def has_judge_permission(self, request: HttpRequest) -> bool:
        """Whoever may change an article may say what it is also published as."""
        return admin.site.get_model_admin(Article).has_change_permission(request)

    def get_ordering(self, request: HttpRequest) -> Any:
        return UNDECIDED_FIRST

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = "Articles that are nearly the same"
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def for_list(self, rows: QuerySet[Likeness]) -> QuerySet[Likeness]:
        long = [f"{side}__{name}" for side in ("article", "other") for name in LONG]
        return rows.select_related("article__source", "other__source").defer(*long)

    @admin.display(description="Alike", ordering="similarity")
    def alike(self, likeness: Likeness) -> str:
        return f"{likeness.similarity:.0%}"

    @admin.display(description="Article", ordering="article__title")
    def one(self, likeness: Likeness) -> str:
        return _described(likeness.article)

    @admin.display(description="The other", ordering="other__title")
    def another(self, likeness: Likeness) -> str:
        return _described(likeness.other)

    @admin.display(description="Both")
    def compared(self, likeness: Likeness) -> str:
        name = f"Read “{likeness.article.title}” and “{likeness.other.title}” side by side"
        return format_html('<a href="{}" aria-label="{}">Side by side</a>', _side_by_side(likeness), name)

    @admin.action(description="Also published as: tell readers of the other", permissions=["judge"])
    def link(self, request: HttpRequest, likenesses: QuerySet[Likeness]) -> None:
        self._judge(request, likenesses, Verdict.LINKED, "{} pair linked.", "{} pairs linked.")

    @admin.action(description="Dismiss: two articles that have nothing to do with each other", permissions=["judge"])
    def dismiss(self, request: HttpRequest, likenesses: QuerySet[Likeness]) -> None:
        self._judge(request, likenesses, Verdict.DISMISSED, "{} pair dismissed.", "{} pairs dismissed.")

    @admin.action(description="Set back to found: to be decided later", permissions=["judge"])
    def reopen(self, request: HttpRequest, likenesses: QuerySet[Likeness]) -> None:
        self._judge(request, likenesses, Verdict.FOUND, "{} pair set back.", "{} pairs set back.")

    def _judge(
        self, request: HttpRequest, likenesses: QuerySet[Likeness], verdict: Verdict, one: str, many: str
    ) -> None:
        with transaction.atomic():
            changed = curation.judge(self.for_list(likenesses), verdict)
            log_changes(request, changed, f"Set to “{verdict.label}”.")
        count = len(changed)
        level = messages.SUCCESS if count else messages.INFO
        self.message_user(request, ngettext(one, many, count).format(count), level)


def _described(article: Article) -> SafeString:
    """An article as one tells it from a near double: title, source, date and address."""
    return format_html(
        '<a href="{}">{}</a><br><span class="quiet">{}, {}</span>{}',
        change_url(article),
        article.shown_title,
        article.source.name,
        str(article.published_date or "undated"),
        format_html('<br><span class="quiet">{}</span>', article.url) if article.url else "",
    )


@dataclass(frozen=True, slots=True)
class Alike:
    """Another article that is nearly the same as the one shown; percent: of five-word shingles in common."""

    article: Article
    percent: int
    verdict: str
    side_by_side: str


def likenesses_of(article: Article) -> list[Alike]:
    """The articles that are nearly the same, but for dismissed ones; the likest first, in two queries."""
    found = list(Likeness.objects.of(article).exclude(verdict=Verdict.DISMISSED))
    others = Article.objects.for_lists().in_bulk({likeness.other_of(article.pk) for likeness in found})
    return [
        Alike(
            others[likeness.other_of(article.pk)],
            round(100 * likeness.similarity),
            likeness.get_verdict_display(),
            _side_by_side(likeness),
        )
        for likeness in found
    ]


def _side_by_side(likeness: Likeness) -> str:
    return reverse("comparison", args=[[likeness.article_id, likeness.other_id]])
