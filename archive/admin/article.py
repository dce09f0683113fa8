"""Articles: what is known of them, their text as it will be seen, their captures and passages."""

from __future__ import annotations

import re
from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from archive import curation
from archive.admin import furniture, passage_table, provenance
from archive.admin.article_form import ArticleForm, PastedArticleForm
from archive.admin.base import CurationAdmin
from archive.admin.likeness import likenesses_of
from archive.admin.links import count_link, public_link
from archive.ingest.store import store
from archive.models import AnchorState, Article, Capture, Passage, Status
from archive.models.article import ArticleQuerySet
from archive.models.columns import LONG

DESCRIPTION: list[Any] = [
    "title",
    "supplied_title",
    "slug",
    "byline",
    "url",
    "language",
    "section",
    "abstract",
    "digest_of",
]
PROVENANCE: list[Any] = ["source", "source_basis", "published", "date", "published_basis", "how_known", "received_at"]


class StateFilter(admin.SimpleListFilter):
    """Articles that ask for a curator's eye."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("proposed", "Has proposed passages"),
            ("orphans", "Has orphans"),
            ("unmarked", "Has no passage"),
            ("undated", "Undated"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        passages = Passage.objects.all()
        match self.value():
            case "proposed":
                return queryset.filter(pk__in=passages.filter(status=Status.PROPOSED).values("article"))
            case "orphans":
                return queryset.filter(pk__in=passages.filter(anchor_state=AnchorState.ORPHAN).values("article"))
            case "unmarked":
                return queryset.exclude(pk__in=passages.values("article"))
            case "undated":
                return queryset.filter(published="")
        return queryset


class YearFilter(admin.SimpleListFilter):
    """Articles that may have been published in a year, as far as their dates are known."""

    title = "year"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(year), str(year)) for year in Article.objects.years()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        year = self.value() or ""
        if not re.fullmatch(r"[0-9]{1,4}", year) or not int(year):
            return queryset
        return cast("ArticleQuerySet", queryset).perhaps_published_in(int(year))


@admin.register(Article)
class ArticleAdmin(CurationAdmin[Article]):
    form = ArticleForm
    list_display = (
        "title",
        "source",
        "date",
        "language",
        "passage_total",
        "claim_total",
        "proposed",
        "view",
    )
    list_filter = (StateFilter, YearFilter, ("source", admin.RelatedOnlyFieldListFilter), "language", "supplied_title")
    list_select_related = ("source",)
    search_fields = ("title", "byline", "section", "url", "source__name", "abstract")
    search_help_text = "Title, byline, section, address, source and abstract."
    ordering = ("title", "pk")
    autocomplete_fields = ("source",)
    readonly_fields = ("slug", "received_at", "date", "keyword_list", "how_known", "removal")
    fieldsets = (
        ("Description", {"fields": [*DESCRIPTION, "keyword_list"]}),
        ("Provenance", {"fields": PROVENANCE}),
        ("Text", {"fields": ["furniture"]}),
        ("Removal", {"fields": ["removal"]}),
    )
    add_fieldsets = (
        ("Text", {"fields": ["pasted"]}),
        ("Description", {"fields": [name for name in DESCRIPTION if name != "slug"]}),
        ("Provenance", {"fields": ["source", "source_basis", "published", "published_basis"]}),
    )

    # --- the list ---

    def for_list(self, rows: QuerySet[Article]) -> QuerySet[Article]:
        proposed = Count("passages", filter=Q(passages__status=Status.PROPOSED), distinct=True)
        return cast("ArticleQuerySet", rows).for_lists().with_counts().annotate(proposed_count=proposed)

    def for_choices(self, rows: QuerySet[Article]) -> QuerySet[Article]:
        return rows.defer(*LONG)

    @admin.display(description="Date", ordering="published_instant")
    def date(self, article: Article) -> str:
        """The date as readers see it."""
        return str(article.published_date or "–")

    @admin.display(description="Passages", ordering="passage_count")
    def passage_total(self, article: Article) -> str:
        count = getattr(article, "passage_count", 0)
        return count_link(count, Passage, article__id__exact=article.pk, status__exact=Status.ACCEPTED)

    @admin.display(description="Claims", ordering="claim_count")
    def claim_total(self, article: Article) -> int:
        return int(getattr(article, "claim_count", 0))

    @admin.display(description="Proposed", ordering="proposed_count")
    def proposed(self, article: Article) -> str:
        count = getattr(article, "proposed_count", 0)
        return count_link(count, Passage, article__id__exact=article.pk, status__exact=Status.PROPOSED)

    @admin.display(description="Page")
    def view(self, article: Article) -> str:
        return public_link(article)

    # --- the form ---

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change=change, **kwargs, form=ArticleForm if obj else PastedArticleForm)

    @admin.display(description="As it will be seen")
    def furniture(self, article: Article) -> str:
        """What stands in the form's place for those who may only look."""
        return furniture.preview(article)

    @admin.display(description=gettext_lazy("Keywords"))
    def keyword_list(self, article: Article) -> str:
        return " · ".join(article.keywords) or "–"

    @admin.display(description=gettext_lazy("How the rest is known"))
    def how_known(self, article: Article) -> str:
        """Where each fact came from that has no column of its own for that, as it was read when the article came in."""
        return provenance.how_known(article)

    @admin.display(description="To remove it")
    def removal(self, article: Article) -> str:
        return format_html(
            "Captures are kept, so no page deletes an article. On the server, <code>manage.py purge_article {}</code> "
            "deletes it with its passages and captures, for good.",
            article.slug,
        )

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only the command purges."""
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.pk = store(form.extracted).article.pk
            obj.refresh_from_db()
            return
        super().save_model(request, obj, form, change)
        if "furniture" in form.changed_data:
            curation.set_furniture(obj, form.cleaned_data["furniture"])

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = context.get("original")
        if article is not None:
            context["passage_table"] = passage_table.of_article(request, article)
            context["likenesses"] = likenesses_of(article)
            if admin.site.get_model_admin(Capture).has_view_permission(request):
                context["captures"] = list(article.captures.newest_first().defer(*LONG))
        return super().render_change_form(request, context, *args, **kwargs)
