"""`manage.py ingest` of web archives whose revisits refer to what other files held, some of them long ago."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from base64 import b32encode
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive import content_store
from archive.models import Article, Capture
from tests.ingest.archives import http, record

pytestmark = pytest.mark.django_db

URL = "https://paper.example/tide"
PAGE = (
    b"<!doctype html><html lang=en><head><title>The lamps of the quay</title></head><body><article><h1>The lamps of "
    b"the quay</h1><p>The harbour lamps went out one by one while the ferry waited for the tide to turn and carry it "
    b"home.</p><p>The council will decide in spring whether the old quay is repaired or whether it is given up at last."
    b"</p></article></body></html>"
)
SHA1 = "sha1:" + b32encode(hashlib.sha1(PAGE, usedforsecurity=False).digest()).decode()
SHA256 = "sha256:" + hashlib.sha256(PAGE).hexdigest()
DATE = "2024-03-02T10:11:12Z"


def ingest(path: Path, *arguments: str) -> tuple[str, list[dict[str, object]]]:
    """What the command writes to its output, and the lines of its report, whether it fails or not."""
    out, report = io.StringIO(), path.with_suffix(".report")
    with suppress(CommandError):
        call_command("ingest", str(path), "--report", str(report), *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue(), [json.loads(line) for line in report.read_text().splitlines()]


def written(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def revisit(url: str = URL, **fields: Any) -> bytes:
    return record(http(b""), url, "revisit", WARC_Date="2024-09-01T00:00:00Z", **fields)


def original(tmp_path: Path) -> Article:
    """Taken from a file that is not given again; sent packed, so that its payload has other digests than its bytes."""
    raw = record(http(gzip.compress(PAGE), Content_Encoding="gzip"), f"{URL}?utm_source=letter", WARC_Date=DATE)
    ingest(written(tmp_path / "original.warc", raw))
    return Article.objects.get()


@pytest.mark.parametrize(
    "fields",
    [
        {"WARC_Refers_To_Target_URI": URL, "WARC_Refers_To_Date": DATE, "WARC_Payload_Digest": "sha1:OFWHATWASSENT"},
        {"WARC_Refers_To_Target_URI": f"{URL}?utm_source=letter", "WARC_Refers_To_Date": "2024-03-02T10:11:12.4Z"},
        {"WARC_Payload_Digest": SHA1},
        {"WARC_Payload_Digest": SHA256},
        {"WARC_Payload_Digest": SHA256.upper(), "WARC_Refers_To_Target_URI": "https://elsewhere.example/"},
    ],
    ids=["address and date", "folded address", "SHA-1", "SHA-256", "SHA-256 of another address"],
)
@pytest.mark.parametrize("dry", [False, True])
def test_a_revisit_of_what_the_archive_holds_is_in_already(
    tmp_path: Path, fields: dict[str, str], *, dry: bool
) -> None:
    article = original(tmp_path)
    path = written(tmp_path / "later.warc", revisit(**fields))
    out, [line] = ingest(path, *(["--dry-run"] if dry else []))
    assert "dded 0, unchanged 1, changed 0, failed 0." in out
    assert (line["status"], line["article"], line["url"]) == ("unchanged", article.get_absolute_url(), URL)
    assert Capture.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"WARC_Refers_To_Target_URI": URL, "WARC_Refers_To_Date": "2024-03-02T10:11:13Z"},
        {"WARC_Refers_To_Target_URI": "https://paper.example/sea", "WARC_Refers_To_Date": DATE},
        {"WARC_Payload_Digest": "sha1:ANOTHER", "WARC_Refers_To_Date": "no date"},
        {"WARC_Payload_Digest": "sha256:short"},
        {},
    ],
)
def test_a_revisit_of_anything_else_fails_and_says_what_to_do(tmp_path: Path, fields: dict[str, str]) -> None:
    original(tmp_path)
    out, [line] = ingest(written(tmp_path / "later.warc", revisit(**fields)))
    assert out == "Added 0, unchanged 0, changed 0, failed 1.\n"
    assert "ingest the file that holds them before this one" in str(line["reason"])


def test_a_revisit_of_bytes_that_are_lost_fails(tmp_path: Path) -> None:
    original(tmp_path)
    content_store.path_of(Capture.objects.get().sha256).unlink()
    out, _ = ingest(written(tmp_path / "later.warc", revisit(WARC_Refers_To_Date=DATE)))
    assert out == "Added 0, unchanged 0, changed 0, failed 1.\n"


def test_many_revisits_take_few_queries(tmp_path: Path, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    original(tmp_path)
    raw = b"".join(revisit(f"{URL}?page={number}", WARC_Refers_To_Date=DATE) for number in range(300))
    path = written(tmp_path / "later.warc", raw)
    with django_assert_max_num_queries(80):  # type: ignore[operator]
        out, _ = ingest(path)
    assert "failed 300" in out
