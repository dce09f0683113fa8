"""WARC and ARC: which records are documents, and what is said of those that are none."""

from __future__ import annotations

import datetime as dt
import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import brotli
import pytest
from django.utils import timezone

from archive.ingest.kinds import HEAD, Kind, kind_of
from archive.ingest.limits import Limits
from archive.ingest.received import Received, Refused
from tests.ingest.archives import HTML, PAGE, arc, http, opened, packed, page, record, refused, taken

Pack = Callable[[list[bytes]], bytes]


def only(found: Iterable[Received | Refused], reason: str, *, failed: bool = False) -> None:
    (each,) = refused(found)
    assert reason in each.reason
    assert each.failed is failed


@pytest.mark.parametrize("pack", [b"".join, packed, lambda records: gzip.compress(b"".join(records))])
def test_a_page_comes_with_its_address_date_type_and_place(tmp_path: Path, pack: Pack) -> None:
    records = [record(b"software: tests", kind="warcinfo", url=""), record(http(), number=7)]
    raw = pack(records)
    (each,) = taken(opened(tmp_path / "crawl.warc.gz", raw))
    assert each.raw == PAGE
    assert each.name == "crawl.warc.gz"
    assert each.url == "https://paper.example/tide"
    assert each.media_type == HTML
    assert each.received_at == dt.datetime(2024, 3, 2, 10, 11, 12, tzinfo=dt.UTC)
    place = int(each.origin.removeprefix("record <urn:uuid:00000000-0000-4000-8000-000000000007> at byte "))
    assert raw[place:].startswith((b"WARC/1.0", b"\x1f\x8b"))


