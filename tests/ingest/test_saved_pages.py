"""Pages as browsers save them: where they came from, MHTML, and the folders of their parts."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.utils import timezone

from archive.ingest.catalogue import Row
from archive.ingest.kinds import Kind, kind_of
from archive.ingest.limits import Limits
from archive.ingest.opening import items
from tests.ingest.archives import PAGE, opened, refused, taken, zipped

SINGLE_FILE = (
    b"<!--\n Page saved with SingleFile \n url: https://paper.example/a?b=1 \n"
    b" saved date: Sat Mar 02 2024 11:11:12 GMT+0100 (Central European Standard Time)\n-->"
)
MHTML = (
    b"From: <Saved by Blink>\r\n"
    b"Snapshot-Content-Location: https://paper.example/tide\r\n"
    b"Subject: The tide\r\n"
    b"Date: Sat, 2 Mar 2024 10:11:12 -0000\r\n"
    b"MIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----made"\r\n\r\n'
    b"------made\r\nContent-Type: text/html\r\nContent-ID: <frame-1>\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://paper.example/tide\r\n\r\n"
    b"<!doctype html><html><p>The tide came at nin=\r\ne.</p></html>\r\n"
    b"------made\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    b"------made\r\nContent-Type: text/html\r\n\r\n<p>A frame</p>\r\n------made--\r\n"
)


@pytest.mark.parametrize("name", ["tide.mhtml", "tide.mht", "tide.html", "tide"])
def test_the_page_is_taken_out_of_mhtml_with_its_address_and_date(tmp_path: Path, name: str) -> None:
    (each,) = taken(opened(tmp_path / name, MHTML))
    assert each.raw.strip() == b"<!doctype html><html><p>The tide came at nine.</p></html>"
    assert each.url == "https://paper.example/tide"
    assert each.received_at == dt.datetime(2024, 3, 2, 10, 11, 12, tzinfo=dt.UTC)
    assert each.origin == "the page in its MHTML"
    assert kind_of(each.name, each.media_type, each.raw) is Kind.HTML


@pytest.mark.parametrize("year", [b"2999", b"9999"])
def test_no_page_was_saved_in_the_future(tmp_path: Path, year: bytes) -> None:
    made = {"tide.mhtml": MHTML.replace(b"2024", year), "b.html": SINGLE_FILE.replace(b"2024", year) + PAGE}
    for name, raw in made.items():
        (each,) = taken(opened(tmp_path / name, raw))
        assert each.received_at <= timezone.now()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [(b"text/html\r\n", b"text/css\r\n", "holds no page"), (b"Content-ID: <frame-1>", b"\r\n------made--", "is empty")],
)
def test_mhtml_without_a_page_says_so(tmp_path: Path, old: bytes, new: bytes, reason: str) -> None:
    (each,) = refused(opened(tmp_path / "tide.mhtml", MHTML.replace(old, new)), failed=True)
    assert reason in each.reason


def test_a_catalogue_describes_the_file_of_mhtml_and_not_the_page_in_it(tmp_path: Path) -> None:
    path = tmp_path / "tide.mhtml"
    path.write_bytes(MHTML)
    row = Row(1, "tide.mhtml", sha256=hashlib.sha256(MHTML).hexdigest(), size=len(MHTML), title="The tide")
    (each,) = taken(items([path], Limits(), {path: row}))
    assert each.row is not None
    each.row.describes(each.raw)
    path.write_bytes(MHTML + b"\r\n")
    (wrong,) = refused(items([path], Limits(), {path: row}))
    assert "the catalogue says" in wrong.reason


@pytest.mark.parametrize(
    ("note", "url"),
    [
        (b"<!-- saved from url=(0026)https://paper.example/tide -->", "https://paper.example/tide"),
        (b"<!-- saved from url=(0014)about:internet -->", ""),
        (b"<!-- saved from url=(0019)javascript:alert(1) -->", ""),
        (SINGLE_FILE, "https://paper.example/a?b=1"),
        (b"", ""),
    ],
)
def test_a_saved_page_knows_its_address(tmp_path: Path, note: bytes, url: str) -> None:
    raw = PAGE.replace(b"<html>", note + b"<html>")
    (each,) = taken(opened(tmp_path / "page.html", raw))
    assert (each.url, each.raw) == (url, raw)
    if b"saved date" in note:
        assert each.received_at == dt.datetime(2024, 3, 2, 10, 11, 12, tzinfo=dt.UTC)


def test_what_is_in_a_pages_folder_of_parts_is_folded_into_one_line(tmp_path: Path) -> None:
    pages = ("Page.html", "Page_files/frame.html", "Page_files/deep/ad.htm", "Alone_files/own.html")
    parts = ("Page_files/a.png", "Page_files/b.css", "Page_files/.DS_Store")
    for name in pages + parts:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(PAGE)
    for found in (opened(tmp_path / "in"), opened(tmp_path / "in.zip", zipped(dict.fromkeys(pages + parts, PAGE)))):
        assert {each.name.removeprefix("in.zip/") for each in taken(found)} == {"Page.html", "Alone_files/own.html"}
        (told,) = refused(found)
        assert told.name.removeprefix("in.zip/") == "Page_files"
        assert not told.failed
        assert "4 files of the saved page beside it" in told.reason


def test_a_part_that_is_named_is_told_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "Page_files").mkdir()
    paths = [tmp_path / "Page.html", tmp_path / "Page_files" / "frame.html"]
    for path in paths:
        path.write_bytes(PAGE)
    found = list(items(paths, Limits()))
    assert [each.name for each in taken(found)] == ["Page.html"]
    assert [(each.name, each.failed) for each in refused(found)] == [("frame.html", False)]
