"""A page by its address into the archive: its fetch is kept first, then it is read and stored as any other."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from warcio.archiveiterator import ArchiveIterator

from archive import content_store
from archive.ingest.fetching.take import take
from archive.ingest.fetching.terms import Terms, World
from archive.ingest.received import Given, Refused
from archive.ingest.store import Outcome, Status
from archive.models import Article, Capture, Fetch
from tests.ingest.fetching.site import Site, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(world: World) -> World:
    """Every name is this machine's."""
    return replace(world, resolve=lambda _: ["127.0.0.1"])


def taken(url: str, terms: Terms, world: World, source: str = "", language: str = "") -> Outcome:
    outcome = take(url, Given(source, language), terms, world)
    assert isinstance(outcome, Outcome), outcome
    return outcome


def refused(url: str, terms: Terms, world: World) -> Refused:
    outcome = take(url, Given(), terms, world)
    assert isinstance(outcome, Refused), outcome
    return outcome


def test_a_page_becomes_an_article_that_leads_back_to_its_fetch(site: Site, terms: Terms, named: World) -> None:
    site.lead("/a", "/lamps")
    site.page("/lamps", story())
    outcome = taken(site.url("/a", "www.news.example"), terms, named)
    assert outcome.status is Status.ADDED
    article = Article.objects.get()
    assert article.title == "The lamps of the quay"
    assert article.url == site.url("/lamps", "www.news.example")
    assert article.source.name
    fetch, capture = Fetch.objects.get(), Capture.objects.get()
    assert (fetch.article, fetch.status, fetch.problem) == (article, 200, "")
    assert (fetch.url, fetch.final_url) == (site.url("/a", "www.news.example"), article.url)
    assert capture.read() == story()
    assert (capture.url, capture.media_type) == (article.url, "text/html; charset=utf-8")
    record = capture.origin.removeprefix(f"fetched, WARC {fetch.warc_sha256[:12]}…, record ")
    assert record in response_records(fetch)


def response_records(fetch: Fetch) -> dict[str, bytes]:
    """The bodies of the kept responses, by the names of their records."""
    warc = content_store.read(fetch.warc_sha256)
    assert len(warc) == fetch.warc_size
    return {
        record.rec_headers.get_header("WARC-Record-ID").strip("<>"): record.content_stream().read()
        for record in ArchiveIterator(io.BytesIO(warc))
        if record.rec_type == "response"
    }


def test_what_is_given_of_it_holds(site: Site, terms: Terms, named: World) -> None:
    site.page("/a", story())
    assert taken(site.url("/a", "news.example"), terms, named, source="The Quay Post").article.source.name == (
        "The Quay Post"
    )


def test_a_text_without_a_source_is_its_hosts(site: Site, terms: Terms, named: World) -> None:
    text = "The harbour lamps went out one by one while the ferry waited for the tide to turn.\n\n" * 3
    site.page("/notes.txt", text.encode(), Content_Type="text/plain")
    article = taken(site.url("/notes.txt", "www.news.example"), terms, named).article
    assert article.source.name == "news.example"
    assert article.source_basis == "inferred from the address"


def test_a_known_address_is_a_new_capture_only_where_its_bytes_changed(site: Site, terms: Terms, named: World) -> None:
    url = site.url("/a", "news.example")
    site.page("/a", story())
    statuses = [taken(url, terms, named).status for _ in range(2)]
    site.page("/a", story("The harbour master has left the quay, and nobody says where he went or why he did."))
    statuses.append(taken(url, terms, named).status)
    assert statuses == [Status.ADDED, Status.UNCHANGED, Status.CHANGED]
    assert (Article.objects.count(), Capture.objects.count(), Fetch.objects.count()) == (1, 2, 3)
    assert "nobody says where he went" in Article.objects.get().text
    assert set(Fetch.objects.values_list("article", flat=True)) == {Article.objects.get().pk}


def test_a_failure_is_kept_with_what_came(site: Site, terms: Terms, named: World) -> None:
    site.page("/a", b"<p>gone</p>", 410)
    said = refused(site.url("/a"), terms, named)
    fetch = Fetch.objects.get()
    assert said.reason == fetch.problem
    assert "410 Gone" in fetch.problem
    assert (fetch.status, fetch.article) == (410, None)
    assert b"<p>gone</p>" in response_records(fetch).values()
    assert not Article.objects.exists()


