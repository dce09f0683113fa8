"""Files packed by Zstandard: read as what is in them, and broken ones told."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from fastwarc.stream_io import ZstdWriter, zstd_train_dictionary_from_samples

from archive.ingest.kinds import Kind, kind_of
from archive.ingest.limits import Limits
from tests.ingest.archives import PAGE, http, opened, page, record, refused, taken, zipped

SITE = "https://paper.example"
RECORDS = [record(http(page(f"The tide came at {number}.")), f"{SITE}/{number}", number=number) for number in range(40)]


def packed(parts: Iterable[bytes], dictionary: bytes | None = None) -> bytes:
    """Each part a frame of its own, as crawlers pack the records of a web archive."""
    out = io.BytesIO()
    for number, part in enumerate(parts):
        frame = io.BytesIO()
        writer = ZstdWriter(frame, dictionary=dictionary)
        writer.write(part)
        writer.finish()
        writer.flush()
        raw = frame.getvalue()
        # Each writer begins with its dictionary, in a frame to skip; a file has it once.
        out.write(raw if number == 0 or dictionary is None else raw[8 + int.from_bytes(raw[4:8], "little") :])
    return out.getvalue()


def test_a_web_archive_is_read(tmp_path: Path) -> None:
    found = taken(opened(tmp_path / "crawl.warc.zst", packed(RECORDS)))
    assert [each.url for each in found] == [f"{SITE}/{number}" for number in range(40)]
    assert found[3].raw == page("The tide came at 3.")
    assert found[3].name == "crawl.warc.zst"


def test_a_web_archive_with_a_dictionary_is_read(tmp_path: Path) -> None:
    dictionary = zstd_train_dictionary_from_samples([each * 4 for each in RECORDS] * 20, 4096)
    raw = packed(RECORDS, dictionary)
    assert raw.startswith(b"\x5d\x2a\x4d\x18")
    assert len(taken(opened(tmp_path / "crawl.warc.zst", raw))) == 40


@pytest.mark.parametrize(
    ("name", "inside", "count"),
    [("page.html.zst", PAGE, 1), ("rows.jsonl.zst", b'{"title": "a", "text": "b"}\n' * 3, 3), ("page", PAGE, 1)],
)
def test_any_file_is_read_as_what_is_in_it(tmp_path: Path, name: str, inside: bytes, count: int) -> None:
    raw = packed([inside])
    assert kind_of(name, "", raw) is Kind.ZSTD
    assert len(taken(opened(tmp_path / name, raw))) == count


def test_one_in_a_zip_is_opened(tmp_path: Path) -> None:
    found = opened(tmp_path / "all.zip", zipped({"crawl.warc.zst": packed(RECORDS)}))
    assert len(taken(found)) == 40


def test_what_stands_before_the_damage_is_read_and_the_damage_is_told(tmp_path: Path) -> None:
    raw = packed(RECORDS)
    half = len(raw) // 2
    for broken in (raw[:half], raw[:half] + b"no frame" + raw[half:], raw + b"no frame"):
        found = opened(tmp_path / "crawl.warc.zst", broken)
        assert 10 < len(taken(found)) <= 40
        assert "Zstandard compression is broken" in refused(found, failed=True)[-1].reason


def test_a_page_that_is_cut_short_is_none(tmp_path: Path) -> None:
    raw = packed([page("The tide came at nine. " * 500), page("It went at ten.")])
    for cut in (raw[:-9], raw[:40], raw + b"no frame"):
        (each,) = opened(tmp_path / "page.html.zst", cut)
        assert "Zstandard compression is broken" in refused([each], failed=True)[0].reason


def test_what_unpacks_without_end_is_stopped(tmp_path: Path) -> None:
    bomb = packed([bytes(30_000_000)])
    assert len(bomb) < 30_000
    (each,) = refused(opened(tmp_path / "page.html.zst", bomb, Limits(item_bytes=1_000_000)), failed=True)
    assert "--max-size" in each.reason
    tight = Limits(item_bytes=40_000_000, free_bytes=1_000_000)
    (each,) = refused(opened(tmp_path / "page.html.zst", bomb, tight), failed=True)
    assert "--max-ratio" in each.reason


def test_damage_of_any_kind_is_read_or_told(tmp_path: Path) -> None:
    raw, dice = packed(RECORDS[:5]), random.Random(7)  # noqa: S311 - the same damage each time
    for _ in range(150):
        made = bytearray(raw)
        for _ in range(dice.randint(1, 4)):
            made[dice.randrange(len(made) if dice.random() < 0.5 else 60)] = dice.randrange(256)
        for each in opened(tmp_path / "crawl.warc.zst", bytes(made)):
            assert each.name == "crawl.warc.zst"
