"""Requests of strangers to the public pages: read-only, and nothing that they say of themselves is believed."""

from __future__ import annotations

import pytest
from django.test import Client

PAGES = [
    "/",
    "/articles/",
    "/claims/",
    "/tags/",
    "/sources/",
    "/compare/",
    "/matrix/",
    "/timeline/",
    "/search/",
    "/about/",
    "/robots.txt",
]


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("address", PAGES)
def test_pages_are_only_read(client: Client, address: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        assert client.generic(method, address).status_code == 405, method
    assert client.head(address).status_code == client.get(address).status_code == 200
