"""Tantivy: its English stemmer, stored fields, fast fields for facets, its own snippets."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.engine import TITLE_WEIGHT, TOP, folder_bytes
from tests.benchmarks.values import FACETS, Ask, Document

tantivy: Any = importlib.import_module("tantivy")  # optional: not among the archive's own packages

_SEARCHED = ["title", "byline", "text"]
_HEAP = 256_000_000  # bytes that its writer may fill before it writes a segment
_MOST_VALUES = 1_000  # of a facet
_AGGREGATIONS = {facet: {"terms": {"field": facet, "size": _MOST_VALUES}} for facet in FACETS}


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=True, indexed=True, fast=True)
    for name in _SEARCHED:
        builder.add_text_field(name, stored=True, tokenizer_name="en_stem")
    for facet in FACETS:
        builder.add_text_field(facet, stored=True, fast=True, tokenizer_name="raw")
    return builder.build()


class Tantivy:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.schema = _schema()
        self._writer: Any = None
        self._open()

    def _open(self) -> None:
        self.index = tantivy.Index(self.schema, path=str(self.folder))
        self.index.config_reader("manual", 0)
        self.index.reload()

    def prepare(self, documents: Sequence[Document]) -> None:
        """Nothing is needed."""

    def build(self, documents: Sequence[Document]) -> None:
        writer = self.index.writer(_HEAP)
        for document in documents:
            writer.add_document(_document(document, self.schema))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def page(self, ask: Ask) -> int:
        searcher = self.index.searcher()
        words = self._query(ask)
        query = self._narrowed(words, ask)
        found = searcher.search(query, TOP, count=True)
        snippets = tantivy.SnippetGenerator.create(searcher, words, self.schema, "text")
        snippets.set_max_num_chars(200)
        for _, address in found.hits:
            document = searcher.doc(address)
            document.get_first("title")
            snippets.snippet_from_doc(document).to_html()
        searcher.aggregate(query, {name: one for name, one in _AGGREGATIONS.items() if name != ask.facet})
        if ask.facet:  # counted without its own filter
            searcher.aggregate(words, {ask.facet: _AGGREGATIONS[ask.facet]})
        return int(found.count)

    def find(self, ask: Ask) -> int:
        searcher = self.index.searcher()
        found = searcher.search(self._query(ask), TOP, count=True)
        self._keys(searcher, found)
        return int(found.count)

    def _query(self, ask: Ask) -> Any:
        words = '"{}"' if ask.phrase else "{}"
        return self._parsed(words.format(" ".join(ask.words)))

    def _parsed(self, words: str) -> Any:
        return self.index.parse_query(
            words, _SEARCHED, field_boosts={"title": TITLE_WEIGHT}, conjunction_by_default=True
        )

    def _narrowed(self, query: Any, ask: Ask) -> Any:
        if not ask.facet:
            return query
        term = tantivy.Query.const_score_query(tantivy.Query.term_query(self.schema, ask.facet, ask.value), 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, term)])

    def _keys(self, searcher: Any, found: Any) -> list[int]:
        return list(searcher.fast_field_values("key", [address for _, address in found.hits]))

    def forget(self) -> None:
        self._open()

    def put(self, document: Document) -> None:
        if self._writer is None:
            self._writer = self.index.writer(_HEAP)
        self._writer.delete_documents_by_term("key", document.key)
        self._writer.add_document(_document(document, self.schema))
        self._writer.commit()
        self.index.reload()

    def holds(self, word: str) -> list[int]:
        return self._best(self._parsed(word), TOP)

    def rank(self, words: Sequence[str], most: int) -> list[int]:
        """Titles and texts weigh the same: with more weight on titles it ranks worse on every judged collection."""
        query = self.index.parse_query(" ".join(f'"{word}"' for word in words), ["title", "text"])
        return self._best(query, most)

    def _best(self, query: Any, most: int) -> list[int]:
        searcher = self.index.searcher()
        return self._keys(searcher, searcher.search(query, most, count=False))

    def bytes_on_disk(self) -> int:
        return folder_bytes(self.folder)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()


def _document(document: Document, schema: Any) -> Any:
    values = {name: getattr(document, name) for name in ("key", *_SEARCHED, *FACETS)}
    return tantivy.Document.from_dict(values, schema)
