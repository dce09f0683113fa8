"""Our engine with the attribute `index`, which the published tests look through at what the stock backend has written.

It stands for Whoosh's FileIndex: documents are counted and listed by our own searches, and a query object of Whoosh's
is run by Whoosh's own searcher over our segments.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from archive.search.engine.backend import ArchiveBackend, ArchiveEngine


class _Found(dict[str, Any]):
    """A document, as a hit of Whoosh's."""

    def fields(self) -> dict[str, Any]:
        return self


class _Searcher:
    def __init__(self, backend: ArchiveBackend) -> None:
        self._backend = backend

    def __enter__(self) -> _Searcher:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to close."""

    def doc_count(self) -> int:
        return cast(int, self._backend.search("*", limit_to_registered_models=False)["hits"])

    def documents(self) -> Iterator[dict[str, Any]]:
        found = self._backend.search("*", limit_to_registered_models=False)["results"]
        return iter([{"id": result.id} for result in found])

    def search(self, query: Any, limit: int) -> list[_Found]:
        store = self._backend.store
        with store.searcher(store.snapshot()) as searcher:
            return [_Found(hit.fields()) for hit in searcher.search(query, limit=limit)]


class _Index:
    def __init__(self, backend: ArchiveBackend) -> None:
        self._backend = backend

    def refresh(self) -> _Index:
        return self

    def searcher(self) -> _Searcher:
        return _Searcher(self._backend)

    def doc_count(self) -> int:
        return self.searcher().doc_count()


class _Backend(ArchiveBackend):
    @property
    def index(self) -> _Index:
        return _Index(self)


class Engine(ArchiveEngine):
    backend = _Backend