def test_a_page_that_cannot_be_read_is_kept_and_says_so(site: Site, terms: Terms, named: World) -> None:
    site.page("/a", b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert "fetched and cannot be taken" in refused(site.url("/a"), terms, named).reason
    fetch = Fetch.objects.get()
    assert "fetched and cannot be taken" in fetch.problem
    assert fetch.warc_sha256


def test_what_was_not_asked_for_is_told_and_noted_without_a_file(terms: Terms, named: World) -> None:
    assert "this machine itself" in refused("http://127.0.0.1/", terms, named).reason
    fetch = Fetch.objects.get()
    assert (fetch.warc_sha256, fetch.warc_size, fetch.status) == ("", 0, None)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://user:word@news.example/", "http://0x7f.1/", "http://\x00/"]
)
def test_what_is_no_address_leaves_no_row(url: str, terms: Terms, named: World) -> None:
    assert "fetched" in refused(url, terms, named).reason
    assert not Fetch.objects.exists()


def test_words_of_a_server_cannot_break_a_row(site: Site, terms: Terms, named: World) -> None:
    site.page("/a", story(), Content_Encoding="\x07\x1b[31m\xff" + "x" * 500)
    refused(site.url("/a"), terms, named)
    assert Fetch.objects.get().problem.isprintable()


def test_no_page_takes_the_place_of_another_sites_article(site: Site, terms: Terms, named: World) -> None:
    site.page("/a", story())
    real = taken(site.url("/a", "news.example"), terms, named).article
    claim = f'<link rel=canonical href="{real.url}"><meta property="og:url" content="{real.url}">'
    site.page("/a", story("Forged words.").replace(b"<meta", claim.encode() + b"<meta", 1))
    forged = taken(site.url("/a", "forger.example"), terms, named)
    assert forged.status is Status.ADDED
    assert forged.article.url == site.url("/a", "forger.example")
    real.refresh_from_db()
    assert "Forged words." not in real.text


def test_an_address_that_cannot_be_an_articles_does_not_stop_it(site: Site, terms: Terms, named: World) -> None:
    canonical = b'<link rel=canonical href="https://other.example/a"><meta'
    site.page("/a", story().replace(b"<meta", canonical, 1))
    assert taken(site.url("/a", "under_score.example"), terms, named).article.url == ""
    assert Fetch.objects.get().url == site.url("/a", "under_score.example")


def test_the_kept_file_is_a_web_archive_that_can_be_ingested(
    site: Site, terms: Terms, named: World, tmp_path: Path
) -> None:
    site.lead("/a", "/b")
    site.packed("/b", story())
    article = taken(site.url("/a", "news.example"), terms, named).article
    file = tmp_path / "fetch.warc.gz"
    file.write_bytes(content_store.read(Fetch.objects.get().warc_sha256))
    out = io.StringIO()
    call_command("ingest", str(file), stdout=out)
    assert out.getvalue().startswith("Added 0, unchanged 1, changed 0, failed 0")
    assert Article.objects.get() == article


# --- kept ---


@pytest.fixture
def fetched(searchable: None, site: Site, terms: Terms, named: World) -> Fetch:
    site.page("/a", story())
    taken(site.url("/a", "news.example"), terms, named)
    call_command("flush_index")
    return Fetch.objects.get()


def faults(*arguments: str) -> str:
    errors = io.StringIO()
    with pytest.raises(CommandError, match="faults found"):
        call_command("verify", *arguments, stderr=errors)
    return errors.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_lost_or_changed_file_of_a_fetch_is_found(fetched: Fetch) -> None:
    call_command("verify")
    path = content_store.path_of(fetched.warc_sha256)
    content = path.read_bytes()
    path.unlink()
    assert f"fetch of {fetched.url}" in faults()
    path.write_bytes(content[:-1])
    assert "no longer matches its name" in faults()
    path.write_bytes(content)
    Fetch.objects.update(warc_size=3)
    assert "its row says 3" in faults()


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_the_files_of_fetches(fetched: Fetch, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "backup.tar.gz"
    call_command("backup", str(file))
    call_command("verify", str(file))
    assert "All is well." in capsys.readouterr().out
    content_store.remove(fetched.warc_sha256)
    with pytest.raises(CommandError, match=fetched.warc_sha256):
        call_command("backup", str(tmp_path / "another.tar.gz"))
