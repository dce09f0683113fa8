"""One commit: documents put and removed under the index's lock, all at once or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from haystack.constants import ID

from archive.search.engine import merging
from archive.search.engine import schema as schemas
from archive.search.engine.segments import codec
from archive.search.engine.segments.codec import ArchiveSegment
from archive.search.engine.segments.write import SegmentWriter, live_numbers
from archive.search.engine.store import Store


class Writer:
    """Replaces and removes documents. Nothing is seen by searches before `commit`."""

    def __init__(self, store: Store, segments: Sequence[ArchiveSegment]) -> None:
        self._store = store
        self._maker = schemas.DocumentMaker(store.schema)
        self._kept = list(segments)
        self._new = SegmentWriter(store.folder, store.name, store.content)
        self._adopted: list[ArchiveSegment] = []

    def remove(self, identifiers: Iterable[str]) -> None:
        """Remove the documents of these identifiers, where there are any."""
        identifiers = list(identifiers)
        for identifier in identifiers:
            self._new.withdraw(identifier)
        older = [*self._kept, *self._new.written]
        self._kept = [self._without(segment, identifiers) for segment in self._kept]
        self._new.written[:] = [self._without(segment, identifiers) for segment in older[len(self._kept) :]]

    def _without(self, segment: ArchiveSegment, identifiers: Iterable[str]) -> ArchiveSegment:
        field = codec.opened(segment.path(self._store.folder)).fields[ID]
        numbers = [field.terms.find(identifier.encode()) for identifier in identifiers]
        gone = {
            int(document)
            for number in numbers
            if number >= 0
            for document in live_numbers(segment, field.docs(number)).tolist()
        }
        return segment.without(frozenset(gone)) if gone else segment

    def put(self, prepared: Iterable[Mapping[str, Any]]) -> None:
        """Write prepared rows in place of those of the same identifiers; of twins the last counts."""
        rows = {row[ID]: row for row in prepared}
        self.remove(rows)
        for identifier, row in rows.items():
            self._new.add(identifier, self._maker.document(row))

    def built(self) -> list[ArchiveSegment]:
        """The segments of what was put, none of it in the index."""
        return self._new.finish()

    def adopt(self, segments: Iterable[ArchiveSegment]) -> None:
        """Take in segments that another process wrote to the folder, of documents that are not in the index."""
        self._adopted += segments

    def commit(self, generation: int, *, optimize: bool = False) -> None:
        new = [*self._new.finish(), *self._adopted]
        segments = [one for one in [*self._kept, *new] if one.deleted_count() < one.documents]
        segments = self._optimized(segments) if optimize else self._tidied(segments, sum(one.words for one in new))
        self._store.commit(segments, generation)

    def _tidied(self, segments: list[ArchiveSegment], written: int) -> list[ArchiveSegment]:
        count = merging.tail_to_merge(segments, written)
        if not count:
            return segments
        merged = self._new.merge(segments[-count:])
        return [*segments[:-count], *([merged] if merged else [])]

    def _optimized(self, segments: list[ArchiveSegment]) -> list[ArchiveSegment]:
        found = []
        for group in merging.groups(segments):
            if len(group) == 1 and not group[0].deleted:
                found += group
            elif merged := self._new.merge(group):
                found.append(merged)
        return found

    def discard(self) -> None:
        self._new.discard()


@contextmanager
def writing(store: Store, timeout: float, *, clear: bool = False, optimize: bool = False) -> Iterator[Writer]:
    """Lock the index and write: committed when the block ends, undone when it raises.

    timeout: how many seconds to wait for the lock, then IndexLockedError. clear: remove what was there. optimize: merge
    all segments as far as they may be. Raises IndexUnavailableError where there is no index.
    """
    with store.locked(timeout):
        snapshot = store.snapshot()
        writer = Writer(store, () if clear else snapshot.segments)
        try:
            yield writer
            writer.commit(snapshot.generation + 1, optimize=optimize)
        except BaseException:
            if store.generation() == snapshot.generation:  # else the table of contents names them already
                writer.discard()
            raise
