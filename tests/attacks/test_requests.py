"""Requests of strangers to the public pages: read-only, and nothing that they say of themselves is believed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.test import Client

from tests.commands.test_serve import fetched, serving

ROOT = Path(__file__).resolve().parent.parent.parent
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


@pytest.mark.slow
def test_headers_do_not_say_where_the_archive_stands(tmp_path: Path) -> None:
    """With SCRIPT_NAME a stranger could have every link of a page, which a cache might keep, lead elsewhere."""
    with serving(tmp_path, "--without-fixtures") as (_, address):
        fetched(f"{address}/about/")
        request = urllib.request.Request(f"{address}/evil/about/", headers={"SCRIPT_NAME": "/evil"})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)  # noqa: S310 - our own server
        assert refused.value.code == 404
        assert "/evil" not in refused.value.read().decode()


def test_a_new_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "new"
    environment = {**os.environ, "PARALLAX_DATA": str(data)}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True, timeout=120
    )
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600
