"""Lists in pages. A page number that makes no sense leads to the nearest page that there is."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 20


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of `rows` that the address asks for by `?page=`."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