@pytest.mark.parametrize("stated", ["2999-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "no date"])
def test_no_record_was_made_in_the_future(tmp_path: Path, stated: str) -> None:
    before = timezone.now()
    (each,) = taken(opened(tmp_path / "crawl.warc", record(http(), WARC_Date=stated)))
    assert before <= each.received_at <= timezone.now()


def test_an_arc_gives_its_pages(tmp_path: Path) -> None:
    raw = arc(("http://paper.example/a b", http()), ("http://paper.example/2", http(page("Another"))))
    for name, each in (("a.arc", raw), ("a.arc.gz", gzip.compress(raw))):
        first, second = taken(opened(tmp_path / name, each))
        assert first.url == "http://paper.example/a%20b"
        assert first.received_at == dt.datetime(2024, 3, 2, 10, 11, 12, tzinfo=dt.UTC)
        assert (first.raw, second.raw) == (PAGE, page("Another"))
        assert first.origin.startswith("record at byte ")


def chunked(raw: bytes) -> bytes:
    return b"%x\r\n" % 40 + raw[:40] + b"\r\n%X;note=1\r\n" % len(raw[40:]) + raw[40:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (chunked(PAGE), {"Transfer_Encoding": "chunked"}),
        (chunked(PAGE).removesuffix(b"0\r\n\r\n"), {"Transfer_Encoding": "chunked"}),
        (PAGE, {"Transfer_Encoding": "chunked"}),  # undone by the archive's writer, the field left
        (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
        (gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:]), {"Content_Encoding": "x-gzip"}),
        (PAGE, {"Content_Encoding": "gzip"}),
        (chunked(gzip.compress(PAGE)), {"Transfer_Encoding": "chunked", "Content_Encoding": "GZIP"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (zlib.compress(PAGE, wbits=-15), {"Content_Encoding": "deflate"}),
        (PAGE, {"Content_Encoding": "deflate"}),
        (brotli.compress(PAGE), {"Content_Encoding": "br"}),
        (PAGE, {"Content_Encoding": "br"}),
        (brotli.compress(gzip.compress(PAGE)), {"Content_Encoding": "gzip, br"}),
        (PAGE, {"Content_Encoding": "zstd"}),
        (PAGE, {"Content_Encoding": "identity"}),
    ],
)
def test_what_http_wrapped_around_a_page_is_undone(tmp_path: Path, body: bytes, fields: dict[str, str]) -> None:
    (each,) = taken(opened(tmp_path / "a.warc", record(http(body, **fields))))
    assert each.raw == PAGE


@pytest.mark.parametrize(
    ("body", "fields", "reason"),
    [
        (chunked(PAGE)[:80], {"Transfer_Encoding": "chunked"}, "chunked transfer coding is broken at byte"),
        (b"3\r\n<p>\r\nno length\r\n0\r\n\r\n", {"Transfer_Encoding": "chunked"}, "chunked"),
        (gzip.compress(PAGE)[:60], {"Content_Encoding": "gzip"}, "breaks off"),
        (gzip.compress(PAGE)[:20] + b"!" * 20, {"Content_Encoding": "gzip"}, "is broken"),
        (b"\x99\x98 no deflate", {"Content_Encoding": "deflate"}, "is broken"),
        (brotli.compress(PAGE)[:30], {"Content_Encoding": "br"}, "breaks off"),
        (b"\xff\xfe\xfd no brotli", {"Content_Encoding": "br"}, "not the brotli"),
        (b"\x28\xb5\x2f\xfd", {"Content_Encoding": "zstd"}, "'zstd' cannot be undone"),
    ],
)
def test_a_broken_encoding_costs_its_record_and_no_other(
    tmp_path: Path, body: bytes, fields: dict[str, str], reason: str
) -> None:
    raw = record(http(body, **fields)) + record(http(), url="https://paper.example/2")
    found = opened(tmp_path / "a.warc", raw)
    assert [each.url for each in taken(found)] == ["https://paper.example/2"]
    only(found, reason, failed=True)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (record(http(status="404 Not Found")), "status 404"),
        (record(http(status="206 Partial Content")), "status 206"),
        (record(http(b"", status="302 Found", Location="/sea")), "leads to https://paper.example/sea (status 302)"),
        (record(http(b"", status="304 Not Modified")), "had not changed"),
        (record(http(b"\x89PNG\r\n\x1a\n", "image/png")), "no document, but image/png"),
        (record(http(b"\x89PNG\r\n\x1a\n", "text/html")), "no document"),
        (record(http(b"p { color: red }", "text/css")), "text/css"),
        (record(http(b'{"a": 1}', "application/json")), "application/json"),
        (record(http(b'{"a": 1}', "text/html")), "no document"),
        (record(http(b"\x1f\x8b\x08 cut", "application/json", Content_Encoding="gzip")), "application/json"),
        (record(http(b"")), "empty"),
        (
            record(http(b"User-agent: *", "text/plain"), url="https://paper.example/robots.txt"),
            "no text file of its own",
        ),
        (record(http(b"ok", "text/plain")), "no text file of its own"),
        (record(http(), WARC_Resource_Type="xhr"), "part that a page loaded (xhr)"),
        (record(b"192.0.2.1", url="dns:paper.example"), "no page of the web"),
        (record(b"{}", url="urn:pageinfo:https://paper.example/", kind="resource"), "note of the program"),
        (record(b"words", kind="conversion"), "conversion"),
    ],
)
def test_what_is_no_document_is_passed_over_with_its_reason(tmp_path: Path, made: bytes, reason: str) -> None:
    found = opened(tmp_path / "a.warc", made + record(http(), url="https://paper.example/2"))
    assert [each.url for each in taken(found)] == ["https://paper.example/2"]
    only(found, reason)


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (record(http(PAGE, "application/octet-stream")), Kind.HTML),
        (record(http(PAGE, "")), Kind.HTML),
        (record(http(b"<p>Words", "")), Kind.HTML),
        (record(http(b"%PDF-1.4 words", "application/pdf")), Kind.PDF),
        (record(http(b"%PDF-1.4 words", "text/html")), Kind.PDF),
        (record(http(b"Words of a file.", "text/plain"), url="https://paper.example/speech.txt"), Kind.TEXT),
        (record(PAGE, kind="resource", Content_Type="text/html; charset=koi8-r"), Kind.HTML),
        (record(http(), WARC_Target_URI="<https://paper.example/tide>"), Kind.HTML),
    ],
)
def test_a_document_is_known_by_its_bytes_and_read_as_what_it_is(tmp_path: Path, made: bytes, kind: Kind) -> None:
    (each,) = taken(opened(tmp_path / "a.warc.gz", packed([made])))
    assert kind_of(each.name, each.media_type, each.raw[:HEAD]) is kind
    assert each.url.startswith("https://paper.example/")


def test_the_declared_charset_is_kept_where_the_type_is_mended(tmp_path: Path) -> None:
    made = record(http(PAGE, "application/octet-stream; charset=koi8-r"))
    (each,) = taken(opened(tmp_path / "a.warc", made))
    assert each.media_type == "text/html; charset=koi8-r"


def test_a_media_type_that_is_too_long_is_kept_without_what_makes_it_so(tmp_path: Path) -> None:
    made = record(http(PAGE, "text/html; profile=" + "a" * 200 + "; charset=koi8-r"))
    (each,) = taken(opened(tmp_path / "a.warc", made))
    assert each.media_type == "text/html; charset=koi8-r"


