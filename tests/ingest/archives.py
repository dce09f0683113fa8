"""Web archives and zips made by code, whole ones and broken ones."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from archive.ingest.limits import Limits
from archive.ingest.opening import items
from archive.ingest.received import Received, Refused

PAGE = b"<!doctype html><html><head><title>The tide</title></head><body><p>The tide came at nine.</p></body></html>"
HTML = "text/html; charset=utf-8"


def page(words: str) -> bytes:
    return PAGE.replace(b"The tide came at nine.", words.encode())


def http(body: bytes = PAGE, media_type: str = HTML, status: str = "200 OK", **fields: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {media_type}"] if media_type else [])]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    block: bytes,
    url: str = "https://paper.example/tide",
    kind: str = "response",
    *,
    length: object = None,
    number: int = 1,
    **fields: object,
) -> bytes:
    """One record of a WARC. length: what it states, where that is not the block's own; '' for none."""
    stated = len(block) if length is None else length
    head: dict[str, object] = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "WARC-Date": "2024-03-02T10:11:12Z",
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": stated,
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = ["WARC/1.0", *(f"{name}: {value}" for name, value in head.items() if value != "")]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def packed(records: Iterable[bytes]) -> bytes:
    """Records as web archives pack them, each a member of its own."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def arc(*documents: tuple[str, bytes]) -> bytes:
    """An ARC file of (address, HTTP response)."""
    note = b"1 0 Tests\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [b"filedesc://made.arc 0.0.0.0 20240302101112 text/plain %d\n" % len(note) + note + b"\n"]
    for url, block in documents:
        parts.append(f"{url} 192.0.2.1 20240302101112 text/html {len(block)}\n".encode() + block + b"\n")
    return b"".join(parts)


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, raw in members.items():
            archive.writestr(zipfile.ZipInfo(name), raw, method)
    return stream.getvalue()


def wacz(archive: bytes, pages: Iterable[str] | bytes | None = None, digest: str = "") -> bytes:
    """A WACZ of one archive.

    pages: the addresses listed, or the list's bytes. digest: that the package states, where it is a false one.
    """
    files = {"archive/data.warc.gz": archive}
    if isinstance(pages, bytes):
        files["pages/pages.jsonl"] = pages
    elif pages is not None:
        lines = [
            {"format": "json-pages-1.0", "id": "pages"},
            *({"url": url, "ts": "2024-03-02T10:11:12Z"} for url in pages),
        ]
        files["pages/pages.jsonl"] = "\n".join(map(json.dumps, lines)).encode()
    digest = digest or hashlib.sha256(archive).hexdigest()
    resources = [{"path": "archive/data.warc.gz", "hash": f"sha256:{digest}", "bytes": len(archive)}]
    files["datapackage.json"] = json.dumps({"profile": "data-package", "resources": resources}).encode()
    return zipped(files, zipfile.ZIP_STORED)


def opened(path: Path, raw: bytes | None = None, limits: Limits | None = None) -> list[Received | Refused]:
    """Everything that a file yields; with `raw`, the file is written first."""
    return list(stream(path, raw, limits))


def stream(path: Path, raw: bytes | None = None, limits: Limits | None = None) -> Iterator[Received | Refused]:
    if raw is not None:
        path.write_bytes(raw)
    return items([path], limits or Limits())


def taken(found: Iterable[Received | Refused]) -> list[Received]:
    return [each for each in found if isinstance(each, Received)]


def refused(found: Iterable[Received | Refused], *, failed: bool | None = None) -> list[Refused]:
    return [each for each in found if isinstance(each, Refused) and failed in (None, each.failed)]
