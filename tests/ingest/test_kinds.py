"""What a document is: its bytes, its declared type and its name, and which of them is believed."""

from __future__ import annotations

import gzip

import hypothesis.strategies as st
import pytest
from hypothesis import given

from archive.ingest.kinds import HEAD, MEDIA_TYPES, Kind, kind_of
from tests.ingest.archives import PAGE, record, zipped

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
MHTML = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"


@pytest.mark.parametrize(
    ("name", "media_type", "head", "kind"),
    [
        # names, where nothing else is known
        ("page.html", "", b"<p>Words</p>", Kind.HTML),
        ("PAGE.HTM", "", b"", Kind.HTML),
        ("notes.md", "", b"# Notes", Kind.MARKDOWN),
        ("notes.txt", "", b"Notes", Kind.TEXT),
        ("list.csv", "", b"title,text\n", Kind.CSV),
        ("list.jsonl", "", b'{"text": "a"}\n', Kind.JSON_LINES),
        ("list.json", "", b'[{"text": "a"}]', Kind.JSON),
        ("folder.v2/notes", "", b"Notes without an ending.", Kind.TEXT),
        ("list.csv.gz", "", gzip.compress(b"title,text\n"), Kind.GZIP),
        # bytes that are certain, whatever is said of them
        ("page.html", "text/html", b"%PDF-1.7\n", Kind.PDF),
        ("report.pdf", "text/html", PAGE, Kind.HTML),
        ("picture.html", "text/html", PNG, Kind.OTHER),
        ("page.txt", "", b"\xef\xbb\xbf \n<!DOCTYPE HTML><html>", Kind.HTML),
        ("page", "", b"<?xml version='1.0'?>\n<!DOCTYPE html><html>", Kind.HTML),
        ("page", "", b"<!-- saved -->\n<html lang=en>", Kind.HTML),
        ("page", "", "\ufeff<html>".encode("utf-16-le"), Kind.HTML),
        ("saved.html", "", MHTML, Kind.MHTML),
        ("data.bin", "", zipped({"a.html": PAGE}), Kind.ZIP),
        ("crawl.wacz", "", zipped({"datapackage.json": b"{}"}), Kind.WACZ),
        ("letter.docx", "", zipped({"word/document.xml": b"<a/>"}), Kind.OTHER),
        ("crawl", "", record(b""), Kind.WARC),
        ("crawl", "", gzip.compress(record(b"")), Kind.WARC),
        ("crawl.gz", "", b"filedesc://a.arc 0.0.0.0 20240302101112 text/plain 10\n", Kind.WARC),
        # declared types
        ("", "text/html; charset=koi8-r", b"Words, and <b>more</b>", Kind.HTML),
        ("", "TEXT/HTML", b"Plain words", Kind.HTML),
        ("", "application/octet-stream", PAGE, Kind.HTML),
        ("", "application/octet-stream", b"\x00\x01\x02", Kind.OTHER),
        ("", "text/plain", PAGE, Kind.HTML),
        ("", "text/html", b'{"property": 1}', Kind.JSON),
        ("", "text/css", b"body { color: red }", Kind.OTHER),
        ("", "idontexist", b"words", Kind.OTHER),
        ("list.csv row", "application/json", b'{"text": "<html><p>a</p>"}', Kind.RECORD),
        ("list.csv", "application/json", b'{"text": "a"}', Kind.RECORD),
        ("crawl.warc.gz", "text/html", b"<p>Words", Kind.HTML),
        # nothing at all
        ("", "", b"", Kind.TEXT),
        ("", "", b"<p>Words</p>", Kind.HTML),
        ("", "", b"<rss version='2.0'>", Kind.OTHER),
    ],
)
def test_kinds(name: str, media_type: str, head: bytes, kind: Kind) -> None:
    assert kind_of(name, media_type, head) is kind


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_the_media_type_of_a_kind_says_that_kind_under_any_name(kind: Kind) -> None:
    assert kind_of("crawl.warc.gz", MEDIA_TYPES[kind], b"Words that show nothing.") is kind


@given(st.text(max_size=40), st.text(max_size=40), st.binary(max_size=200))
def test_any_bytes_are_of_some_kind(name: str, media_type: str, head: bytes) -> None:
    assert kind_of(name, media_type, head) in Kind


def test_a_long_head_that_almost_matches_is_told_at_once() -> None:
    for piece in (b"<!--", b" ", b"<!-- -->", b"<?xml ", b"From: a\r\n", b"\x00"):
        assert kind_of("page.html", "", piece * (HEAD // len(piece))) in Kind
