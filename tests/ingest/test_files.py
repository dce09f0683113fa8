"""Which files are taken, and what is never opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.ingest import files
from archive.ingest.extracted import IngestError
from archive.ingest.limits import MEGABYTE
from archive.ingest.not_read import PARTS


def write(path: Path, text: str = "words") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_folder_gives_the_files_that_are_read_in_order_with_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "sub/c.warc.gz", "sub/deep/d.md", "e.png", "notes", ".hidden.txt", ".git/f.txt"):
        write(tmp_path / name)
    found = files.find([tmp_path])
    assert [file.name for file in found.files] == ["a.TXT", "b.txt", "sub/c.warc.gz", "sub/deep/d.md"]
    assert not found.failures


def left(*paths: Path) -> dict[str, str]:
    """What is told of files that are not read, by their names: what each is."""
    return {each.name: each.what for each in files.find(paths).left.values()}


def test_what_is_not_read_is_told_by_what_it_is(tmp_path: Path) -> None:
    for name in (
        "a.txt",
        "b.PNG",
        "sub/c.docx",
        "d",
        "No. 5",
        "crawl.tar.gz",
        "e.tar.zst",
        "f.aspx",
        "h.warc.zst",
        "g.txt.gz",
    ):
        write(tmp_path / name)
    assert left(tmp_path) == {
        "No. 5": "without an ending",
        "b.PNG": ".png",
        "crawl.tar.gz": ".tar.gz",
        "d": "without an ending",
        "e.tar.zst": ".tar.zst",
        "f.aspx": ".aspx",
        "sub/c.docx": ".docx",
    }
    reasons = {each.name: each.reason for each in files.find([tmp_path]).left.values()}
    assert "Save it as PDF" in reasons["sub/c.docx"]
    assert "Unpack it" in reasons["crawl.tar.gz"]
    assert "Give it by its own name" in reasons["d"]
    assert "end in .aspx" in reasons["f.aspx"]


def test_what_systems_leave_in_folders_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX/a.txt", ".git/b.png", "~$letter.docx", "._c.html"):
        write(tmp_path / name)
    found = files.find([tmp_path])
    assert (found.files, found.failures, found.left) == ([], [], {})


def test_the_parts_of_a_saved_page_are_told_in_one_line_and_not_searched(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "Page.html")
    for name in ("a.css", "b.js", "deep/frame.html", "deep/c.png", ".DS_Store"):
        write(tmp_path / "sub" / "Page-Dateien" / name)
    write(tmp_path / "Alone_files" / "own.html")
    found = files.find([tmp_path])
    assert [file.name for file in found.files] == ["Alone_files/own.html", "sub/Page.html"]
    [parts] = found.left.values()
    assert (parts.name, parts.what) == ("sub/Page-Dateien", PARTS)
    assert "4 files of the saved page beside it" in parts.reason


def test_what_is_named_is_not_told_to_be_left_in_its_folder(tmp_path: Path) -> None:
    notes = write(tmp_path / "notes")
    write(tmp_path / "b.png")
    assert left(tmp_path, notes, tmp_path / ".." / tmp_path.name) == {"b.png": ".png"}


def test_a_named_file_is_taken_whatever_its_ending_and_each_only_once(tmp_path: Path) -> None:
    page = write(tmp_path / "page.log")
    write(tmp_path / "a.txt")
    found = files.find([page, tmp_path, tmp_path / "a.txt", tmp_path / ".." / tmp_path.name / "page.log"])
    assert [file.name for file in found.files] == ["page.log", "a.txt"]


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "secret.txt")
    inside = write(tmp_path / "in" / "sub" / "a.txt")
    (tmp_path / "in" / "same.txt").symlink_to(inside)
    (tmp_path / "in" / "secret.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "in" / "out").symlink_to(tmp_path / "outside")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    found = files.find([tmp_path / "in"])
    assert [file.name for file in found.files] == ["same.txt"]
    assert not found.failures
    assert left(tmp_path / "in") == {"secret.txt": "by a link", "out": "by a link"}


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    found = files.find([tmp_path / "none", tmp_path / "none.txt"])
    assert not found.files
    assert [failure.reason.startswith("There is no such file") for failure in found.failures] == [True, True]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")  # opening one without a writer would wait for ever
    with pytest.raises(IngestError, match="no regular file"):
        files.read(tmp_path / "pipe.txt", 100)
    with pytest.raises(IngestError, match="no regular file"):
        files.read(Path("/dev/zero"), 100)


def test_the_limit_is_named_and_how_to_raise_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "x" * 2_500_000)
    with pytest.raises(IngestError, match=r"2\.5 MB; the limit is 2 MB.*--max-size"):
        files.read(path, 2 * MEGABYTE)
    assert len(files.read(path, 2_500_000)) == 2_500_000


def test_an_unreadable_file_says_why(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="cannot be read: No such file"):
        files.read(tmp_path / "gone.txt", 100)


def test_a_name_of_no_encoding_can_be_kept(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\x1b[31m.txt"))
    path.write_text("words")
    [file] = files.find([tmp_path]).files
    file.name.encode()
    assert "\x1b" not in file.name
