"""Content-addressed storage: bytes named by their SHA-256, written once and never changed.

`<root>/ab/abcdef…` holds the bytes whose digest is abcdef…; the same bytes are stored once, whoever brings them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings


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
    digest = digest_of(content)
    path = path_of(digest)
    if path.exists() and path.stat().st_size == len(content):
        return digest
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
    for folder in (path.parent, *(folder.parent for folder in new_folders)):
        sync(folder)
    return digest


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
    """Delete the bytes of `digest`, for an explicit purge alone."""
    path_of(digest).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Make a file's content durable, or the names in a folder: a new file needs both."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
