"""Paths to files: which of them are taken from a folder, and their bytes, read with care."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.ingest.extracted import IngestError, kept_name
from archive.ingest.kinds import ENDINGS
from archive.ingest.limits import MEGABYTE

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


def find(paths: Iterable[Path]) -> tuple[list[File], list[Failure]]:
    """Return the files that `paths` name, each once, and what of them is missing or unreadable.

    A folder is searched with its subfolders for files with an ending of a kind that is read, in the order of their
    names, without hidden ones and without links that lead out of it. A file that is named is taken whatever its ending.
    """
    files: dict[Path, File] = {}
    failures: list[Failure] = []
    for path in paths:
        found: Iterable[File] = [File(path, kept_name(path.name))]
        if path.is_dir():
            found = _in_folder(path, failures)
        elif not path.exists():
            failures.append(Failure(path, _MISSING))
            continue
        for file in found:
            files.setdefault(file.path.resolve(), file)
    return list(files.values()), failures


def _in_folder(folder: Path, failures: list[Failure]) -> Iterator[File]:
    def unreadable(error: OSError) -> None:
        failures.append(Failure(Path(str(error.filename)), f"The folder cannot be read: {error.strerror}."))

    home = folder.resolve()
    for root, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            if name.startswith(".") or not name.lower().endswith(ENDINGS):
                continue
            if path.resolve().is_relative_to(home):
                yield File(path, kept_name(path.relative_to(folder).as_posix()))


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
