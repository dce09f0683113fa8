"""A backup is one file: the database as it stood at one instant, and the bytes of every capture and fetch in it.

What can be rebuilt (the index, the gathered static files) and what is secret (the key that signs sessions) stays out.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tarfile
import tempfile
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
    or a fetch's file is missing or damaged.
    """
    if connection.vendor != "sqlite":
        raise BackupError(
            f"The database is {connection.vendor}, which brings its own tool: back it up with pg_dump, and copy "
            f"{settings.CAPTURES} after that."
        )
    if path.exists():
        raise BackupError(f"{path} is there already. Name a file that is not.")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder, content_store.kept():
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
        for digest in {**_captures(copy), **_fetches(copy)}:
            content_store.read(digest)
            tar.add(content_store.path_of(digest), f"{CAPTURES}/{digest[:2]}/{digest}")


def check(path: Path) -> Contents:
    """Read a backup through: the database's own integrity, and the bytes of captures and fetches by their digests.

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
    captures, fetches = _captures(database), _fetches(database)
    for noun, named in (("capture", captures), ("fetch", fetches)):
        faults += [
            f"{noun} {digest}: {fault}" for digest, size in named.items() if (fault := _fault(folder, digest, size))
        ]
    articles = database.execute("SELECT count(*) FROM archive_article").fetchone()[0]
    return Contents(articles, len(captures), tuple(faults))


def _captures(database: sqlite3.Connection) -> dict[str, int]:
    """The digest and size in bytes of every capture that a database names."""
    return dict(database.execute("SELECT sha256, size FROM archive_capture ORDER BY sha256"))


def _fetches(database: sqlite3.Connection) -> dict[str, int]:
    """The same of the WARC file of every fetch; backups of before there were any have no table of them."""
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'archive_fetch'").fetchone():
        return {}
    rows = "SELECT warc_sha256, warc_size FROM archive_fetch WHERE warc_sha256 <> '' ORDER BY warc_sha256"
    return dict(database.execute(rows))


def _fault(folder: Path, digest: str, size: int) -> str:
    path = folder / digest[:2] / digest
    if not path.is_file():
        return "is missing"
    content = path.read_bytes()
    return "" if content_store.digest_of(content) == digest and len(content) == size else "does not match its name"
