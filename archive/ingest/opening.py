"""What is given, files and folders and what is packed in them, as a stream of documents, one at a time."""

from __future__ import annotations

import gzip
import io
import os
import re
import shutil
import stat
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, cast
from zipfile import ZipFile

from archive.ingest import files, page_parts, saved_pages, zipped, zstd
from archive.ingest.budget import Budget, metered, read_item
from archive.ingest.catalogue import Row
from archive.ingest.extracted import IngestError, kept_name
from archive.ingest.files import File
from archive.ingest.kinds import CONTAINERS, HEAD, MEDIA_TYPES, TABLES, Kind, kind_of
from archive.ingest.limits import LimitError, Limits
from archive.ingest.lists import tables
from archive.ingest.not_read import Left, file_left, is_read, known_reason, parts_left
from archive.ingest.received import Received, Refused
from archive.ingest.unreadable import UNREADABLE, described
from archive.ingest.warc import wacz
from archive.ingest.warc.documents import documents
from archive.ingest.warc.revisits import NoOriginals, Originals, Revisit, Waiting
from archive.ingest.warc.seen import Seen
from archive.text.normalize import fold_line

_BUFFER = 64 * 1024  # bytes
_IN_MEMORY = 8_000_000  # bytes of a packed container that are kept out of the disk
_NO_KIND = "It is of no kind that is read. Leave it out, or convert it."
_NO_ORIGINALS = NoOriginals()
_NO_ROWS: Mapping[Path, Row] = MappingProxyType({})