def revisit(url: str = "https://paper.example/tide", *, digest: str) -> bytes:
    header = http(b"")
    return record(
        header, url, "revisit", WARC_Refers_To_Target_URI="https://paper.example/tide", WARC_Payload_Digest=digest
    )


def test_a_revisit_of_what_came_before_is_the_same_bytes(tmp_path: Path) -> None:
    digest = "sha1:MADEUPDIGEST"
    found = opened(
        tmp_path / "a.warc",
        record(http(), WARC_Payload_Digest=digest)
        + revisit(digest=digest)
        + revisit("https://m.paper.example/", digest=digest),
    )
    assert len(taken(found)) == 1
    assert [(each.failed, each.url) for each in refused(found)] == [
        (False, "https://paper.example/tide"),
        (False, "https://m.paper.example/"),
    ]
    assert "which came before" in refused(found)[0].reason


def test_a_revisit_of_bytes_in_no_file_given_fails_and_says_which_to_give(tmp_path: Path) -> None:
    found = opened(tmp_path / "a.warc", revisit(digest="sha1:ELSEWHERE"))
    only(found, "bytes of https://paper.example/tide. They are in none of the files given", failed=True)


def test_a_revisit_is_resolved_by_the_files_given_before(tmp_path: Path) -> None:
    (tmp_path / "1.warc").write_bytes(record(http(), WARC_Payload_Digest="sha1:SAME"))
    (tmp_path / "2.warc").write_bytes(revisit(digest="sha1:SAME"))
    found = opened(tmp_path)
    assert len(taken(found)) == 1
    assert not refused(found, failed=True)


@pytest.mark.parametrize("digest", ["sha1:SAME", ""])
def test_a_revisit_is_resolved_by_what_comes_after_it(tmp_path: Path, digest: str) -> None:
    original = record(http(), WARC_Payload_Digest=digest)
    (tmp_path / "1.warc").write_bytes(revisit(digest=digest))
    (tmp_path / "2.warc").write_bytes(revisit(digest=digest) + original)
    found = opened(tmp_path)
    assert len(taken(found)) == 1
    assert [(each.name, each.failed) for each in refused(found)] == [("1.warc", False), ("2.warc", False)]
    assert "which came after it or in another file" in refused(found)[0].reason


def test_a_thousand_revisits_wait_in_their_order_and_count_as_items(tmp_path: Path) -> None:
    raw = b"".join(revisit(f"https://paper.example/{number}", digest=f"sha1:{number}") for number in range(1_200))
    found = refused(opened(tmp_path / "a.warc", raw), failed=True)
    assert [each.url for each in found] == [f"https://paper.example/{number}" for number in range(1_200)]
    over = refused(opened(tmp_path / "a.warc", None, Limits(items=1_000)), failed=True)
    assert len(over) == 1_001
    assert "--max-items" in over[0].reason


def test_revisits_of_pictures_and_fonts_are_passed_over(tmp_path: Path) -> None:
    made = record(http(b"", "image/png"), kind="revisit", url="https://paper.example/a.png")
    made += record(b"", kind="revisit", url="https://paper.example/a.woff2")
    assert [each.failed for each in refused(opened(tmp_path / "a.warc", made))] == [False, False]


def test_the_same_bytes_from_the_same_address_are_taken_once(tmp_path: Path) -> None:
    found = opened(tmp_path / "a.warc", record(http()) + record(http()) + record(http(page("Later"))))
    assert [each.raw for each in taken(found)] == [PAGE, page("Later")]
    only(found, "same bytes came from the same address")


@pytest.mark.parametrize("before", [True, False])
def test_what_answers_a_form_is_no_page_and_requests_are_no_items(tmp_path: Path, *, before: bool) -> None:
    pairs = []
    for number, method in ((4, "POST"), (6, "GET")):
        url = f"https://paper.example/{number}"
        asked = record(f"{method} / HTTP/1.1\r\n\r\n".encode(), url, "request", number=number)
        answered = record(http(page(method)), url, number=number + 1, WARC_Concurrent_To=f"<urn:uuid:{ID % number}>")
        pairs.append(asked + answered if before else answered + asked)
    found = opened(tmp_path / "a.warc", b"".join(pairs))
    assert [each.url for each in taken(found)] == ["https://paper.example/6"]
    only(found, "answers a POST")


ID = "00000000-0000-4000-8000-%012d"


