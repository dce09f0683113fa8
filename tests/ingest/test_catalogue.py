"""The catalogue is read strictly: what is wrong is named by row and key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.ingest import catalogue, files
from archive.ingest.catalogue import CatalogueError
from archive.ingest.extracted import IngestError


def read(tmp_path: Path, *rows: Any) -> list[catalogue.Row]:
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps(list(rows)))
    return catalogue.read(path)


def test_a_row_says_what_is_known(tmp_path: Path) -> None:
    [row] = read(
        tmp_path,
        {
            "file": "a.txt",
            "bytes": 12,
            "sha256": "AB" * 32,
            "title": "[A\u00a0 supplied title]",
            "title_supplied": True,
            "source": "The Harbour Post",
            "byline": "",
            "published": "2013?",
            "language": "zh-Hant",
            "url": "https://example.org/a",
            "body_lines": [[1, 3], [5, 5]],
        },
    )
    assert (row.title, row.title_supplied, row.sha256, row.size) == ("A supplied title", True, "ab" * 32, 12)
    assert (row.byline, row.section, row.published, row.body_lines) == ("", None, "2013?", ((1, 3), (5, 5)))


def test_brackets_of_a_stated_title_stay(tmp_path: Path) -> None:
    [row] = read(tmp_path, {"file": "a.txt", "title": "[sic]"})
    assert (row.title, row.title_supplied) == ("[sic]", False)


@pytest.mark.parametrize(
    ("row", "key", "problem"),
    [
        ({}, "file", "missing"),
        ({"file": ""}, "file", "missing"),
        ({"file": 3}, "file", "missing"),
        ({"titel": "x"}, "titel", "nothing reads this key; known are abstract"),
        ({"title": 3}, "title", "a number, not a string"),
        ({"title": None}, "title", "null, not a string"),
        ({"title": " \u200b"}, "title", "blank"),
        ({"title": "x" * 501}, "title", "at most 500"),
        ({"title": "[]", "title_supplied": True}, "title", "blank"),
        ({"title_supplied": True}, "title", "blank"),
        ({"title_supplied": "yes"}, "title_supplied", "a string, not true or false"),
        ({"source": ""}, "source", "blank"),
        ({"source": ["x"]}, "source", "a list, not a string"),
        ({"published": "last year"}, "published", "not a date in EDTF"),
        ({"published": "2014-13"}, "published", "not a date in EDTF"),
        ({"language": "English"}, "language", "BCP 47"),
        ({"url": "javascript:alert(1)"}, "url", "valid URL"),
        ({"url": "ftp://example.org/"}, "url", "valid URL"),
        ({"bytes": -1}, "bytes", "whole number"),
        ({"bytes": True}, "bytes", "whole number"),
        ({"sha256": "abc"}, "sha256", "64 hexadecimal"),
        ({"body_lines": []}, "body_lines", "line ranges"),
        ({"body_lines": [1, 2]}, "body_lines", "pair"),
        ({"body_lines": [[1, 2, 3]]}, "body_lines", "pair"),
        ({"body_lines": [[0, 2]]}, "body_lines", "counted from 1"),
        ({"body_lines": [[3, 2]]}, "body_lines", "counted from 1"),
        ({"body_lines": [[1, 2.5]]}, "body_lines", "whole number"),
    ],
)
def test_a_wrong_value_is_named_by_row_and_key(tmp_path: Path, row: dict[str, Any], key: str, problem: str) -> None:
    wrong = {"file": "b.txt", **row} if row else row
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, {"file": "a.txt"}, wrong)
    message = str(caught.value)
    assert message.startswith("Row 2 of the catalogue")
    assert f"key '{key}'" in message
    assert problem in message


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not JSON"),
        (b"[{]", "not JSON"),
        (b"\xff\xfe\xfa", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"file": "a.txt"}', "is an object. Write a list"),
        (b'["a.txt"]', "Row 1 of the catalogue is a string"),
        (b'[{"file": "a.txt", "title": "x", "title": "y"}]', "the key 'title' twice"),
        (b'[{"file": "a.txt"}, {"file": "a.txt"}]', "row 1 names the same file"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "catalogue.json"
    path.write_bytes(content)
    with pytest.raises(CatalogueError, match=problem):
        catalogue.read(path)


def test_a_missing_catalogue_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read: No such file"):
        catalogue.read(tmp_path / "none.json")


def taken(*paths: Path) -> list[files.File]:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("One.\n\nTwo.")
    return [files.File(path, path.name) for path in paths]


def test_rows_meet_their_files_beside_the_catalogue_or_elsewhere(tmp_path: Path) -> None:
    beside, other, elsewhere = tmp_path / "a.txt", tmp_path / "sub" / "a.txt", tmp_path / "x" / "y" / "b.txt"
    rows = read(tmp_path, {"file": "a.txt"}, {"file": "y/b.txt"}, {"file": "z/b.txt"})
    matched = catalogue.match(rows, taken(beside, other, elsewhere), tmp_path)
    assert {path: row.number for path, row in matched.items()} == {beside: 1, elsewhere: 2}


def test_a_row_that_may_be_two_files_is_refused(tmp_path: Path) -> None:
    found = taken(tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt")
    with pytest.raises(CatalogueError, match=r"Row 1 .*write more of the path"):
        catalogue.match(read(tmp_path, {"file": "a.txt"}), found, tmp_path)


def test_two_rows_for_one_file_are_refused(tmp_path: Path) -> None:
    rows = read(tmp_path, {"file": "x/a.txt"}, {"file": "./x/a.txt"})
    with pytest.raises(CatalogueError, match=r"Row 2 .*row 1 names the same file"):
        catalogue.match(rows, taken(tmp_path / "x" / "a.txt"), tmp_path)


@pytest.mark.parametrize(("text", "lines"), [("a\nb\nc", 3), ("a\nb\nc\n", 3), ("a\r\nb\rc", 3), ("a\u2028b\x85c", 1)])
def test_lines_are_counted_as_editors_count_them(tmp_path: Path, text: str, lines: int) -> None:
    [within, beyond] = read(
        tmp_path, {"file": "a.txt", "body_lines": [[1, lines]]}, {"file": "b.txt", "body_lines": [[1, lines + 1]]}
    )
    within.check_lines(text)
    with pytest.raises(CatalogueError, match=rf"Row 2 .*\[1, {lines + 1}\] reaches past line {lines}"):
        beyond.check_lines(text)


def test_bytes_that_differ_from_the_row_are_refused(tmp_path: Path) -> None:
    [size, digest] = read(tmp_path, {"file": "a", "bytes": 3}, {"file": "b", "sha256": "0" * 64})
    with pytest.raises(IngestError, match="4 bytes, the catalogue says 3"):
        size.describes(b"four")
    with pytest.raises(IngestError, match="SHA-256, 000000000000…"):
        digest.describes(b"four")
