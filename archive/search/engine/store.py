"""The index on disk: opened for reading, locked for writing."""

from __future__ import annotations

import os
import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from haystack.constants import ID
from whoosh import fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex
from whoosh.index import IndexError as WhooshIndexError
from whoosh.searching import Searcher
from whoosh.writing import CLEAR, LockError, SegmentWriter

from archive.search.engine import generation
from archive.search.engine import schema as schemas
from archive.search.engine.generation import Generation
from archive.search.engine.request import IndexLockedError, IndexState, IndexUnavailableError

# What Whoosh raises on files that are cut short, overwritten or of another make; it has no one error for it.
_DAMAGE = (
    OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError,
    struct.error, pickle.UnpicklingError, WhooshIndexError, fields.FieldConfigurationError,
)  # fmt: skip
# What a reader that opened well may still meet; no more, or it would hide mistakes of our own.
_LATE_DAMAGE = (OSError, EOFError, struct.error, pickle.UnpicklingError, zlib.error, WhooshIndexError)
_CREATION_LOCK = "CREATION"
_POOL_MB = 256  # of postings before a writer puts them aside on disk: some 3,000 articles
_ATTEMPTS = 10  # to open a reader while writers remove the segments that they merged


class _Storage(FileStorage):
    """Remembers what it opened, since Whoosh leaves files open when it fails to read them."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        file = super().open_file(name, **options)
        self.opened.append(file)
        return file

    def close_opened(self) -> None:
        for file in self.opened:
            if not getattr(file, "is_closed", False):
                file.close()


class Store:
    """The index of one schema in one folder. Its name tells the schema, so another schema's index counts as missing."""

    def __init__(self, path: str, schema: fields.Schema) -> None:
        self.path = str(Path(path).resolve())
        self.schema = schema
        self.name = f"archive-{schemas.fingerprint(schema)}"

    def state(self) -> IndexState:
        """Whether there is an index, by opening it."""
        try:
            with self.searcher():
                return IndexState.READY
        except IndexUnavailableError as error:
            return IndexState.MISSING if isinstance(error.__cause__, EmptyIndexError) else IndexState.UNREADABLE

    @contextmanager
    def searcher(self) -> Iterator[tuple[Searcher, Generation]]:
        """Open the newest generation; both hold for this block and this thread only. Raises IndexUnavailableError."""
        searcher = self._open()
        try:
            reader = searcher.reader()
            shared = generation.of(self.path, self.name, reader.generation() or 0, reader.doc_count_all())
            yield searcher, shared
        except _LATE_DAMAGE as error:
            raise self._damaged(error) from error
        finally:
            searcher.close()

    def _open(self) -> Searcher:
        for attempt in range(1, _ATTEMPTS + 1):
            storage = _Storage(self.path)
            try:
                return self._index(storage).searcher()
            except EmptyIndexError as error:
                raise IndexUnavailableError(
                    f"There is no search index in {self.path} that fits this version. "
                    "Build it with: manage.py flush_index --rebuild-if-missing"
                ) from error
            except FileNotFoundError as error:
                storage.close_opened()
                if attempt == _ATTEMPTS:
                    raise self._damaged(error) from error
            except _DAMAGE as error:
                storage.close_opened()
                raise self._damaged(error) from error
        raise AssertionError("the last attempt returns or raises")

    def _damaged(self, error: Exception) -> IndexUnavailableError:
        return IndexUnavailableError(
            f"The search index in {self.path} cannot be read ({type(error).__name__}: {error}). "
            "Build it anew with: manage.py flush_index --rebuild-if-missing"
        )

    def _index(self, storage: _Storage) -> FileIndex:
        if not Path(self.path).is_dir():
            raise EmptyIndexError(f"{self.path} is no folder")
        return FileIndex(storage, schema=self.schema, indexname=self.name)

    def create(self) -> None:
        """Make an empty index where there is none that can be read, in place of whatever index files the folder holds.

        Raises OSError where the folder refuses.
        """
        Path(self.path).mkdir(parents=True, exist_ok=True)
        storage = FileStorage(self.path)
        lock = storage.lock(_CREATION_LOCK)
        lock.acquire(blocking=True)
        try:
            if self.state() is not IndexState.READY:  # else another process was quicker
                self._remove_files()
                storage.create_index(self.schema, indexname=self.name)
                _sync_folder(self.path)
        finally:
            lock.release()

    def _remove_files(self) -> None:
        for file in Path(self.path).iterdir():
            if file.is_file() and not file.name.endswith(("LOCK", _CREATION_LOCK)):
                file.unlink()
        generation.forget(self.path)

    @contextmanager
    def writer(self, timeout: float, *, clear: bool = False) -> Iterator[Writer]:
        """Lock the index and write: committed when the block ends, undone when it raises.

        `timeout` is how many seconds to wait for the lock; then IndexLockedError. `clear` removes what was there.
        """
        held = self._locked(timeout)
        try:
            yield Writer(held, self.schema, onto_old=not clear)
            if clear:
                held.commit(mergetype=CLEAR)
            else:
                held.commit()
        finally:
            if not held.is_closed:
                held.cancel()
        _sync_folder(self.path)

    def optimize(self, timeout: float) -> None:
        """Merge all segments into one. Raises as `writer` does."""
        self._locked(timeout).commit(optimize=True)

    def _locked(self, timeout: float) -> SegmentWriter:
        storage = _Storage(self.path)
        try:
            return self._index(storage).writer(timeout=timeout, limitmb=_POOL_MB)
        except LockError as error:
            raise IndexLockedError(f"Another process is writing to the search index in {self.path}.") from error
        except EmptyIndexError as error:
            raise IndexUnavailableError(f"There is no search index in {self.path} that fits this version.") from error
        except _DAMAGE as error:
            storage.close_opened()
            raise self._damaged(error) from error


def _sync_folder(path: str) -> None:
    """Make renamed and new names in a folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Writer:
    """Replaces and removes documents of the index as it was; each identifier is to be put at most once.

    onto_old: whether what was there stays; where it all goes, there is nothing to remove.
    """

    def __init__(self, held: SegmentWriter, schema: fields.Schema, *, onto_old: bool) -> None:
        self._held = held
        self._schema = schema
        self._onto_old = onto_old

    def remove(self, identifiers: Sequence[str]) -> None:
        """Remove the documents of these identifiers, where there are any."""
        if not identifiers or not self._onto_old:
            return
        reader = self._held.reader()
        try:
            for identifier in identifiers:
                for number in generation.documents_of(reader, ID, identifier):
                    self._held.delete_document(number)
        finally:
            reader.close()

    def put(self, prepared: list[dict[str, Any]]) -> None:
        """Write prepared documents in place of those of the same identifiers; of twins the last counts."""
        rows = {row[ID]: row for row in prepared}
        self.remove(list(rows))
        for row in rows.values():
            self._held.add_document(**schemas.document(self._schema, row))
