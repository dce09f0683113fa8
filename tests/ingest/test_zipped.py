"""Zips: their members as documents, and the names, sizes and methods that must not be trusted."""

from __future__ import annotations

import gzip
import io
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from archive.ingest.limits import Limits
from archive.ingest.zipped import harmless
from tests.ingest.archives import PAGE, http, opened, packed, page, record, refused, stream, taken, zipped


def test_a_zip_gives_its_documents_and_what_is_in_its_containers(tmp_path: Path) -> None:
    raw = zipped(
        {
            "b/page.html": PAGE,
            "crawl.warc.gz": packed([record(http())]),
            "list.csv": b"title,text,url\nThe tide,The tide came at nine.,https://paper.example/t\n",
            "inner.zip": zipped({"notes.txt": b"Notes."}),
            "page.html.gz": gzip.compress(page("packed")),
            "picture.png": b"\x89PNG",
            ".hidden.html": PAGE,
            "__MACOSX/page.html": PAGE,
        }
    )
    found = opened(tmp_path / "all.zip", raw)
    assert [(each.name, each.url) for each in taken(found)] == [
        ("all.zip/b/page.html", ""),
        ("all.zip/crawl.warc.gz", "https://paper.example/tide"),
        ("all.zip/list.csv", "https://paper.example/t"),
        ("all.zip/inner.zip/notes.txt", ""),
        ("all.zip/page.html.gz", ""),
    ]
    assert [(each.name, each.failed) for each in refused(found)] == [("all.zip/picture.png", False)]
    assert list(tmp_path.iterdir()) == [tmp_path / "all.zip"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.html", "etc/passwd.html"),
        ("/etc/a.html", "etc/a.html"),
        ("C:\\Windows\\a.html", "Windows/a.html"),
        ("..\\..\\a.html", "a.html"),
        ("a/./b//../c.html", "a/b/c.html"),
        ("a.html\x00.png", "a.html"),
        ("a\x1b[2J\nb.html", "a[2J b.html"),
        ("d/" * 400 + "a.html", ("d/" * 400 + "a.html")[-255:]),
        ("..", ""),
        ("", ""),
    ],
)
def test_names_stay_where_they_are(name: str, safe: str) -> None:
    assert harmless(name).replace("\ufffd", "") == safe


def test_nothing_is_written_under_a_members_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (each,) = taken(opened(tmp_path / "in" / "slip.zip", zipped({"../escaped.html": PAGE})))
    assert each.name == "slip.zip/escaped.html"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in", "slip.zip"]


def test_two_members_of_one_name_are_both_taken_and_told_apart(tmp_path: Path) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there are two is the point
        for words in ("one", "two"):
            archive.writestr("a.html", page(words))
    first, second = taken(opened(tmp_path / "a.zip", raw.getvalue()))
    assert (first.raw, second.raw) == (page("one"), page("two"))
    assert (first.origin, second.origin) == ("", "member 2 of the zip")


def changed(raw: bytes, offset: int, value: bytes) -> bytes:
    """A zip of one member with a field of its directory changed, and the same one of its local header."""
    directory = raw.index(b"PK\x01\x02") + offset
    raw = raw[:directory] + value + raw[directory + len(value) :]
    local = offset - 2
    return raw[:local] + value + raw[local + len(value) :]


FLAGS, METHOD, SIZE = 8, 10, 24  # offsets in an entry of the directory


@pytest.mark.parametrize(
    ("offset", "value", "reason"),
    [
        (FLAGS, struct.pack("<H", 1), "It is encrypted"),
        (METHOD, struct.pack("<H", 99), "method 99"),
        (METHOD, struct.pack("<H", 8), "cannot be read"),
        (SIZE, struct.pack("<L", 10), "cannot be read"),  # less than there is, so the checksum fails
    ],
)
def test_a_member_that_cannot_be_read_says_why(tmp_path: Path, offset: int, value: bytes, reason: str) -> None:
    raw = changed(zipped({"a.html": PAGE}, zipfile.ZIP_STORED), offset, value)
    (each,) = refused(opened(tmp_path / "a.zip", raw), failed=True)
    assert reason in each.reason
    assert each.name == "a.zip/a.html"


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("a.html")
    info.external_attr = 0o120777 << 16
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    (each,) = refused(opened(tmp_path / "a.zip", raw.getvalue()), failed=True)
    assert "a link" in each.reason


def test_a_stated_size_is_never_believed(tmp_path: Path) -> None:
    raw = changed(zipped({"a.html": page("word " * 400_000)}), SIZE, struct.pack("<L", 0x7FFFFFFF))
    (each,) = refused(opened(tmp_path / "a.zip", raw, Limits(item_bytes=1_000_000)), failed=True)
    assert "--max-size" in each.reason


def nested(depth: int) -> bytes:
    raw = PAGE
    for level in range(depth):
        raw = zipped({"page.html" if level == 0 else f"{level}.zip": raw})
    return raw


def test_containers_are_opened_to_the_limit_of_depth(tmp_path: Path) -> None:
    assert len(taken(opened(tmp_path / "4.zip", nested(4)))) == 1
    (each,) = refused(opened(tmp_path / "5.zip", nested(5)))
    assert "--max-depth" in each.reason
    assert len(taken(opened(tmp_path / "5.zip", None, Limits(depth=5)))) == 1


def test_the_limit_of_items_ends_the_file(tmp_path: Path) -> None:
    raw = zipped({f"{number}.html": page(str(number)) for number in range(6)})
    found = opened(tmp_path / "a.zip", raw, Limits(items=6))
    assert len(taken(found)) == 6
    (each,) = refused(opened(tmp_path / "a.zip", None, Limits(items=5)))
    assert "--max-items" in each.reason


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04", b"PK\x05\x06", b"PK\x03\x04" + b"\xff" * 200, zipped({"a.html": PAGE})[:-30]]
)
def test_what_is_no_whole_zip_says_so(tmp_path: Path, raw: bytes) -> None:
    (each,) = refused(opened(tmp_path / "a.zip", raw))
    assert "no zip that can be opened" in each.reason
    assert each.failed


def test_members_are_read_one_at_a_time(tmp_path: Path) -> None:
    found = stream(tmp_path / "a.zip", zipped({"a.html": PAGE, "b.html": PAGE}))
    assert next(found).name == "a.zip/a.html"
    assert next(found).name == "a.zip/b.html"
