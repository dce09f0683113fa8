"""Content-addressed storage: bytes named by their SHA-256, written once and never changed.

`<root>/ab/abcdef…` holds the bytes whose digest is abcdef…; the same bytes are stored once, whoever brings them.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

LOCK = ".lock"
_AT_ONCE = 8  # files that are written and synced side by side


class DamagedContentError(Exception):
    """Stored bytes are missing or no longer match their digest."""


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def path_of(digest: str) -> Path:
    """Return where the bytes of `digest` lie. Raises ValueError unless it is a SHA-256 in lower-case hexadecimal."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValueError(f"{digest!r} is not a SHA-256 digest of 64 hexadecimal digits.")
    return Path(settings.CAPTURES) / digest[:2] / digest


def write(content: bytes) -> str:
    """Store `content` durably and return its digest.

    On return the bytes survive a power cut; a process killed at any instant leaves either the whole file or none.
    """
    [digest] = write_many([content])
    if isinstance(digest, OSError):
        raise digest
    return digest


def write_many(contents: Sequence[bytes]) -> list[str | OSError]:
    """Store each of `contents` durably, as `write` does, and return its digest or why it could not be written.

    The files are synced side by side, which a disk does in a third of the time, and each folder once for all of them.
    """
    if len(contents) == 1:
        written = [_drafted(contents[0])]
    else:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            written = list(threads.map(_drafted, contents))
    failed = _synced({folder for one in written if isinstance(one, _Written) for folder in one.folders})
    return [_outcome(one, failed) for one in written]


@dataclass(frozen=True, slots=True)
class _Written:
    """A file that stands, and the folders whose names are to be made durable; none where it stood already."""

    digest: str
    folders: tuple[Path, ...] = ()


def _drafted(content: bytes) -> _Written | OSError:
    """Write a file whole under another name, make it durable and give it its name."""
    digest = digest_of(content)
    path = path_of(digest)
    try:
        if path.exists() and path.stat().st_size == len(content):
            return _Written(digest)
        new_folders = [folder for folder in (path.parent, path.parent.parent) if not folder.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).chmod(0o444)
            Path(draft).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(draft).unlink()
            raise
    except OSError as error:
        return error
    return _Written(digest, (path.parent, *(folder.parent for folder in new_folders)))


def _synced(folders: Iterable[Path]) -> dict[Path, OSError]:
    """Make the names in `folders` durable; return those that could not be, and why."""
    failed = {}
    for folder in folders:
        try:
            sync(folder)
        except OSError as error:
            failed[folder] = error
    return failed


def _outcome(written: _Written | OSError, failed: Mapping[Path, OSError]) -> str | OSError:
    if isinstance(written, OSError):
        return written
    return next((failed[folder] for folder in written.folders if folder in failed), written.digest)


def read(digest: str) -> bytes:
    """Return the bytes of `digest`. Raises DamagedContentError where they are missing or changed."""
    path = path_of(digest)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DamagedContentError(f"The capture {digest} is missing from {path}. Restore it from a backup.") from error
    if digest_of(content) != digest:
        raise DamagedContentError(f"The capture in {path} no longer matches its name. Restore it from a backup.")
    return content


def remove(digest: str) -> None:
    """Delete the bytes of `digest`, for an explicit purge alone, which does it under `alone`."""
    path_of(digest).unlink(missing_ok=True)


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Hold off whoever removes bytes: from before they are written until the row that names them is committed.

    Else the same bytes could come again while the article that has them is purged, be found standing, and go.
    """
    with _locked(fcntl.LOCK_SH):
        yield


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Remove bytes while nobody stores or copies any; waits until they are done, in all processes of this machine."""
    with _locked(fcntl.LOCK_EX):
        yield


@contextlib.contextmanager
def _locked(how: int) -> Iterator[None]:
    folder = Path(settings.CAPTURES)
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)  # which unlocks, as the end of the process would


def sync(path: Path) -> None:
    """Make a file's content durable, or the names in a folder: a new file needs both."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
