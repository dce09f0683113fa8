"""Random documents, and segments and indexes of them, without a database or Haystack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from whoosh import fields

from archive.search.engine import schema as schemas
from archive.search.engine.segments import layout
from archive.search.engine.segments.build import SegmentBuilder
from archive.search.engine.segments.merge import Part
from archive.search.engine.segments.read import SegmentFile
from archive.search.engine.store import Store
from archive.search.engine.writer import writing

MODEL = "archive.article"
WORDS = [
    "lamp", "Lamp", "lamps", "lamping", "lantern", "Lantern's", "quay", "tide", "kept", "the", "of", "C++", "c", "$2",
    "2", "U.S.", "café", "cafe", "灯", "塔光", "35%", "1,000", "o'clock",
]  # fmt: skip
LABELS = ["Paris, Texas", "quays", "Quays", "zh", "zh-Hant", "a"]

SCHEMA = {
    "id": fields.ID(stored=True, unique=True),
    "django_ct": fields.ID(stored=True),
    "django_id": fields.ID(stored=True),
    "text": fields.TEXT(analyzer=schemas.ArchiveAnalyzer(), phrase=True),
    "title": fields.TEXT(analyzer=schemas.ArchiveAnalyzer(), phrase=True),
    "grams": fields.NGRAM(minsize=2, maxsize=3),
    "labels": schemas.Exact(stored=True),
    "count": fields.NUMERIC(numtype=int, bits=64, signed=True),
    "weight": fields.NUMERIC(numtype=float, bits=64, signed=True),
    "moment": fields.DATETIME(),
}


def schema() -> fields.Schema:
    """As the engine makes it of Haystack's fields."""
    made = fields.Schema(**SCHEMA)
    for _, field in made.items():  # noqa: PERF102 - Whoosh's Schema has no values()
        if isinstance(field, fields.NUMERIC):
            field.shift_step = 0
    return made


@dataclass(frozen=True, slots=True)
class Row:
    """A document as Haystack prepares it."""

    key: int
    text: tuple[str, ...] = ()
    title: tuple[tuple[str, ...], ...] = ()  # several values
    labels: tuple[str, ...] = ()
    grams: str | None = None
    count: int | None = None
    weight: float | None = None

    @property
    def identifier(self) -> str:
        return f"{MODEL}.{self.key}"

    @property
    def prepared(self) -> dict[str, Any]:
        row = {
            "id": self.identifier,
            "django_ct": MODEL,
            "django_id": str(self.key),
            "text": " ".join(self.text),
            "title": [" ".join(one) for one in self.title] or None,
            "labels": list(self.labels) or None,
            "grams": self.grams,
            "count": self.count,
            "weight": self.weight,
        }
        return {name: value for name, value in row.items() if value is not None}


def phrases(most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(WORDS), max_size=most).map(tuple)


def rows(keys: st.SearchStrategy[int], longest: int = 12) -> st.SearchStrategy[Row]:
    return st.builds(
        Row,
        keys,
        phrases(longest),
        st.lists(phrases(3), max_size=2).map(tuple),
        st.lists(st.sampled_from(LABELS), max_size=3).map(tuple),
        st.none() | st.sampled_from(["lamp", "quayside", "tide tide"]),
        st.none() | st.integers(-(2**63) + 1, 2**63 - 1),
        st.none() | st.floats(allow_nan=False),
    )


def numbered(documents: st.SearchStrategy[Row], least: int = 0, most: int = 8) -> st.SearchStrategy[list[Row]]:
    """Lists of rows of different keys."""
    return st.lists(documents, min_size=least, max_size=most, unique_by=lambda row: row.key)


# --- segments ---

Arrays = Mapping[str, layout.Array]


def built(documents: Iterable[Row], content: str = "text") -> tuple[Arrays, Mapping[str, Any]]:
    """The arrays and facts of a segment of these documents."""
    builder, maker = SegmentBuilder(content), schemas.DocumentMaker(schema())
    for row in documents:
        document = maker.document(row.prepared)
        builder.add(document.words, document.keys, document.weighted, document.stored)
    return builder.arrays()


def segment(folder: Path, documents: Iterable[Row]) -> SegmentFile:
    """A segment in a file of its own."""
    path = folder / f"{len(list(folder.iterdir()))}.plx"
    layout.write(path, *built(documents))
    return SegmentFile(path)


def part(folder: Path, documents: Sequence[Row], gone: Iterable[int] = ()) -> Part:
    """A segment to merge, without the documents of these places."""
    file = segment(folder, documents)
    live = np.ones(file.documents, bool)
    live[list(gone)] = False
    return Part(file, live)


# --- indexes ---


def store(folder: Path) -> Store:
    """An empty index."""
    made = Store(str(folder), schema(), "text", [MODEL])
    made.create()
    return made


def put(index: Store, documents: Iterable[Row], gone: Iterable[Row] = ()) -> None:
    """One commit."""
    with writing(index, 0) as batch:
        batch.remove([row.identifier for row in gone])
        batch.put([row.prepared for row in documents])


def clear(index: Store) -> None:
    """Empty it: quicker than an index for each example."""
    with writing(index, 0, clear=True):
        pass
