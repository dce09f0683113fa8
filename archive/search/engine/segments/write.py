"""Documents -> files of segments, each as large as memory allows. They count once a table of contents names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from archive.search.engine.segments import codec, layout
from archive.search.engine.segments.build import SegmentBuilder
from archive.search.engine.segments.codec import ArchiveSegment
from archive.search.engine.segments.layout import Array
from archive.search.engine.segments.merge import Part, merged
from archive.search.engine.segments.telling import MOST_DOCUMENTS

MOST_WORDS = 8_000_000  # of a segment: some 16,000 articles; building or merging them takes half a gigabyte


class SegmentWriter:
    """Writes documents to segments of `folder`, each identified so that it can be taken back while it is gathered."""

    def __init__(self, folder: Path, indexname: str, content: str) -> None:
        """content: the field whose most telling words are kept by document."""
        self._folder = folder
        self._indexname = indexname
        self._content = content
        self._builder = SegmentBuilder(content)
        self._gathered: dict[str, int] = {}
        self._withdrawn: set[int] = set()
        self.written: list[ArchiveSegment] = []

    def add(self, identifier: str, document: Any) -> None:
        """Add a schema.Document in place of one of the same identifier that is still gathered."""
        self.withdraw(identifier)
        self._gathered[identifier] = self._builder.documents
        self._builder.add(document.words, document.keys, document.weighted, document.stored)
        if self._builder.size >= MOST_WORDS or self._builder.documents >= MOST_DOCUMENTS:
            self.finish()

    def withdraw(self, identifier: str) -> None:
        """Forget a document that is still gathered, where there is one."""
        number = self._gathered.pop(identifier, None)
        if number is not None:
            self._withdrawn.add(number)

    def finish(self) -> list[ArchiveSegment]:
        """Write what is gathered, and return all segments written so far."""
        if self._gathered:
            words = self._builder.size
            segment = self._write(*self._builder.arrays(), words)
            self.written.append(segment.without(frozenset(self._withdrawn)))
        self._builder, self._gathered, self._withdrawn = SegmentBuilder(self._content), {}, set()
        return self.written

    def merge(self, segments: Sequence[ArchiveSegment]) -> ArchiveSegment | None:
        """One segment with the live documents of several; None where no document is live."""
        parts = [Part(codec.opened(segment.path(self._folder)), segment.live()) for segment in segments]
        if not any(part.live.any() for part in parts):
            return None
        segment = self._write(*merged(parts), sum(segment.live_words for segment in segments))
        self.written.append(segment)
        return segment

    def _write(self, arrays: Mapping[str, Array], facts: Mapping[str, Any], words: int) -> ArchiveSegment:
        segment = ArchiveSegment(self._indexname, facts["documents"], words)
        layout.write(segment.path(self._folder), arrays, facts)
        return segment

    def discard(self) -> None:
        """Remove what was written."""
        for segment in self.written:
            segment.path(self._folder).unlink(missing_ok=True)


def live_numbers(segment: ArchiveSegment, numbers: Array) -> Array:
    """Those of the document numbers that are not deleted."""
    return numbers[np.isin(numbers, list(segment.deleted), invert=True)] if segment.deleted else numbers
