"""Public test collections: documents, queries, and which documents are relevant to which query."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.benchmarks import corpus
from tests.benchmarks.values import Document

_WORD = re.compile(r"\w+", re.ASCII)
_HEADLINE_WORDS = 4  # fewer do not tell one item from another
_TEXT_SIGNS = 400  # code points of an item that has more to say than its headline


@dataclass(frozen=True, slots=True)
class Query:
    """words: in lower case, without signs, so that no engine takes any for an operator of its own."""

    words: tuple[str, ...]
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Collection:
    name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]


def words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def judged(name: str) -> Collection:
    """A folder of docs.jsonl, queries.jsonl and qrels.tsv; queries without a relevant document are left out.

    Raises corpus.MissingDataError.
    """
    folder = corpus.folder(f"ir_{name}")
    relevant = _relevant(folder / "qrels.tsv")
    documents = tuple(_document(row) for row in _rows(folder / "docs.jsonl"))
    queries = tuple(
        Query(words_of(row["text"]), relevant[row["id"]])
        for row in _rows(folder / "queries.jsonl")
        if relevant.get(row["id"])
    )
    return Collection(name, documents, queries)


def _document(row: Mapping[str, Any]) -> Document:
    title = " ".join((row.get("title") or "").split())
    return Document(
        key=int(row["id"]),
        title=title[:500],
        byline=" ".join((row.get("author") or "").split())[:500],
        text=row.get("text") or "",
        source="Collection",
        published="",
        language="en",
    )


def _relevant(path: Path) -> dict[str, frozenset[int]]:
    """By query; TREC's columns: query, 0, document, relevance."""
    found: dict[str, set[int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query, _, document, relevance = line.split()
        if int(relevance) > 0:
            found.setdefault(query, set()).add(int(document))
    return {query: frozenset(documents) for query, documents in found.items()}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def headlines(documents: int, queries: int) -> Collection:
    """The first news items, to be found by the words of their own headlines, which are taken off them.

    Made mechanically and without a reader's judgement: another item of the same story counts as wrong. Headlines that
    several items bear are left out. Raises corpus.MissingDataError.
    """
    items = [item for item, _ in zip(corpus.reuters_items(), range(documents), strict=False)]
    borne: dict[str, int] = {}
    for item in items:
        borne[item.title] = borne.get(item.title, 0) + 1
    asked = [
        Query(words_of(item.title), frozenset({item.key}))
        for item in items
        if borne[item.title] == 1 and len(words_of(item.title)) >= _HEADLINE_WORDS and len(item.text) >= _TEXT_SIGNS
    ]
    step = max(1, len(asked) // queries)
    return Collection("news", tuple(replace(item, title="") for item in items), tuple(asked[::step][:queries]))
