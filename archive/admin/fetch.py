"""Pages fetched by their addresses: asked for on a form, listed with what became of them, never changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import content_store
from archive.admin.base import ReadOnlyAdmin
from archive.admin.downloads import download
from archive.admin.links import change_url, list_url, row_link, shortened
from archive.ingest.catalogue import Row
from archive.ingest.extracted import LONGEST
from archive.ingest.fetching.take import take
from archive.ingest.fetching.target import LONGEST as LONGEST_ADDRESS
from archive.ingest.received import Refused
from archive.ingest.store import Outcome, Status
from archive.models import Article, Fetch
from archive.models.columns import LONG_OF_ARTICLE
from archive.text.normalize import fold_line


class AddressForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_ADDRESS,
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField", "inputmode": "url", "autocomplete": "url"}),
        help_text=gettext_lazy("Of the page as a browser shows it, with http:// or https://."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=LONGEST["source"],
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("Who publishes it. Left empty, it is what the page says, or its host."),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        return address if "://" in address else f"https://{address}"

    def clean_source(self) -> str:
        return fold_line(self.cleaned_data["source"])

    def stated(self) -> Row | None:
        """What the curator says of the page, which holds whatever the page says."""
        source = self.cleaned_data["source"]
        return Row(0, "", source=source, source_basis="stated by the curator who fetched it") if source else None


class OutcomeFilter(admin.SimpleListFilter):
    title = "outcome"
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("article", "Became an article"), ("problem", "Failed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Fetch]) -> QuerySet[Fetch]:
        if self.value() == "article":
            return queryset.exclude(article=None)
        return queryset.exclude(problem="") if self.value() == "problem" else queryset


@admin.register(Fetch)
class FetchAdmin(ReadOnlyAdmin[Fetch]):
    list_display = ("address", "fetched_at", "status", "article_link", "problem", "bytes_held")
    list_filter = (OutcomeFilter, "fetched_at")
    search_fields = ("url", "final_url", "problem", "article__title", "=warc_sha256")
    search_help_text = "Address, problem, article and the digest of the WARC file."
    date_hierarchy = "fetched_at"
    fields = (
        *("url", "final_url", "fetched_at", "status", "problem", "article_link"),
        *("warc_sha256", "bytes_held", "download_link"),
    )
    readonly_fields = ("article_link", "bytes_held", "download_link")

    # --- the list, and a row of it ---

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = _("Pages fetched by their addresses")
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def for_list(self, rows: QuerySet[Fetch]) -> QuerySet[Fetch]:
        return rows.select_related("article").defer(*LONG_OF_ARTICLE)

    @admin.display(description="Address", ordering="url")
    def address(self, fetch: Fetch) -> str:
        return shortened(fetch.url)

    @admin.display(description="Article", ordering="article__title")
    def article_link(self, fetch: Fetch) -> str:
        return row_link(fetch.article) if fetch.article else "–"

    @admin.display(description="WARC file", ordering="warc_size")
    def bytes_held(self, fetch: Fetch) -> str:
        return filesizeformat(fetch.warc_size) if fetch.warc_sha256 else "–"

    @admin.display(description="Bytes")
    def download_link(self, fetch: Fetch) -> str:
        if not fetch.warc_sha256:
            return "None: nothing was received."
        url = reverse("admin:archive_fetch_download", args=[fetch.pk])
        return format_html('<a href="{}" download>Download the WARC file</a>', url)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download)
        return [path("<int:key>/download/", view, name="archive_fetch_download"), *super().get_urls()]

    def download(self, request: HttpRequest, key: int) -> HttpResponse:
        """The requests and responses as a WARC file."""
        fetch = get_object_or_404(Fetch.objects.exclude(warc_sha256=""), pk=key)
        if not self.has_view_permission(request, fetch):
            raise PermissionDenied
        try:
            content = content_store.read(fetch.warc_sha256)
        except content_store.DamagedContentError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(change_url(fetch))
        return download(content, f"{fetch.warc_sha256[:12]}.warc.gz")

    # --- adding by address ---

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A fetch makes an article, and is no more of a risk than one that is pasted."""
        return request.user.has_perm("archive.add_article")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        """The form that asks for an address, and when it comes back the fetch itself, while the curator waits."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AddressForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            outcome = take(form.cleaned_data["address"], row=form.stated())
            if not isinstance(outcome, Refused):
                return self._taken(request, outcome)
            form.add_error("address", outcome.reason)
        return self._page(request, form)

    def _taken(self, request: HttpRequest, outcome: Outcome) -> HttpResponse:
        article = outcome.article
        if outcome.status is Status.ADDED:
            said = _("“%(title)s” was fetched and added. Check what was read from the page.")
            self.log_addition(request, article, "Fetched by its address.")  # type: ignore[arg-type] # any row does
        elif outcome.status is Status.UNCHANGED:
            said = _("“%(title)s” is in the archive already, as it was fetched now.")
        else:
            said = _("“%(title)s” was in the archive; what was fetched now differs, and is a new capture of it.")
        self.message_user(request, said % {"title": article.title}, messages.SUCCESS)
        allowed = self.admin_site.get_model_admin(Article).has_view_or_change_permission(request)
        return HttpResponseRedirect(change_url(article) if allowed else reverse("admin:index"))

    def _page(self, request: HttpRequest, form: AddressForm) -> HttpResponse:
        ctx: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("Add by address"),
            "opts": self.opts,
            "articles": list_url(Article),
            "form": form,
            "media": self.media + form.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/archive/fetch/add.html", ctx)
