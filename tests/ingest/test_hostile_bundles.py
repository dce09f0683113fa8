"""Containers made to break their reader: each ends, says what is wrong, and costs no more than itself."""

from __future__ import annotations

import gzip
import itertools
import random
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from archive.ingest.limits import Limits
from tests.ingest.archives import PAGE, arc, http, opened, packed, page, record, refused, stream, taken, wacz, zipped

SITE = "https://paper.example"
GOOD = [record(http(page(str(number))), f"{SITE}/{number}", number=number) for number in range(4)]
ZEROS = zlib.compressobj(9, zlib.DEFLATED, 31)
BOMB = b"".join([*(ZEROS.compress(bytes(1 << 20)) for _ in range(120)), ZEROS.flush()])  # 120 MB in 120 kB
TIGHT = Limits(item_bytes=1_000_000, free_bytes=5_000_000)


@pytest.mark.parametrize("length", [0, 7, 90, 300, 5_000, 10**12, 10**17, -1, "", "abc", "1e3", "٣", "0x10"])
@pytest.mark.parametrize("pack", [b"".join, packed], ids=["plain", "packed"])
def test_a_false_length_costs_its_record_alone(
    tmp_path: Path, length: object, pack: Callable[[list[bytes]], bytes]
) -> None:
    bad = record(http(page("false")), f"{SITE}/false", length=length)
    raw = pack([GOOD[0], bad, *GOOD[1:]])
    found = opened(tmp_path / "a.warc", raw)
    assert [each.url for each in taken(found)] == [f"{SITE}/{number}" for number in range(4)]
    (each,) = refused(found, failed=True)
    assert "length" in each.reason or "It states" in each.reason
    assert each.url == f"{SITE}/false"
    assert "at byte" in each.origin


def test_a_damaged_member_costs_its_record_alone(tmp_path: Path) -> None:
    members = [gzip.compress(each, mtime=0) for each in GOOD]
    middle = len(members[1]) // 2
    for bad in (
        members[1][:middle] + b"\xff" * 9 + members[1][middle + 9 :],
        members[1][:middle],
        members[1][:-6] + b"\x00" * 6,
        b"no member at all",
        b"",
    ):
        found = opened(tmp_path / "a.warc.gz", members[0] + bad + members[2] + members[3])
        assert [each.url for each in taken(found)] == [f"{SITE}/{number}" for number in (0, 2, 3)]
        assert len(refused(found, failed=True)) == bool(bad)


def test_what_stood_before_the_cut_is_read_from_a_truncated_archive(tmp_path: Path) -> None:
    for raw in (packed(GOOD), b"".join(GOOD), arc(*((f"{SITE}/{n}", http(page(str(n)))) for n in range(4)))):
        found = opened(tmp_path / "a.warc.gz", raw[: -len(raw) // 8])
        assert len(refused(found, failed=True)) == 1
        assert len(taken(found)) == 3


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.warc.gz", b"Words that are no archive.\n" * 50),
        ("a.warc", bytes(range(256)) * 100),
        ("a.arc", b"filedesc://a 0 20240101 text/plain ten\n\n\nhttp://a/ 1 2 3 4 5\n"),
        ("a.warc.gz", b"\x1f\x8b\x08\x00" * 5_000),
        ("a.warc", b"WARC/1.0\r\n" * 3_000),
        ("a.arc", (b"http:" + b"111111111111 " * 600 + b"\n") * 200),
        ("a.arc", b"http://a/ 192.0.2.1 20240302101112 text/html 900000\n" + (b"http:" + b"1 " * 3_900 + b"\n") * 50),
        ("a.warc", b"WARC/1.0\r\nContent-Length: 0\r\n\r\n" + b"a" * 3_000_000),
        ("a.warc", b"WARC/1.0\r\n" + b"Name: value\r\n" * 50_000),
        ("a.warc", b"WARC/1.0\r\nName: a\r\n" + b" folded\r\n" * 50_000),
    ],
)
def test_garbage_ends_and_is_told(tmp_path: Path, name: str, raw: bytes) -> None:
    found = opened(tmp_path / name, raw)
    assert not taken(found)
    assert 1 <= len(refused(found, failed=True)) <= 1_001


