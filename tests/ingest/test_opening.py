"""Files and folders as a stream of documents: in order, each once, whatever is wrong with its neighbours."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from archive.ingest.catalogue import Row
from archive.ingest.kinds import HEAD, Kind, kind_of
from archive.ingest.limits import Limits
from archive.ingest.opening import items
from archive.ingest.received import Received
from tests.ingest.archives import PAGE, http, opened, packed, page, record, refused, taken, zipped


def test_a_folder_gives_what_is_in_all_its_files(tmp_path: Path) -> None:
    files = {
        "a.html": PAGE,
        "b.txt": b"Notes.",
        "sub/c.warc.gz": packed([record(http())]),
        "sub/d.jsonl": b'{"title": "The tide", "text": "It came at nine."}\n',
        "sub/e.zip": zipped({"f.md": b"# Notes"}),
        "sub/g.pdf": b"%PDF-1.4\n",
        "picture.png": b"\x89PNG",
    }
    for name, raw in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    found = opened(tmp_path)
    assert [each.name for each in taken(found)] == [
        "a.html",
        "b.txt",
        "sub/c.warc.gz",
        "sub/d.jsonl",
        "sub/e.zip/f.md",
        "sub/g.pdf",
    ]
    assert [(each.name, each.failed, each.what) for each in refused(found)] == [("picture.png", False, ".png")]


def test_rows_of_a_catalogue_go_with_their_files(tmp_path: Path) -> None:
    paths = [tmp_path / "a.html", tmp_path / "b.html"]
    for path in paths:
        path.write_bytes(PAGE)
    row = Row(1, "b.html", title="The tide")
    assert [each.row for each in taken(items(paths, Limits(), {paths[1]: row}))] == [None, row]


def test_one_bad_file_costs_no_other(tmp_path: Path) -> None:
    for name, raw in {
        "a.zip": b"PK\x03\x04",
        "b.warc.gz": b"\x1f\x8b\x08\x00no",
        "c.html": PAGE,
        "d.gz": b"\x1f\x8b",
    }.items():
        (tmp_path / name).write_bytes(raw)
    found = opened(tmp_path)
    assert [each.name for each in taken(found)] == ["c.html"]
    assert [each.name for each in refused(found, failed=True)] == ["a.zip", "b.warc.gz", "d.gz"]


def test_what_is_missing_is_in_the_stream(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    missing, there = items([tmp_path / "none.html", tmp_path / "a.html"], Limits())
    assert "There is no such file" in refused([missing], failed=True)[0].reason
    assert isinstance(there, Received)


def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.html")  # opening one without a writer would wait for ever
    for path in (tmp_path / "a.html", Path("/dev/zero")):
        (each,) = refused(opened(path), failed=True)
        assert "no regular file" in each.reason


def test_links_that_leave_the_folder_are_passed_by(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_bytes(PAGE)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").symlink_to(tmp_path / "secret.html")
    (tmp_path / "in" / "out").symlink_to(tmp_path)
    told = opened(tmp_path / "in")
    assert [(each.name, each.failed) for each in refused(told)] == [("out", False), ("a.html", False)]
    assert not taken(told)


def test_a_packed_file_is_read_as_what_is_in_it(tmp_path: Path) -> None:
    for name, inside, kind in (
        ("page.html.gz", b"<p>Words", Kind.HTML),
        ("page.gz", PAGE, Kind.HTML),
        ("notes.md.gz", b"# Notes", Kind.MARKDOWN),
        ("deep.txt.gz.gz", gzip.compress(b"Words"), Kind.TEXT),
    ):
        (each,) = taken(opened(tmp_path / name, gzip.compress(inside)))
        assert each.name == name
        assert kind_of(each.name, each.media_type, each.raw[:HEAD]) is kind
    rows = gzip.compress(b'{"title": "a", "text": "b"}\n' * 3)
    assert [each.origin for each in opened(tmp_path / "rows.jsonl.gz", rows)] == ["row 1", "row 2", "row 3"]


def test_a_file_over_the_limit_says_how_to_raise_it(tmp_path: Path) -> None:
    raw = page("word " * 400_000)
    for name, each in (("a.html", raw), ("a.html.gz", gzip.compress(raw))):
        (said,) = refused(opened(tmp_path / name, each, Limits(item_bytes=1_000_000)), failed=True)
        assert "limit is 1 MB. Raise it with --max-size" in said.reason
        assert len(taken(opened(tmp_path / name, each, Limits(item_bytes=len(raw))))) == 1


def test_a_named_file_of_no_kind_says_so_and_text_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    (said,) = refused(opened(tmp_path / "a.odd", b"\x00\x01\x02"), failed=True)
    assert "no kind that is read" in said.reason
    assert len(taken(opened(tmp_path / "page.log", b"Words in a file."))) == 1


def test_a_named_file_of_a_known_kind_says_what_to_do_with_it(tmp_path: Path) -> None:
    for name, head, advice in (
        ("crawl.warc.xz", b"\xfd7zXZ\x00", "Unpack it"),
        ("letter.docx", zipped({"word/document.xml": b"<w/>"}), "Save it as PDF"),
        ("page.tar.gz", gzip.compress(b"page.html" + bytes(500)), "Unpack it"),
    ):
        (said,) = refused(opened(tmp_path / name, head), failed=True)
        assert advice in said.reason


def test_a_list_of_what_is_known_and_a_report_are_not_told_of(tmp_path: Path) -> None:
    for name in ("a.html", "report.log", "b.log"):
        (tmp_path / name).write_bytes(PAGE)
    found = list(items([tmp_path], Limits(), left_out=[tmp_path / "report.log"]))
    assert [each.name for each in refused(found)] == ["b.log"]
