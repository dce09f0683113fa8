"""`manage.py ingest https://…` as its users meet it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article, Fetch
from tests.ingest.fetching.site import Site, allowed, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    with allowed(settings) as site:
        yield site


def ingest(*arguments: str) -> tuple[str, str]:
    """What the command writes to its outputs; of a run that fails its last word too."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("ingest", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_an_address_is_fetched_once_more_each_time(site: Site) -> None:
    site.page("/a", story())
    assert ingest(site.url("/a"))[0] == "Added 1, unchanged 0, changed 0, failed 0.\n"
    assert ingest(site.url("/a"))[0] == "Added 0, unchanged 1, changed 0, failed 0.\n"
    assert Article.objects.get().title == "The lamps of the quay"
    assert Fetch.objects.count() == 2


def test_what_cannot_be_fetched_is_reported_and_the_rest_goes_on(site: Site, tmp_path: Path) -> None:
    site.page("/a", story())
    report = tmp_path / "report.jsonl"
    out, err = ingest(
        site.url("/gone"), "http://169.254.169.254/latest/meta-data/", site.url("/a"), "--report", str(report)
    )
    assert out == "Added 1, unchanged 0, changed 0, failed 2.\n"
    assert "404 Not Found" in err
    assert "169.254.169.254 is the local link" in err
    assert "2 could not be taken" in err
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [line["status"] for line in lines] == ["failed", "failed", "added"]


def test_files_and_addresses_go_together(site: Site, tmp_path: Path) -> None:
    site.page("/a", story())
    (tmp_path / "b.html").write_bytes(story("Another ending altogether, for the sake of the test."))
    assert ingest(str(tmp_path / "b.html"), site.url("/a"), "--source", "The Post")[0].startswith("Added 2")


def test_a_rehearsal_asks_nobody_and_says_what_would_be_fetched(site: Site, tmp_path: Path) -> None:
    site.page("/a", story())
    ingest(site.url("/a"))
    known, asked, fetches = Article.objects.get(), list(site.asked), Fetch.objects.count()
    report = tmp_path / "report.jsonl"
    out, err = ingest(site.url("/a"), site.url("/b"), "--dry-run", "--report", str(report))
    again, new, summary = out.splitlines()
    assert again.startswith(f"{site.url('/a')}: It is in the archive; it would be fetched again, if its site's robots")
    assert again.endswith(f" {known.get_absolute_url()}")
    assert new.startswith(f"{site.url('/b')}: It would be fetched, if its site's robots.txt allows that.")
    assert summary == "Nothing is written. It would be: added 0, unchanged 0, changed 0, failed 0, to be fetched 2."
    assert err == ""
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [(line["status"], line.get("article", "")) for line in lines] == [
        ("to be fetched", known.get_absolute_url()),
        ("to be fetched", ""),
    ]
    assert (site.asked, Fetch.objects.count()) == (asked, fetches)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://paper.example/a", "must begin with http"),
        ("http://169.254.169.254/latest/", "169.254.169.254 is the local link"),
        ("https://paper.example:22/a", "port 22 is not fetched from"),
    ],
)
def test_a_rehearsal_says_of_an_address_that_cannot_be_fetched_that_it_cannot(address: str, reason: str) -> None:
    out, err = ingest(address, "--dry-run")
    assert out == "Nothing is written. It would be: added 0, unchanged 0, changed 0, failed 1.\n"
    assert reason in err


def test_a_limit_of_reading_holds_for_addresses_and_says_where_its_option_is(site: Site) -> None:
    text = "The harbour lamps went out one by one while the ferry waited for the tide to turn.\n\n" * 3
    site.page("/notes.txt", text.encode(), Content_Type="text/plain")
    out, err = ingest(site.url("/notes.txt"), "--max-lines", "4")
    assert out == "Added 0, unchanged 0, changed 0, failed 1.\n"
    assert "more than 4 lines, the limit of one document. Raise it with --max-lines" in err
    assert "That is an option of manage.py ingest, which takes addresses as well." in err
    assert ingest(site.url("/notes.txt"), "--max-lines", "6")[0].startswith("Added 1")
