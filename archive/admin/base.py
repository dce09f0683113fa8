"""What every list and form of the admin shares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest
from django.db import models
from django.db.models import Model, QuerySet
from django.forms import Media
from django.http import HttpRequest

from archive.admin.keys import KeySelect, KeySelectMultiple, is_key

M = TypeVar("M", bound=Model)

MOST_WORDS = 32  # of a search: each is looked for in every field, and databases take only so many conditions


def log_changes(request: HttpRequest, rows: Iterable[Model], message: str) -> None:
    """Write the same change of each row into its history, in one query."""
    LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, message)  # type: ignore[arg-type]  # any iterable does


class RowList(ChangeList):
    """A list whose rows alone are counted and joined, not what its filters look up."""

    model_admin: CurationAdmin[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().__init__(*args, **kwargs)
        except (OverflowError, ValueError) as error:  # a year or a key that no date or column can hold
            raise IncorrectLookupParameters(error) from error

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet[Any]:
        plain = self.root_queryset
        self.root_queryset = self.model_admin.for_list(plain)
        try:
            return super().get_queryset(request, exclude_parameters)
        finally:
            self.root_queryset = plain


class CurationAdmin(admin.ModelAdmin[M]):
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}  # noqa: RUF012 - as Django has it

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["admin-archive/curation.css"]})

    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        """Rows for one page: named for choices, locked while a form saves them. See RowList for the list."""
        rows = super().get_queryset(request)
        page = request.resolver_match.url_name if request.resolver_match else ""
        if page == "autocomplete":
            return self.for_choices(rows)
        if page == f"archive_{self.opts.model_name}_change" and request.method == "POST":
            return rows.select_for_update()
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        words = search_term.split()
        term = search_term if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS])
        return super().get_search_results(request, queryset, term)

    def response_action(self, request: HttpRequest, queryset: QuerySet[M]) -> Any:
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("An action was asked for on rows that cannot be.")
        return super().response_action(request, queryset)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RowList

    def for_list(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows with what the list shows of them."""
        return rows

    def for_choices(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows with what autocompletion shows of them: their names."""
        return rows

    def get_view_on_site_url(self, obj: M | None = None) -> str | None:
        address = getattr(obj, "get_absolute_url", None)
        return address() if address else None


class ReadOnlyAdmin(CurationAdmin[M]):
    """For rows that nobody writes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


def without(fieldsets: Any, *names: str) -> Any:
    """The fieldsets less some of their fields."""
    return [
        (title, {**options, "fields": [field for field in options["fields"] if field not in names]})
        for title, options in fieldsets
    ]
