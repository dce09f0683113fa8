"""The values that travel between the processes: documents and what is asked of them, as JSON and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

Facet = Literal["source", "year", "language"]
FACETS: tuple[Facet, ...] = ("source", "year", "language")


@dataclass(frozen=True, slots=True)
class Document:
    """One article, the same for every engine. published: yyyy-mm-dd, or empty."""

    key: int
    title: str
    byline: str
    text: str
    source: str
    published: str
    language: str

    @property
    def year(self) -> str:
        return self.published[:4]

    def with_text(self, text: str) -> Document:
        return Document(self.key, self.title, self.byline, text, self.source, self.published, self.language)


@dataclass(frozen=True, slots=True)
class Ask:
    """Words that must all match, as one phrase or not, perhaps among documents with one value of a facet only."""

    words: tuple[str, ...]
    phrase: bool = False
    facet: Facet | None = None
    value: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        return cls(tuple(row["words"]), row["phrase"], row["facet"], row["value"])


def write_documents(path: Path, documents: Iterable[Document]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(asdict(document))}\n" for document in documents)


def read_documents(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Document(**json.loads(line))
