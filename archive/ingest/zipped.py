"""The members of a zip, one after another; nothing is ever written under a member's name."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from archive.ingest.budget import Budget, metered
from archive.ingest.extracted import IngestError, kept_name
from archive.ingest.limits import LimitError
from archive.ingest.not_read import is_litter
from archive.ingest.unreadable import UNREADABLE
from archive.text.normalize import fold_line

_ENCRYPTED = 0x1  # of a member's flags
_ENTRY = 46  # bytes, the least that a member takes in the directory
_TAIL = 22 + 0xFFFF  # bytes: the record that ends a zip, with the longest comment
_DRIVE = re.compile(r"^[A-Za-z]:")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip. name: its path, made harmless. number: from 1. again: another before it has this name."""

    name: str
    number: int
    info: zipfile.ZipInfo
    again: bool = False


@contextmanager
def opened(stream: BinaryIO, budget: Budget) -> Iterator[zipfile.ZipFile]:
    """Open a zip. Raises IngestError where it is none, LimitError where it has too many members."""
    entries = _directory_size(stream) // _ENTRY
    if entries > budget.limits.items:
        raise LimitError(
            f"It may have {entries:,} members; at most {budget.limits.items:,} are read. Raise it with --max-items."
        )
    try:
        archive = zipfile.ZipFile(stream)
    except UNREADABLE as error:
        raise IngestError(f"It is no zip that can be opened: {error}. It may be cut off; get it again.") from error
    with archive:
        yield archive


def members(archive: zipfile.ZipFile) -> Iterator[Member]:
    """Return the files of a zip in the order of its directory, without hidden ones."""
    names: set[str] = set()
    for number, info in enumerate(archive.infolist(), 1):
        name = harmless(info.filename)
        if info.is_dir() or not name or any(map(is_litter, name.split("/"))):
            continue
        yield Member(name, number, info, again=name in names)
        names.add(name)


@contextmanager
def content(archive: zipfile.ZipFile, member: Member, budget: Budget) -> Iterator[BinaryIO]:
    """Open a member, counting what it unpacks to. Raises IngestError where it cannot be."""
    info = member.info
    if info.flag_bits & _ENCRYPTED:
        raise IngestError("It is encrypted. Unpack the zip with its password, and ingest the folder.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise IngestError("It is a link, which is not followed.")
    if info.compress_type not in _METHODS:
        raise IngestError(
            f"It is packed by method {info.compress_type}, which is not known here. "
            "Unpack the zip, and ingest the folder."
        )
    with archive.open(info) as stream:
        yield metered(cast(BinaryIO, stream), budget)


def harmless(name: str) -> str:
    """Return a member's name as a relative path with slashes that stays where it is; of a very long one the end."""
    path = _DRIVE.sub("", fold_line(name.partition("\0")[0]).replace("\\", "/"))
    parts = [part for part in path.split("/") if part.strip() not in ("", ".", "..")]
    return kept_name("/".join(parts))


def _directory_size(stream: BinaryIO) -> int:
    """Return the bytes of a zip's directory, which zipfile reads in whole, as its end states them; 0 for no zip."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL - 20))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    stated = int(struct.unpack_from("<L", tail, at + 12)[0])
    if stated == 0xFFFFFFFF and at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        stream.seek(min(size, int(struct.unpack_from("<Q", tail, at - 12)[0])))
        record = stream.read(56)
        stated = int(struct.unpack_from("<Q", record, 40)[0]) if len(record) == 56 else 0
    return stated
