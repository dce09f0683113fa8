"""Paths to files: which of them are taken from a folder, and their bytes, read with care."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.ingest import page_parts
from archive.ingest.extracted import IngestError, kept_name
from archive.ingest.limits import MEGABYTE
from archive.ingest.not_read import Left, file_left, is_litter, is_read, link_left, parts_left

_MISSING = "There is no such file or folder. Check the path; a web address begins with https:// or http://."


@dataclass(frozen=True, slots=True)
class File:
    """A file to take. name: relative to the folder that was given, with slashes, or its own where it was named."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be taken, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What paths name. left: of folders, what stands in them and is not read, by its absolute path."""

    files: list[File]
    failures: list[Failure]
    left: dict[str, Left]


def find(paths: Iterable[Path]) -> Found:
    """Return the files that `paths` name, each once, and what of them is missing, unreadable, or not read.

    A folder is searched with its subfolders for files with an ending of a kind that is read, in the order of their
    names, without links that lead out of it. Hidden files are as if they were not there, and folders of a saved page's
    parts are not searched. A file that is named is taken whatever its ending.
    """
    files: dict[Path, File] = {}
    failures: list[Failure] = []
    left: dict[str, Left] = {}
    named: set[str] = set()
    for path in paths:
        found: Iterable[File] = [File(path, kept_name(path.name))]
        if path.is_dir():
            found = _Folder(path, failures, left).files()
        elif not path.exists():
            failures.append(Failure(path, _MISSING))
            continue
        else:
            named.add(str(path.resolve()))
        for file in found:
            files.setdefault(file.path.resolve(), file)
    for path_named in named & left.keys():
        del left[path_named]
    return Found(list(files.values()), failures, left)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that is searched. failures, left: as in Found, to be added to."""

    path: Path
    failures: list[Failure]
    left: dict[str, Left]

    def files(self) -> Iterator[File]:
        home = self.path.resolve()
        for root, folders, every in os.walk(self.path, onerror=self._unreadable):
            place, names = Path(root), sorted(name for name in every if not is_litter(name))
            pages = page_parts.pages_with_parts(names)
            folders[:] = [name for name in sorted(folders) if self._is_searched(place / name, pages, home)]
            whole = place.resolve()
            for name in names:
                path = place / name
                if not is_read(name):
                    self.left[str(whole / name)] = file_left(self._name(path))
                elif path.resolve().is_relative_to(home):
                    yield File(path, self._name(path))
                else:
                    self.left[str(whole / name)] = link_left(self._name(path))

    def _is_searched(self, folder: Path, pages: frozenset[str], home: Path) -> bool:
        """Whether a folder in this one is; where that is to be told, tell of one that is not."""
        if is_litter(folder.name):
            return False
        if folder.is_symlink():
            if not folder.resolve().is_relative_to(home):
                self.left[str(folder.absolute())] = link_left(self._name(folder))
            return False  # what is in the folder is found where it stands
        if not page_parts.page_of(folder.name, pages):
            return True
        count = sum(not is_litter(name) for _, _, names in os.walk(folder) for name in names)
        self.left[str(folder.resolve())] = parts_left(self._name(folder), count)
        return False

    def _name(self, path: Path) -> str:
        return kept_name(path.relative_to(self.path).as_posix())

    def _unreadable(self, error: OSError) -> None:
        self.failures.append(Failure(Path(str(error.filename)), f"The folder cannot be read: {error.strerror}."))


def read(path: Path, largest: int) -> bytes:
    """Return the bytes of a regular file of at most `largest` bytes. Raises IngestError; opens nothing else."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise IngestError("It is no regular file (a pipe, socket or device), so it is not opened.")
        if status.st_size > largest:
            raise IngestError(
                f"It has {status.st_size / MEGABYTE:.1f} MB; the limit is {largest / MEGABYTE:g} MB. "
                "Raise it with --max-size, in megabytes."
            )
        with path.open("rb") as file:
            raw = file.read(largest + 1)
    except OSError as error:
        raise IngestError(f"It cannot be read: {error.strerror or error}.") from error
    if len(raw) > largest:
        raise IngestError(f"It grew past the limit of {largest / MEGABYTE:g} MB while it was read. Ingest it again.")
    return raw
