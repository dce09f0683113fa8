"""The documents that engines are measured on: Wikipedia first, then Reuters, then both again under other keys.

The facets are real columns where there are any: the year and place of a Reuters item, the initial of a Wikipedia title.
The rest (dates of Wikipedia documents, languages) is drawn from a checksum of the row's own id: it never changes.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Any

from tests.benchmarks.values import Document

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
_WIKIPEDIA = "wiki_en/docs_sample.jsonl.gz"
_REUTERS = "news_reuters21578/docs.jsonl.gz"
_LANGUAGES = ("en", "en", "en", "en-US", "en-US", "en-GB", "en-AU", "en-CA")
_LONGEST_TITLE = 500  # code points, as the archive's own


class MissingDataError(Exception):
    """The public data is not beside the repository."""


def folder(name: str) -> Path:
    """Raises MissingDataError."""
    path = SHARED / name
    if not path.exists():
        raise MissingDataError(f"The data of {name} is not beside the repository, in ../shared/data.")
    return path


def documents(size: int) -> list[Document]:
    """The first `size` documents, keyed from 1. Raises MissingDataError."""
    return list(islice(endless(), size))


def endless() -> Iterator[Document]:
    """The distinct documents, then the same again and again with keys that go on."""
    keys = count(1)
    while True:
        for document in distinct():
            yield replace(document, key=next(keys))


def distinct() -> Iterator[Document]:
    for key, row in enumerate(_rows(_WIKIPEDIA), 1):
        yield _wikipedia(key, row)
    for row in _rows(_REUTERS):
        if row["text"].strip():
            yield reuters(row)


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(folder(name), "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _wikipedia(key: int, row: dict[str, Any]) -> Document:
    drawn = zlib.crc32(row["id"].encode())
    initial = row["title"][0].upper()
    published = f"{1990 + drawn % 30}-{1 + drawn // 30 % 12:02}-{1 + drawn // 360 % 28:02}"
    text = "\n\n".join(filter(None, (line.strip() for line in row["text"].split("\n"))))
    source = f"Volume{initial if 'A' <= initial <= 'Z' else 'Zero'}"
    return Document(key, row["title"][:_LONGEST_TITLE], "", text, source, published, _language(drawn))


def reuters(row: dict[str, Any]) -> Document:
    """A news item under its own number; hard-wrapped lines are joined, an indented line begins a paragraph."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n(?=\s)", row["text"]))
    place = re.sub(r"[^a-z]", "", (row["places"] or ["nowhere"])[0])
    return Document(
        key=int(row["id"]),
        title=(row["title"] or "").strip()[:_LONGEST_TITLE],
        byline=" ".join((row["dateline"] or "").split()),
        text="\n\n".join(filter(None, paragraphs)),
        source=f"Reuters{place.title()}",
        published=(row["date"] or "")[:10],
        language=_language(zlib.crc32(row["id"].encode())),
    )


def reuters_items() -> Iterator[Document]:
    """The news items that have a text. Raises MissingDataError."""
    return (reuters(row) for row in _rows(_REUTERS) if row["text"].strip())


def _language(drawn: int) -> str:
    return _LANGUAGES[drawn // 10_080 % len(_LANGUAGES)]
