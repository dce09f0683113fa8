"""WACZ, a web archive with its list of pages in a zip (WACZ 1.1.1): the pages that it lists, out of its archives.

The archives are read out of the zip as they stand, one after another. Where the list is missing or cannot be read, all
pages of the archives are taken. What the package states of its files' digests is checked while they are read.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast
from zipfile import ZipFile

from archive.ingest import zipped
from archive.ingest.budget import Budget, read_item
from archive.ingest.extracted import IngestError, kept_name
from archive.ingest.limits import LimitError
from archive.ingest.received import Received, Refused
from archive.ingest.unreadable import UNREADABLE, described
from archive.ingest.warc.documents import documents
from archive.ingest.warc.page_list import PageList, read_pages
from archive.ingest.warc.revisits import Revisit
from archive.ingest.warc.seen import Seen
from archive.ingest.zipped import Member
from archive.text.normalize import fold_line

_PACKAGE = "datapackage.json"
_LISTS = ("pages/pages.jsonl", "pages/extraPages.jsonl")
_ARCHIVE = re.compile(r"archive/.+\.(?:warc|arc)(?:\.gz)?", re.IGNORECASE)
_SHOWN = 200  # characters of an address in a reason


def is_wacz(archive: ZipFile) -> bool:
    """Tell whether a zip is a WACZ, by the files that it must hold."""
    names = set(archive.namelist())
    return _PACKAGE in names and any(name.startswith(("archive/", "pages/")) for name in names)


def pages(archive: ZipFile, name: str, budget: Budget, seen: Seen) -> Iterator[Received | Refused | Revisit]:
    """Return the pages of a WACZ, and what in it is not as it states. Raises LimitError and OSError.

    name: the file's. seen: as in `documents`.
    """
    reading = _Reading(archive, name, budget, seen, {each.name: each for each in zipped.members(archive)})
    yield from reading.items()


@dataclass(frozen=True, slots=True)
class _Reading:
    archive: ZipFile
    name: str
    budget: Budget
    seen: Seen
    members: Mapping[str, Member]

    def items(self) -> Iterator[Received | Refused | Revisit]:
        archives = [name for name in self.members if _ARCHIVE.fullmatch(name)]
        if not archives:
            yield self._refused("It holds no web archive (archive/….warc.gz), so there is nothing to take.")
            return
        digests: Mapping[str, str] = {}
        listed: PageList | None = None
        try:
            digests = self._digests()
        except UNSOUND as error:
            yield self._refused(
                f"Its datapackage.json cannot be read, so nothing is checked by it: {described(error)}."
            )
        try:
            listed = self._listed()
        except UNSOUND as error:
            yield self._refused(f"Its pages are all taken, since its list of them cannot be read: {described(error)}.")
        for each in archives:
            yield from self._archive(each, digests.get(each, ""), listed)
        if listed:
            yield from self._rest(archives, listed)

    def _refused(self, reason: str, origin: str = "", url: str = "") -> Refused:
        return Refused(self.name, fold_line(reason), origin, url)

    def _digests(self) -> dict[str, str]:
        """Return the SHA-256 that the package states of its files, in hexadecimal digits, by their paths."""
        if _PACKAGE not in self.members:
            raise IngestError("it is missing")
        with zipped.content(self.archive, self.members[_PACKAGE], self.budget) as stream:
            package = json.loads(read_item(stream, self.budget.limits))
        resources = package.get("resources") if isinstance(package, dict) else None
        if not isinstance(resources, list):
            raise IngestError("it lists no resources")
        return {str(each.get("path")): _digest(each) for each in resources if isinstance(each, dict)}

    def _listed(self) -> PageList | None:
        """Return the pages that are listed; None where no list is there, or none of its pages."""
        urls: list[str] = []
        for name in _LISTS:
            if name in self.members:
                with zipped.content(self.archive, self.members[name], self.budget) as stream:
                    urls += read_pages(stream, self.budget.limits)
        return PageList(urls) if urls else None

    def _archive(self, name: str, digest: str, listed: PageList | None) -> Iterator[Received | Refused | Revisit]:
        """Return what one of the archives holds; what breaks it off costs no other."""
        inner = kept_name(f"{self.name}/{name}")
        try:
            with zipped.content(self.archive, self.members[name], self.budget) as stream:
                hashed = _Hashed(stream)
                yield from documents(cast(BinaryIO, hashed), inner, self.budget, self.seen, listed)
                if digest and hashed.hexdigest() != digest:
                    yield Refused(
                        inner, "Its bytes do not have the SHA-256 that datapackage.json states. Get it again."
                    )
        except UNSOUND as error:
            if isinstance(error, LimitError) and error.ends_file:
                raise
            yield Refused(inner, f"It cannot be read to its end: {described(error)}.")

    def _rest(self, archives: list[str], listed: PageList) -> Iterator[Received | Refused | Revisit]:
        """Return the pages that stood before the redirects to them, and the listed ones that were not met."""
        if listed.late:
            late = PageList(listed.late)
            for name in archives:
                yield from (each for each in self._archive(name, "", late) if isinstance(each, Received))
            for url in listed.late - set(late.unmet()):
                listed.has(url)
        for url in listed.unmet():
            yield self._refused(
                f"{url[:_SHOWN]} is listed as a page, and no successful response holds it.", _LISTS[0], url
            )


UNSOUND = (IngestError, *UNREADABLE)


def _digest(resource: Mapping[str, object]) -> str:
    """Return the SHA-256 that a resource states, as `hash` now and under `stats` in early versions; '' for none."""
    stats = resource.get("stats")
    stated = resource.get("hash") or (stats.get("hash") if isinstance(stats, dict) else "")
    digest = str(stated or "").lower().removeprefix("sha256:")
    return digest if re.fullmatch(r"[0-9a-f]{64}", digest) else ""


class _Hashed:
    """A stream that hashes what is read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._hash.update(data)
        return data

    def seekable(self) -> bool:
        return False

    def hexdigest(self) -> str:
        """Return the digest of all of the stream; reads what is left of it."""
        while self.read(1 << 16):
            pass
        return self._hash.hexdigest()
