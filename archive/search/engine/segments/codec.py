"""Our segments as a codec of Whoosh's, so that its own readers, searchers and queries work on them as well.

Searches do not come this way: it serves what only Whoosh can evaluate, and proves the rest against it. Segments are
written by build.py and merge.py, so the codec only reads.
"""

from __future__ import annotations

import secrets
import threading
import weakref
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from whoosh.codec import base
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from archive.search.engine.segments.layout import Array, offsets
from archive.search.engine.segments.read import CountedField, Field, SegmentFile, WordField

EXTENSION = ".plx"

_lock = threading.Lock()
_opened: weakref.WeakValueDictionary[str, SegmentFile] = weakref.WeakValueDictionary()


class ArchiveSegment(base.Segment):
    """What the table of contents knows of a segment: its name, how many documents it has, and which are deleted."""

    def __init__(self, indexname: str, documents: int, words: int) -> None:
        super().__init__(indexname)
        self.segid = secrets.token_hex(8)  # Whoosh's own come from `random`, whose state processes may share
        self.documents = documents
        self.words = words  # how many its texts have, about: what merging it costs
        self.deleted: frozenset[int] = frozenset()

    def codec(self) -> ArchiveCodec:
        return ArchiveCodec()

    def path(self, folder: str | Path) -> Path:
        return Path(folder) / str(self.make_filename(EXTENSION))

    def without(self, numbers: frozenset[int]) -> ArchiveSegment:
        """The segment with these documents deleted as well."""
        changed = ArchiveSegment(self.indexname, self.documents, self.words)
        changed.segid, changed.deleted = self.segid, self.deleted | numbers
        return changed

    @property
    def live_words(self) -> int:
        """How many words its live documents have, about."""
        return self.words * (self.documents - len(self.deleted)) // max(1, self.documents)

    def live(self) -> Array:
        """By document, whether it is not deleted."""
        found = np.ones(self.documents, bool)
        found[list(self.deleted)] = False
        return found

    def doc_count_all(self) -> int:
        return self.documents

    def set_doc_count(self, doccount: int) -> NoReturn:
        raise NotImplementedError("Segments are written whole.")

    def deleted_count(self) -> int:
        return len(self.deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self.deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        raise NotImplementedError("Deleting makes a new generation; see writer.py.")

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.deleted


def opened(path: Path) -> SegmentFile:
    """The segment's file, opened once for all who use it. Raises OSError, DamagedFileError."""
    key = str(path)
    with _lock:
        found = _opened.get(key)
        if found is None:
            found = _opened[key] = SegmentFile(path)
        return found


class ArchiveCodec(base.Codec):
    def terms_reader(self, storage: Any, segment: ArchiveSegment) -> _Terms:
        return _Terms(opened(segment.path(storage.folder)))

    def per_document_reader(self, storage: Any, segment: ArchiveSegment) -> _Documents:
        return _Documents(opened(segment.path(storage.folder)), segment)


class _Terms(base.TermsReader):
    def __init__(self, file: SegmentFile) -> None:
        self._file = file

    def _found(self, fieldname: str, text: bytes) -> tuple[Field, int]:
        field = self._file.fields.get(fieldname)
        number = -1 if field is None else field.terms.find(text)
        if field is None or number < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._file.fields.get(term[0])
        return field is not None and field.terms.find(term[1]) >= 0

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self._file.fields):
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        field = self._file.fields.get(fieldname)
        if field is not None:
            terms = field.terms
            yield from ((fieldname, term) for term in terms.all(range(terms.place(prefix), len(terms))))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return (((name, text), self.term_info(name, text)) for name, text in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        found = self.terms_from(fieldname, prefix)
        return (((name, text), self.term_info(name, text)) for name, text in found)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        field, number = self._found(fieldname, text)
        docs = field.docs(number)
        freqs = field.freqs(number) if isinstance(field, CountedField) else np.ones(len(docs), np.uint8)
        lengths = field.lengths[docs] if isinstance(field, CountedField) else np.ones(len(docs), np.uint8)
        return TermInfo(
            weight=float(freqs.sum(dtype=np.int64)),
            df=len(docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(freqs.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        field = self._file.fields.get(fieldname)
        number = -1 if field is None else field.terms.find(text)
        return 0 if field is None or number < 0 else len(field.docs(number))

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        field, number = self._found(fieldname, text)
        docs = field.docs(number)
        if not isinstance(field, CountedField):
            return ListMatcher(docs.tolist(), format=format_, scorer=scorer, term=(fieldname, text))
        freqs = field.freqs(number)
        found = ListMatcher if not isinstance(field, WordField) else _WordMatcher
        matcher = found(
            docs.tolist(), freqs.astype(float).tolist(), format=format_, scorer=scorer, term=(fieldname, text)
        )
        if isinstance(matcher, _WordMatcher):
            ends = offsets(freqs).tolist()
            places = field.places(number).tolist()  # type: ignore[attr-defined]
            matcher.places = [places[start:end] for start, end in pairwise(ends)]
        return matcher

    def indexed_field_names(self) -> list[str]:
        return sorted(self._file.fields)

    def close(self) -> None:
        """The file is shared and closes when nobody holds it."""


class _WordMatcher(ListMatcher):
    """A list of postings that knows where in each document the term stands."""

    places: list[list[int]]

    def copy(self) -> _WordMatcher:
        copied: _WordMatcher = super().copy()
        copied.places = self.places
        return copied

    def supports(self, astype: str) -> bool:
        return astype in {"positions", "weight", "frequency"}

    def value_as(self, astype: str) -> Any:
        return self.places[self._i] if astype == "positions" else self.weight()


class _Documents(base.PerDocumentReader):
    def __init__(self, file: SegmentFile, segment: ArchiveSegment) -> None:
        self._file = file
        self._segment = segment

    def close(self) -> None:
        """The file is shared and closes when nobody holds it."""

    def doc_count(self) -> int:
        return self._segment.documents - len(self._segment.deleted)

    def doc_count_all(self) -> int:
        return self._segment.documents

    def has_deletions(self) -> bool:
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._segment.deleted

    def deleted_docs(self) -> frozenset[int]:
        return self._segment.deleted

    def supports_columns(self) -> bool:
        return False

    def has_column(self, fieldname: str) -> bool:
        return False

    def list_columns(self) -> list[str]:
        return []

    def _lengths(self, fieldname: str) -> CountedField | None:
        field = self._file.fields.get(fieldname)
        return field if isinstance(field, CountedField) else None

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        field = self._lengths(fieldname)
        return default if field is None else int(field.lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        field = self._lengths(fieldname)
        return 0 if field is None else field.total_length

    def min_field_length(self, fieldname: str) -> int:
        field = self._lengths(fieldname)
        return 0 if field is None else int(field.lengths.min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        field = self._lengths(fieldname)
        return 0 if field is None else int(field.lengths.max(initial=0))

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        return False

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._file.stored(docnum)
