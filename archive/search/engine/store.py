"""The index on disk: opened for reading, locked for writing."""

from __future__ import annotations

import os
import pickle
import struct
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, clean_files
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import EmptyReader, MultiReader, SegmentReader
from whoosh.searching import Searcher
from whoosh.util import now

from archive.search.engine import schema as schemas
from archive.search.engine.request import IndexLockedError, IndexState, IndexUnavailableError
from archive.search.engine.scoring import WhooshModel, mean_length
from archive.search.engine.segments.codec import ArchiveSegment
from archive.search.engine.snapshot import Snapshot, everything

# What Whoosh and we raise on files that are cut short, overwritten or of another make; there is no one error for it.
_DAMAGE = (
    OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, ImportError,
    struct.error, pickle.UnpicklingError, WhooshIndexError, fields.FieldConfigurationError,
)  # fmt: skip
_CREATION_LOCK = "CREATION"
_ATTEMPTS = 10  # to open a generation while writers remove the segments that they merged
_WAIT = 0.01  # seconds between two looks at a lock
_EPOCH = 1_600_000_000  # generations count from the second of creation, so that no two indexes share a number


class _Storage(FileStorage):
    """Renames only what the disk holds, so that a table of contents never outlives what it names."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        path = Path(self.folder)
        _sync(path / oldname)
        _sync(path)  # the segments that it names
        super().rename_file(oldname, newname, safe=safe)
        _sync(path)


class Store:
    """The index of one schema in one folder. Its name tells the schema, so another schema's index counts as missing."""

    def __init__(self, path: str, schema: fields.Schema, content: str, models: Iterable[str]) -> None:
        """content: the name of the field that Haystack calls the document. models: the labels of what is indexed."""
        self.folder = Path(path).resolve()
        self.schema = schema
        self.content = content
        self.name = f"archive-{schemas.fingerprint(schema, models)}"
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    # --- reading ---

    def state(self) -> IndexState:
        """Whether there is an index, by opening it."""
        try:
            self.snapshot()
            self._segments(self.generation())  # what is open already may have been damaged since
        except IndexUnavailableError as error:
            return IndexState.MISSING if isinstance(error.__cause__, EmptyIndexError) else IndexState.UNREADABLE
        except _DAMAGE:
            return IndexState.UNREADABLE
        return IndexState.READY

    def snapshot(self) -> Snapshot:
        """The newest generation, opened once and shared by all threads. Raises IndexUnavailableError."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                generation = self.generation()
                held = self._snapshot
                if held is not None and held.generation == generation:
                    return held
                with self._lock:
                    if self._snapshot is None or self._snapshot.generation != generation:
                        self._snapshot = Snapshot(self.folder, self._segments(generation), generation)
                    return self._snapshot
            except EmptyIndexError as error:
                raise IndexUnavailableError(
                    f"There is no search index in {self.folder} that fits this version. "
                    "Build it with: manage.py flush_index --rebuild-if-missing"
                ) from error
            except FileNotFoundError as error:
                if attempt == _ATTEMPTS:
                    raise self._damaged(error) from error
            except _DAMAGE as error:
                raise self._damaged(error) from error
        raise AssertionError("the last attempt returns or raises")

    def forget(self) -> None:
        """Drop what is kept in memory; the next search opens the index anew."""
        with self._lock:
            self._snapshot = None

    def generation(self) -> int:
        """The number of the newest generation. Raises EmptyIndexError where there is none."""
        begin, end = f"_{self.name}_", ".toc"
        numbers = [
            int(name[len(begin) : -len(end)])
            for name in (os.listdir(self.folder) if self.folder.is_dir() else ())  # noqa: PTH208 - twice as quick
            if name.startswith(begin) and name.endswith(end) and name[len(begin) : -len(end)].isdecimal()
        ]
        if not numbers:
            raise EmptyIndexError(f"No index {self.name} in {self.folder}")
        return max(numbers)

    def _segments(self, generation: int) -> list[ArchiveSegment]:
        with _opened(FileStorage(str(self.folder))) as storage:
            return list(TOC.read(storage, self.name, gen=generation, schema=self.schema).segments)

    def _damaged(self, error: Exception) -> IndexUnavailableError:
        return IndexUnavailableError(
            f"The search index in {self.folder} cannot be read ({type(error).__name__}: {error}). "
            "Build it anew with: manage.py flush_index --rebuild-if-missing"
        )

    @contextmanager
    def searcher(self, snapshot: Snapshot) -> Iterator[Searcher]:
        """Whoosh's own searcher on a snapshot, for what only Whoosh can evaluate. For one thread."""
        model = WhooshModel(lambda name: mean_length(snapshot, everything(snapshot), name))
        storage = FileStorage(str(self.folder))
        readers = [SegmentReader(storage, self.schema, segment) for segment in snapshot.segments]
        reader = EmptyReader(self.schema) if not readers else readers[0] if len(readers) == 1 else MultiReader(readers)
        yield Searcher(reader, weighting=model)

    # --- writing ---

    def create(self) -> None:
        """Make an empty index where there is none that can be read, in place of whatever index files the folder holds.

        Raises OSError where the folder refuses.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        storage = _Storage(str(self.folder))
        lock = storage.lock(_CREATION_LOCK)
        lock.acquire(blocking=True)
        try:
            if self.state() is not IndexState.READY:  # else another process was quicker
                self._remove_files()
                self.commit([], int(time.time()) - _EPOCH)
        finally:
            lock.release()

    def _remove_files(self) -> None:
        for file in self.folder.iterdir():
            if file.is_file() and not file.name.endswith(("LOCK", _CREATION_LOCK)):
                file.unlink()
        self.forget()

    @contextmanager
    def locked(self, timeout: float) -> Iterator[None]:
        """Hold the index's lock; IndexLockedError where another holds it for longer than `timeout` seconds."""
        if not self.folder.is_dir():
            raise IndexUnavailableError(f"There is no search index in {self.folder}.")
        lock = _Storage(str(self.folder)).lock(f"{self.name}_WRITELOCK")
        deadline = now() + timeout
        while not lock.acquire():
            if now() >= deadline:
                raise IndexLockedError(f"Another process is writing to the search index in {self.folder}.")
            time.sleep(_WAIT)
        try:
            yield
        finally:
            lock.release()

    def commit(self, segments: list[ArchiveSegment], generation: int) -> None:
        """Make these segments the index, at once for whoever opens it next, and remove the files of others."""
        storage = _Storage(str(self.folder))
        TOC(self.schema, segments, generation).write(storage, self.name)
        clean_files(storage, self.name, generation, segments)
        for path in self.folder.glob(f"_{self.name}_*.toc.*"):  # of a process that was killed before it could rename it
            path.unlink(missing_ok=True)


_stores: dict[tuple[Path, str], Store] = {}
_sharing = threading.Lock()


def shared(path: str, schema: fields.Schema, content: str, models: Iterable[str]) -> Store:
    """The process's one Store of this index: each thread has a backend of its own, and all search one snapshot."""
    store = Store(path, schema, content, models)
    with _sharing:
        return _stores.setdefault((store.folder, store.name), store)


@contextmanager
def _opened(storage: FileStorage) -> Iterator[FileStorage]:
    """Close what Whoosh leaves open when it fails to read a file."""
    files: list[Any] = []
    open_file = storage.open_file

    def remembered(name: str, **options: Any) -> Any:
        files.append(open_file(name, **options))
        return files[-1]

    storage.open_file = remembered
    try:
        yield storage
    finally:
        for file in files:
            if not getattr(file, "is_closed", False):
                file.close()


def _sync(path: Path) -> None:
    """Make a file's bytes, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
