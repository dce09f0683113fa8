"""Which files are taken, and what is never opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.ingest import files
from archive.ingest.extracted import IngestError
from archive.ingest.limits import MEGABYTE


def write(path: Path, text: str = "words") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_folder_gives_the_files_that_are_read_in_order_with_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "sub/c.warc.gz", "sub/deep/d.md", "e.png", "notes", ".hidden.txt", ".git/f.txt"):
        write(tmp_path / name)
    found, failures = files.find([tmp_path])
    assert [file.name for file in found] == ["a.TXT", "b.txt", "sub/c.warc.gz", "sub/deep/d.md"]
    assert not failures


def test_a_named_file_is_taken_whatever_its_ending_and_each_only_once(tmp_path: Path) -> None:
    page = write(tmp_path / "page.log")
    write(tmp_path / "a.txt")
    found, _ = files.find([page, tmp_path, tmp_path / "a.txt", tmp_path / ".." / tmp_path.name / "page.log"])
    assert [file.name for file in found] == ["page.log", "a.txt"]


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "secret.txt")
    inside = write(tmp_path / "in" / "sub" / "a.txt")
    (tmp_path / "in" / "same.txt").symlink_to(inside)
    (tmp_path / "in" / "secret.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "in" / "out").symlink_to(tmp_path / "outside")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    found, failures = files.find([tmp_path / "in"])
    assert [file.name for file in found] == ["same.txt"]
    assert not failures


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    found, failures = files.find([tmp_path / "none", tmp_path / "none.txt"])
    assert not found
    assert [failure.reason.startswith("There is no such file") for failure in failures] == [True, True]


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
    [file], _ = files.find([tmp_path])
    file.name.encode()
    assert "\x1b" not in file.name