def test_an_empty_archive_has_nothing(tmp_path: Path) -> None:
    for name in ("a.warc", "a.warc.gz", "a.arc"):
        assert opened(tmp_path / name, b"") == []


@pytest.mark.parametrize(
    "header",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 150_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: y\r\n" + b" more\r\n" * 150_000 + b"\r\n",
        b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"",
    ],
)
def test_an_http_header_that_is_none_costs_its_record_alone(tmp_path: Path, header: bytes) -> None:
    found = opened(tmp_path / "a.warc", record(header + PAGE, f"{SITE}/odd") + GOOD[0])
    assert [each.url for each in taken(found)] == [f"{SITE}/0"]
    (each,) = refused(found, failed=True)
    assert "HTTP" in each.reason


@pytest.mark.parametrize("missing", ["WARC_Target_URI", "WARC_Date", "WARC_Type", "WARC_Record_ID", "Content_Type"])
def test_a_record_without_a_field_is_read_or_passed_over(tmp_path: Path, missing: str) -> None:
    found = opened(tmp_path / "a.warc", record(http(), **{missing: ""}) + GOOD[0])  # type: ignore[arg-type]  # names
    assert f"{SITE}/0" in {each.url for each in taken(found)}


@pytest.mark.parametrize(
    "url", ["http://[", "https://a b/\x00\u202e", "javascript:alert(1)", "http://" + "a" * 70_000, "é://"]
)
def test_odd_addresses_raise_nothing(tmp_path: Path, url: str) -> None:
    redirect = record(http(b"", status="301 Moved", Location=url), f"{SITE}/r")
    made = "\r\n".join(["WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", "Content-Length: %d"]).encode()
    found = opened(tmp_path / "a.warc", redirect + made % len(http()) + b"\r\n\r\n" + http() + b"\r\n\r\n" + GOOD[0])
    assert taken(found)[-1].url == f"{SITE}/0"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.html.gz", lambda: BOMB),
        ("a.zip", lambda: zipped({"a.html": bytes(120 << 20)})),
        ("a.zip", lambda: zipped({"a.zip": zipped({"b.html": bytes(120 << 20)})})),
        ("a.zip", lambda: zipped({f"{number}.html": bytes(4 << 20) for number in range(30)})),
        ("a.warc", lambda: record(http(BOMB, Content_Encoding="gzip"))),
        ("a.warc", lambda: record(http(brotli.compress(bytes(120 << 20), quality=5), Content_Encoding="br"))),
        ("a.warc", lambda: record(http(zlib.compress(bytes(120 << 20)), Content_Encoding="deflate"))),
        ("a.warc.gz", lambda: gzip.compress(record(http(bytes(120 << 20))))),
        ("a.wacz", lambda: wacz(gzip.compress(record(http(bytes(120 << 20)))))),
        ("a.csv.gz", lambda: BOMB),
        ("a.jsonl.gz", lambda: BOMB),
    ],
)
def test_a_bomb_is_stopped_in_little_memory_and_says_which_limit(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(make())
    tracemalloc.start()
    try:
        found = opened(tmp_path / name, None, TIGHT)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert not taken(found)
    assert "--max-" in " ".join(each.reason for each in refused(found, failed=True))
    assert peak < 12_000_000


def test_a_file_that_unpacks_to_too_much_is_not_read_on(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(400_000).hex()  # noqa: S311 - no secret
    raw = zipped({f"{number}.html": page(f"{number} {noise}") for number in range(9)})
    found = opened(tmp_path / "a.zip", raw, Limits(expanded_bytes=4_000_000))
    assert 0 < len(taken(found)) < 9
    (each,) = refused(found, failed=True)
    assert "--max-expanded" in each.reason


def peak_of(path: Path, count: int) -> int:
    with path.open("wb") as file:
        for number in range(count):
            body = page(f"Tide {number} " * 2_000)
            file.write(gzip.compress(record(http(body), f"{SITE}/{number}", number=number), 1))
    tracemalloc.start()
    try:
        assert sum(1 for _ in stream(path)) == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_an_archive(tmp_path: Path) -> None:
    peak_of(tmp_path / "a.warc.gz", 10)  # what is loaded once
    small, large = (peak_of(tmp_path / "a.warc.gz", count) for count in (150, 300))
    assert large - small < 150 * 1_000  # bytes a record: hashes of what was met; a page has twenty times that


CSV = b"title,text,url\nThe tide,It came at nine.,https://paper.example/t\n"
SEEDS = {
    "plain.warc": b"".join(GOOD[:2]),
    "packed.warc.gz": packed(GOOD[:2]),
    "one.warc.gz": gzip.compress(b"".join(GOOD[:2])),
    "a.arc": arc(("http://paper.example/1", http()), ("http://paper.example/2", http())),
    "a.zip": zipped(
        {"a.html": PAGE, "b.warc.gz": packed(GOOD[:1]), "c.csv": CSV, "d.zip": zipped({"e.txt": b"Words"})}
    ),
    "lzma.zip": zipped({"a.html": PAGE}, zipfile.ZIP_LZMA),
    "a.wacz": wacz(packed(GOOD[:2]), [f"{SITE}/1"]),
    "encoded.warc": record(http(gzip.compress(PAGE), Content_Encoding="gzip")),
    "a.html.gz": gzip.compress(PAGE),
}
CHANGES = st.lists(
    st.tuples(st.sampled_from(["set", "cut", "drop", "double"]), st.floats(0, 1), st.binary(min_size=1, max_size=6)),
    min_size=1,
    max_size=6,
)


def mutated(raw: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for how, where, data in changes:
        at = int(where * len(raw))
        if how == "set":
            raw = raw[:at] + data + raw[at + len(data) :]
        elif how == "cut":
            raw = raw[:at]
        elif how == "drop":
            raw = raw[:at] + raw[at + len(data) :]
        else:
            raw = raw[:at] + raw[at // 2 :]
    return raw


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_any_change_of_bytes_ends_in_items_or_reasons(
    tmp_path: Path, name: str, changes: list[tuple[str, float, bytes]]
) -> None:
    found = list(itertools.islice(stream(tmp_path / name, mutated(SEEDS[name], changes)), 200))
    assert len(found) < 200
    assert all(each.reason for each in refused(found))


def test_a_file_that_is_damaged_all_over_is_left_and_says_which_limit_did_so(tmp_path: Path) -> None:
    raw = b"".join(part for each in GOOD for part in (gzip.compress(each, mtime=0), b"no member at all"))
    found = opened(tmp_path / "a.warc.gz", raw, Limits(damages=2))
    assert len(taken(found)) == 2
    assert "damaged in 2 places, the limit" in refused(found)[-1].reason
    assert "--max-damages" in refused(found)[-1].reason
    assert len(taken(opened(tmp_path / "a.warc.gz", None, Limits(damages=5)))) == 4


def test_a_body_in_very_many_pieces_is_no_page_cut_short(tmp_path: Path) -> None:
    body = gzip.compress(b"", mtime=0) * 1_001 + gzip.compress(PAGE)
    found = opened(tmp_path / "a.warc", record(http(body, Content_Encoding="gzip")) + GOOD[1])
    assert [each.url for each in taken(found)] == [f"{SITE}/1"]
    assert "more than 1,000 pieces" in refused(found, failed=True)[0].reason


def test_a_body_that_was_encoded_many_times_over_is_no_page(tmp_path: Path) -> None:
    found = opened(tmp_path / "a.warc", record(http(PAGE, Content_Encoding="gzip," * 5)) + GOOD[1])
    assert [each.url for each in taken(found)] == [f"{SITE}/1"]
    assert "encoded 5 times over" in refused(found, failed=True)[0].reason
