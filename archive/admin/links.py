"""Links between the pages of the admin, and to the public ones. Everything shown is escaped."""

from __future__ import annotations

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from archive.models import Article, Claim, Passage, Source, Tag

SHORT = 80  # characters of a quotation or title in a list: about a line


def list_url(model: type[Model], **filters: str | int) -> str:
    """The address of the model's list, filtered as its query string says: claim__id__exact=3."""
    url = reverse(f"admin:archive_{model._meta.model_name}_changelist")
    return f"{url}?{urlencode(filters)}" if filters else url


def change_url(row: Model) -> str:
    return reverse(f"admin:archive_{row._meta.model_name}_change", args=[quote(str(row.pk))])


def add_url(model: type[Model], **initial: str | int) -> str:
    """The address of the form for a new row, with some fields filled in."""
    return f"{reverse(f'admin:archive_{model._meta.model_name}_add')}?{urlencode(initial)}"


def count_link(count: int, model: type[Model], **filters: str | int) -> str:
    """A count that leads to the rows counted; a bare 0 where there are none."""
    return format_html('<a href="{}">{}</a>', list_url(model, **filters), count) if count else "0"


def row_link(row: Model) -> SafeString:
    """A row's name, shortened, leading to its form."""
    return format_html('<a href="{}">{}</a>', change_url(row), shortened(str(row)))


def public_link(row: Article | Claim | Passage | Source | Tag) -> SafeString:
    """A link to the page that readers see; its name says which row, for those who hear the list."""
    return format_html(
        '<a href="{}" aria-label="View “{}” in the archive">View</a>', row.get_absolute_url(), shortened(str(row))
    )


def shortened(words: str, length: int = SHORT) -> str:
    return words if len(words) <= length else f"{words[: length - 1]}…"
