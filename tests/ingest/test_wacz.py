"""WACZ: the pages that it lists, out of its archives, and what in it is not as it states."""

from __future__ import annotations

from pathlib import Path

from archive.ingest.limits import Limits
from tests.ingest.archives import PAGE, http, opened, packed, page, record, refused, taken, wacz, zipped

SITE = "https://paper.example"


def crawl(*names: str) -> bytes:
    return packed(record(http(page(name)), f"{SITE}/{name}", number=at) for at, name in enumerate(names, 1))


def test_the_listed_pages_are_taken_and_the_others_passed_over(tmp_path: Path) -> None:
    found = opened(tmp_path / "a.wacz", wacz(crawl("tide", "frame", "sea"), [f"{SITE}/tide", f"{SITE}/sea#top"]))
    assert [(each.url, each.name) for each in taken(found)] == [
        (f"{SITE}/tide", "a.wacz/archive/data.warc.gz"),
        (f"{SITE}/sea", "a.wacz/archive/data.warc.gz"),
    ]
    assert [(each.url, each.failed) for each in refused(found)] == [(f"{SITE}/frame", False)]
    assert "not among the pages that are listed" in refused(found)[0].reason


def test_all_pages_are_taken_where_none_is_listed(tmp_path: Path) -> None:
    nothing: list[str] = []
    for pages in (None, nothing, b""):
        found = opened(tmp_path / "a.wacz", wacz(crawl("tide", "sea"), pages))
        assert len(taken(found)) == 2
        assert not refused(found)


def test_a_list_that_cannot_be_read_is_said_and_all_pages_are_taken(tmp_path: Path) -> None:
    for garbage in (b"\x00\xff\n", b"[1, 2]\n", b'{"url": 3}\n', b"[" * 100_000, b'{"url": "' + b"a" * 2_000_000):
        found = opened(tmp_path / "a.wacz", wacz(crawl("tide", "sea"), garbage))
        assert len(taken(found)) == 2
        (each,) = refused(found, failed=True)
        assert "Its pages are all taken" in each.reason


def test_a_listed_page_that_leads_elsewhere_gives_the_page_it_leads_to(tmp_path: Path) -> None:
    redirect = record(http(b"", status="301 Moved Permanently", Location="/sea"), f"{SITE}/old")
    target = record(http(), f"{SITE}/sea")
    for records in ([redirect, target], [target, redirect]):
        found = opened(tmp_path / "a.wacz", wacz(packed(records), [f"{SITE}/old"]))
        assert [each.url for each in taken(found)] == [f"{SITE}/sea"]
        assert not refused(found, failed=True)


def test_a_listed_page_that_is_in_no_record_is_said(tmp_path: Path) -> None:
    found = opened(tmp_path / "a.wacz", wacz(crawl("tide"), [f"{SITE}/tide", f"{SITE}/lost"]))
    (each,) = refused(found, failed=True)
    assert (each.url, each.origin) == (f"{SITE}/lost", "pages/pages.jsonl")
    assert "no successful response holds it" in each.reason


def test_a_listed_text_is_taken_whatever_its_name(tmp_path: Path) -> None:
    raw = packed([record(http(b"A speech, in words.", "text/plain"), f"{SITE}/speech")])
    assert len(taken(opened(tmp_path / "a.wacz", wacz(raw, [f"{SITE}/speech"])))) == 1


def test_an_archive_that_was_changed_is_said(tmp_path: Path) -> None:
    found = opened(tmp_path / "a.wacz", wacz(crawl("tide"), [f"{SITE}/tide"], digest="0" * 64))
    assert len(taken(found)) == 1
    (each,) = refused(found, failed=True)
    assert "do not have the SHA-256 that datapackage.json states" in each.reason
    assert each.name == "a.wacz/archive/data.warc.gz"


def test_a_package_that_cannot_be_read_is_said_and_the_pages_are_taken(tmp_path: Path) -> None:
    for package in (b"{", b"[]", b'{"resources": 1}'):
        members = {"datapackage.json": package, "archive/a.warc.gz": crawl("tide")}
        found = opened(tmp_path / "a.zip", zipped(members))
        assert len(taken(found)) == 1
        (each,) = refused(found, failed=True)
        assert "datapackage.json cannot be read" in each.reason


def test_a_wacz_without_an_archive_says_so(tmp_path: Path) -> None:
    (each,) = opened(tmp_path / "a.wacz", zipped({"page.html": PAGE}))
    assert "holds no web archive" in refused([each], failed=True)[0].reason


def test_a_revisit_is_resolved_across_the_archives_of_a_wacz(tmp_path: Path) -> None:
    revisit = record(http(b""), f"{SITE}/tide", "revisit", WARC_Payload_Digest="sha1:SAME")
    members = {
        "datapackage.json": b'{"resources": []}',
        "archive/1.warc": record(http(), f"{SITE}/tide", WARC_Payload_Digest="sha1:SAME"),
        "archive/2.warc": revisit,
    }
    found = opened(tmp_path / "a.wacz", zipped(members))
    assert len(taken(found)) == 1
    assert [each.failed for each in refused(found)] == [False]


def test_a_broken_archive_costs_no_other(tmp_path: Path) -> None:
    members = {
        "datapackage.json": b'{"resources": []}',
        "archive/1.warc.gz": b"\x1f\x8b\x08\x00",
        "archive/2.warc.gz": crawl("sea"),
    }
    found = opened(tmp_path / "a.wacz", zipped(members))
    assert [each.url for each in taken(found)] == [f"{SITE}/sea"]
    assert len(refused(found, failed=True)) == 1


def test_a_wacz_in_a_zip_is_opened(tmp_path: Path) -> None:
    found = opened(tmp_path / "all.zip", zipped({"a.wacz": wacz(crawl("tide"), [f"{SITE}/tide"])}))
    assert [each.name for each in taken(found)] == ["all.zip/a.wacz/archive/data.warc.gz"]


def test_a_page_over_the_limit_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    raw = packed([record(http(page("word " * 400_000)), f"{SITE}/long"), record(http(), f"{SITE}/tide")])
    found = opened(tmp_path / "a.wacz", wacz(raw, [f"{SITE}/long", f"{SITE}/tide"]), Limits(item_bytes=1_000_000))
    assert [each.url for each in taken(found)] == [f"{SITE}/tide"]
    (each,) = refused(found)
    assert "--max-size" in each.reason


def test_a_list_of_pages_over_a_limit_says_which_and_all_pages_are_taken(tmp_path: Path) -> None:
    listed = [f"{SITE}/{number}" for number in range(5)]
    long = b'{"url": "%s", "text": "%s"}' % (f"{SITE}/tide".encode(), b"x" * 2_000_000)
    for pages, limits, option in (
        (listed, Limits(items=4), "--max-items"),
        (long, Limits(item_bytes=1_000_000), "--max-size"),
    ):
        found = opened(tmp_path / "a.wacz", wacz(crawl("tide"), pages), limits)
        assert len(taken(found)) == 1
        assert option in refused(found, failed=True)[0].reason
    assert not refused(opened(tmp_path / "a.wacz", wacz(crawl("tide"), long)))