def test_a_record_over_the_limit_says_how_to_raise_it_and_a_film_that_it_is_one(tmp_path: Path) -> None:
    large = page("word " * 400_000)
    raw = (
        record(http(large))
        + record(http(b"\x00" * 2_000_000, "application/x-film"))
        + record(http(), url="https://paper.example/2")
    )
    found = opened(tmp_path / "a.warc", raw, Limits(item_bytes=1_000_000))
    assert len(taken(found)) == 1
    size, film = refused(found)
    assert "--max-size" in size.reason
    assert (film.failed, film.reason) == (False, "It is no document, but application/x-film.")


COUNTS = {  # taken, passed over, failed
    "warc_pywb/warcs/bad.arc": (0, 0, 4),
    "warc_pywb/warcs/dupes.warc.gz": (1, 10, 1),
    "warc_pywb/warcs/example-bad.warc.gz.bad": (1, 2, 0),
    "warc_pywb/warcs/example-extra.warc": (1, 2, 1),
    "warc_pywb/warcs/example-url-agnostic-orig.warc.gz": (1, 0, 0),
    "warc_pywb/warcs/example-url-agnostic-revisit.warc.gz": (0, 0, 1),
    "warc_pywb/warcs/example-wget-1-14.warc.gz": (1, 3, 0),
    "warc_pywb/warcs/example-wpull.warc.gz": (1, 1, 0),
    "warc_pywb/warcs/example.arc": (1, 0, 0),
    "warc_pywb/warcs/example.arc.gz": (1, 0, 0),
    "warc_pywb/warcs/example.warc": (1, 3, 0),
    "warc_pywb/warcs/example.warc.gz": (1, 2, 0),
    "warc_pywb/warcs/example2.warc.gz": (1, 0, 0),
    "warc_pywb/warcs/httpbin-resource.warc.gz": (0, 1, 0),
    "warc_pywb/warcs/iana.warc.gz": (16, 155, 0),
    "warc_pywb/warcs/missing-status-text.warc": (0, 1, 0),
    "warc_pywb/warcs/post-test.warc.gz": (0, 3, 0),
    "warc_pywb/waczs/invalid_example_1.wacz": (0, 0, 1),
    "warc_pywb/waczs/valid_example_1.wacz": (1, 0, 0),
    "warc_warc2zim/data/bad-redirections.warc.gz": (1, 46, 0),
    "warc_warc2zim/data/content-resource-types.warc.gz": (2, 12, 0),
    "warc_warc2zim/data/example-response.warc": (1, 0, 0),
    "warc_warc2zim/data/example-revisit.warc.gz": (2, 4, 0),
    "warc_warc2zim/data/example-utf8.warc": (0, 4, 0),
    "warc_warc2zim/data/example-with-timestamp.warc": (1, 0, 0),
    "warc_warc2zim/data/http-return-codes.warc.gz": (3, 63, 0),
    "warc_warc2zim/data/kiwix-with-redirects.warc.gz": (3, 51, 0),
    "warc_warc2zim/data/main-entry-403.warc.gz": (1, 12, 0),
    "warc_warc2zim/data/self-redirect.warc": (1, 1, 0),
    "warc_warc2zim/data/single-page-test.warc": (3, 50, 0),
    "warc_warc2zim/data/solidaritenum.warc.gz": (3, 92, 0),
    "warc_warc2zim/data-special/qsl.net-encoding-alias.warc.gz": (1, 2, 0),
}


@pytest.mark.parametrize("name", COUNTS)
def test_the_archives_of_other_tools_give_what_is_known_of_them(shared_data: Path, name: str) -> None:
    found = opened(shared_data / name)
    failed = refused(found, failed=True)
    assert (len(taken(found)), len(refused(found, failed=False)), len(failed)) == COUNTS[name], failed
    assert all(each.origin for each in found) or name.endswith("wacz")


def test_every_archive_of_other_tools_is_counted(shared_data: Path) -> None:
    suffixes = ("arc", "warc", "warc.gz", "arc.gz", "wacz", ".bad")
    paths = [path for folder in ("warc_pywb", "warc_warc2zim") for path in (shared_data / folder).rglob("*")]
    assert {path.relative_to(shared_data).as_posix() for path in paths if path.name.endswith(suffixes)} == set(COUNTS)


def test_a_chain_of_redirects_gives_its_last_page_alone(shared_data: Path) -> None:
    found = opened(shared_data / "warc_warc2zim/data/http-return-codes.warc.gz")
    assert Counter(each.reason[:15] for each in refused(found))["It leads to htt"] == 16
    assert "https://www.example.com/" in {each.url for each in taken(found)}
