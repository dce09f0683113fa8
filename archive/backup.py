"""A backup is one file: the database as it stood at one instant, and every capture that it names.

What can be rebuilt (the index, the gathered static files) and what is secret (the key that signs sessions) stays out.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from archive import content_store

DATABASE = "archive.sqlite3"
CAPTURES = "captures"


class BackupError(Exception):
    """A backup that cannot be made or read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds, and what is wrong with it: one line a fault, none where it is whole."""

    articles: int
    captures: int
    faults: tuple[str, ...]


def write(path: Path) -> None:
    """Write a backup of the archive, which may be in use, to a new file `path`. Whole or not at all.

    Raises BackupError where the file exists, its folder cannot be written to, the database is not SQLite, or a capture
    is missing or damaged.
    """
    if connection.vendor != "sqlite":
        raise BackupError(
            f"The database is {connection.vendor}, which brings its own tool: back it up with pg_dump, and copy "
            f"{settings.CAPTURES} after that."
        )
    if path.exists():
        raise BackupError(f"{path} is there already. Name a file that is not.")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
            draft = Path(folder) / path.name
            _write(draft, Path(folder) / DATABASE)
            content_store.sync(draft)
            draft.rename(path)
        content_store.sync(path.parent)
    except (OSError, content_store.DamagedContentError) as error:
        raise BackupError(f"The backup could not be written to {path}: {error}") from error


def _write(draft: Path, snapshot: Path) -> None:
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(snapshot)) as copy:
        connection.connection.backup(copy)
    # Captures are read after the database: one that it names is there, and they never change.
    with tarfile.open(draft, "w:gz") as tar, contextlib.closing(sqlite3.connect(snapshot)) as copy:
        tar.add(snapshot, DATABASE)
        for digest, _ in _captures(copy):
            content_store.read(digest)
            tar.add(content_store.path_of(digest), f"{CAPTURES}/{digest[:2]}/{digest}")


def check(path: Path) -> Contents:
    """Read a backup through: the database's own integrity, and every capture that it names against its digest.

    Raises BackupError where the file is no backup that can be unpacked.
    """
    with tempfile.TemporaryDirectory(prefix="parallax-check-") as name:
        folder = Path(name)
        try:
            with tarfile.open(path) as tar:
                tar.extractall(folder, filter="data")
            with contextlib.closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as database:
                return _checked(database, folder / CAPTURES)
        except (OSError, tarfile.TarError, EOFError, sqlite3.Error) as error:
            raise BackupError(f"{path} is not a backup that can be read: {error}") from error


def _checked(database: sqlite3.Connection, folder: Path) -> Contents:
    faults = [f"database: {row[0]}" for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
    captures = list(_captures(database))
    faults += [f"capture {digest}: {fault}" for digest, size in captures if (fault := _fault(folder, digest, size))]
    articles = database.execute("SELECT count(*) FROM archive_article").fetchone()[0]
    return Contents(articles, len(captures), tuple(faults))


def _captures(database: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """The digest and size in bytes of every capture that a database names."""
    yield from database.execute("SELECT sha256, size FROM archive_capture ORDER BY sha256")


def _fault(folder: Path, digest: str, size: int) -> str:
    path = folder / digest[:2] / digest
    if not path.is_file():
        return "is missing"
    content = path.read_bytes()
    return "" if content_store.digest_of(content) == digest and len(content) == size else "does not match its name"
