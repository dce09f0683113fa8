"""`manage.py ingest --fetch`: lists that hold addresses alone, as bookmarks are exported."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article
from tests.ingest.fetching.site import Site, allowed, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    with allowed(settings) as site:
        yield site


def ingest(*arguments: object) -> str:
    """What the command writes to its output, whether it fails or not."""
    out = io.StringIO()
    with suppress(CommandError):
        call_command("ingest", *map(str, arguments), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_addresses_of_a_list_are_fetched_where_that_is_asked_for(site: Site, tmp_path: Path) -> None:
    site.page("/a", story())
    path = tmp_path / "list.csv"
    text = "The harbour lights went out one by one while the ferry waited for the tide to turn."
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [
                ("title", "url", "text"),
                ("One", site.url("/a"), ""),
                ("Two", "https://example.org/two", text),
                ("Three", site.url("/gone"), ""),
            ]
        )
    report = tmp_path / "report.jsonl"
    why = "(--report FILE says which and why)"
    assert ingest(path) == f"Added 1, unchanged 0, changed 0, failed 0, passed over 2 {why}.\n"
    assert not [asked for asked in site.asked if asked != "/robots.txt"]
    expected = "Nothing is written. It would be: added 0, unchanged 1, changed 0, failed 0, to be fetched 2.\n"
    assert ingest(path, "--fetch", "--dry-run") == expected
    assert site.asked == []
    assert ingest(path, "--fetch", "--report", report) == "Added 1, unchanged 1, changed 0, failed 1.\n"
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [(line["origin"], line["status"]) for line in lines] == [
        ("row 1", "added"),
        ("row 2", "unchanged"),
        ("row 3", "failed"),
    ]
    assert lines[0]["article"] == Article.objects.get(url=site.url("/a")).get_absolute_url()
    before = list(site.asked)
    assert ingest(path, "--fetch") == "Added 0, unchanged 2, changed 0, failed 1.\n"
    assert "/a" not in site.asked[len(before) :], "what the archive has is not fetched again"


def test_of_a_list_that_fails_row_by_row_so_much_is_told_that_other_failures_are_seen(tmp_path: Path) -> None:
    folder, err, lines = tmp_path / "lists", io.StringIO(), tmp_path / "report.jsonl"
    folder.mkdir()
    (folder / "list.csv").write_text("title,text\n" + "Tide,\n" * 130)
    (folder / "other.csv").write_text("title,text\nQuay,\n")
    with suppress(CommandError):
        call_command("ingest", str(folder), "--report", str(lines), stdout=io.StringIO(), stderr=err)
    told = err.getvalue().splitlines()
    assert sum("list.csv (row " in line for line in told) == 100
    assert told.count("list.csv: more of it fails; --report FILE tells of each.") == 1
    assert sum("other.csv (row 1)" in line for line in told) == 1
    assert len(lines.read_text().splitlines()) == 131