def items(
    paths: Iterable[Path],
    limits: Limits,
    rows: Mapping[Path, Row] = _NO_ROWS,
    left_out: Collection[Path] = (),
    originals: Originals = _NO_ORIGINALS,
) -> Iterator[Received | Refused]:
    """Return every document in what `paths` name, and everything in it that is not taken, in a steady order.

    Containers are opened as they are met, and nothing is held but one document. rows: what a catalogue says of files,
    by their paths as `files.find` gives them. left_out: files among them that are not meant, as the catalogue.
    originals: of revisits in web archives, which come last where their originals did not come before them. Raises
    nothing that a file's bytes can cause: what is wrong with a file is a Refused in the stream, and the next file
    follows.
    """
    unmeant = {path.resolve() for path in left_out}
    found = files.find(paths)
    for failure in found.failures:
        yield Refused(kept_name(failure.path.as_posix()), failure.reason)
    for path, left in found.left.items():
        if Path(path).resolve() not in unmeant:
            yield _not_read(left)
    run = _Run(limits, page_parts.pages_with_parts(file.path.as_posix() for file in found.files))
    for file in found.files:
        if file.path.resolve() not in unmeant:
            yield from run.file(file, rows.get(file.path))
    yield from run.waiting.settled(run.seen, originals)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a stream comes from. depth: of containers, itself counted where it is one. called: what tells its kind."""

    name: str
    called: str
    depth: int
    budget: Budget
    origin: str = ""
    row: Row | None = None

    def inside(self, member: zipped.Member) -> _Place:
        """Return the place of a member of this zip."""
        name = kept_name(f"{self.name}/{member.name}")
        origin = f"member {member.number} of the zip" if member.again else ""
        return replace(self, name=name, called=member.name, depth=self.depth + 1, origin=origin, row=None)

    def unpacked(self) -> _Place:
        """Return the place of what this packed file holds."""
        return replace(
            self, called=re.sub(r"\.(?:gz|zst)$", "", self.called, flags=re.IGNORECASE), depth=self.depth + 1
        )

    def refused(self, error: BaseException) -> Refused:
        reason = str(error) if isinstance(error, IngestError) else f"It cannot be read: {described(error)}."
        return Refused(self.name, fold_line(reason), self.origin)


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of `items`. pages: paths that may have a folder of parts. seen: as in `documents`. waiting: revisits."""

    limits: Limits
    pages: frozenset[str]
    seen: Seen = field(default_factory=Seen)
    waiting: Waiting = field(default_factory=Waiting)

    def file(self, file: File, row: Row | None) -> Iterator[Received | Refused]:
        """Return what a file is or holds; whatever is wrong with it ends with it."""
        if page_parts.folder_of(file.path.as_posix(), self.pages):
            yield Refused(
                file.name, "It is a part of the saved page beside its folder, no page of its own.", failed=False
            )
            return
        place = _Place(file.name, file.name, 1, Budget(self.limits, 0), row=row)
        try:
            with _opened(file.path) as stream:
                budget = Budget(self.limits, os.fstat(stream.fileno()).st_size)
                place = replace(place, budget=budget)
                for item in self._document(stream, place):
                    budget.count_item()
                    if isinstance(item, Revisit):
                        self.waiting.add(item)
                    else:
                        yield item
        except (IngestError, *UNREADABLE) as error:
            yield place.refused(error)

    def _document(self, stream: BinaryIO, place: _Place) -> Iterator[Received | Refused | Revisit]:
        """Return what a stream is or holds; raises only what ends the given file."""
        try:
            head = cast(io.BufferedReader, stream).peek(HEAD)[:HEAD]
            kind = kind_of(place.called, "", head)
            if kind in CONTAINERS:
                self.limits.check_depth(place.depth)
                yield from self._contained(stream, kind, place)
            elif kind in TABLES:
                yield from tables.documents(stream, place.name, kind, self.limits)
            else:
                yield self._single(stream, kind, place)
        except (IngestError, *UNREADABLE) as error:
            if isinstance(error, LimitError) and error.ends_file:
                raise
            yield place.refused(error)

    def _single(self, stream: BinaryIO, kind: Kind, place: _Place) -> Received | Refused:
        if kind is Kind.OTHER:
            return Refused(place.name, known_reason(place.name) or _NO_KIND, place.origin)
        raw = read_item(stream, self.limits)
        if kind is Kind.MHTML and place.row:
            place.row.describes(raw)
            place = replace(place, row=replace(place.row, sha256=None, size=None))  # what is taken is the page in it
        media_type = "" if kind_of(place.name, "", raw[:HEAD]) is kind else MEDIA_TYPES[kind]
        received = Received(raw=raw, name=place.name, media_type=media_type, origin=place.origin, row=place.row)
        return saved_pages.read(received)

    def _contained(self, stream: BinaryIO, kind: Kind, place: _Place) -> Iterator[Received | Refused | Revisit]:
        if kind is Kind.WARC:
            yield from documents(stream, place.name, place.budget, self.seen)
        elif kind is Kind.GZIP:
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield from self._document(metered(cast(BinaryIO, unpacked), place.budget), place.unpacked())
        else:
            with _seekable(stream) as whole:
                if kind is Kind.ZSTD:
                    yield from self._document(zstd.unpacked(whole, place.budget), place.unpacked())
                else:
                    yield from self._zipped(whole, kind, place)

    def _zipped(self, stream: BinaryIO, kind: Kind, place: _Place) -> Iterator[Received | Refused | Revisit]:
        """Return what the members of a zip are or hold; one that cannot be read costs no other."""
        with zipped.opened(stream, place.budget) as archive:
            if kind is Kind.WACZ or wacz.is_wacz(archive):
                yield from wacz.pages(archive, place.name, place.budget, self.seen)
                return
            pages = page_parts.pages_with_parts(member.name for member in zipped.members(archive))
            parts: Counter[str] = Counter()
            for member in zipped.members(archive):
                if folder := page_parts.folder_of(member.name, pages):
                    parts[folder] += 1
                else:
                    yield from self._member(archive, member, place.inside(member))
            for folder, count in parts.items():
                yield _not_read(parts_left(kept_name(f"{place.name}/{folder}"), count))

    def _member(self, archive: ZipFile, member: zipped.Member, place: _Place) -> Iterator[Received | Refused | Revisit]:
        if not is_read(member.name):
            yield replace(_not_read(file_left(place.name)), origin=place.origin)
        else:
            try:
                with zipped.content(archive, member, place.budget) as content:
                    yield from self._document(content, place)
            except (IngestError, *UNREADABLE) as error:
                if isinstance(error, LimitError) and error.ends_file:
                    raise
                yield place.refused(error)


def _not_read(left: Left) -> Refused:
    return Refused(left.name, left.reason, failed=False, what=left.what)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file, and nothing else. Raises IngestError, OSError."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise IngestError("It is no regular file (a pipe, socket or device), so it is not opened.")
    with path.open("rb", buffering=_BUFFER) as stream:
        yield stream


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Return a stream that can be read anywhere, as zips are; a packed one is unpacked to a nameless file."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
        shutil.copyfileobj(stream, whole, _BUFFER)
        whole.seek(0)
        yield cast(BinaryIO, whole)
