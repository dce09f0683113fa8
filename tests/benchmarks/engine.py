"""What every engine is asked to do, each as its own users would have it done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from tests.benchmarks.values import Ask, Document

TOP = 20  # results a page
TITLE_WEIGHT = 3.0  # of a match in the title beside one in the text, in every engine that can be told


class Engine(Protocol):
    """One engine on one folder. A process opens one and asks; what it times is one call of a method."""

    def prepare(self, documents: Sequence[Document]) -> None:
        """What must be there before an index is built, such as rows in a database; not timed."""

    def build(self, documents: Sequence[Document]) -> None:
        """Index everything, findable and on disk when it returns."""

    def page(self, ask: Ask) -> int:
        """A result page: the top twenty with their excerpts, the counts of three facets, and the total, returned."""

    def find(self, ask: Ask) -> int:
        """The keys of the top twenty, and the total, returned."""

    def forget(self) -> None:
        """Drop whatever the process keeps in memory of the index."""

    def put(self, document: Document) -> None:
        """Add the document, or change the one of its key, so that searches find it."""

    def holds(self, word: str) -> list[int]:
        """The keys of the documents that hold `word`, twenty at most."""

    def rank(self, words: Sequence[str], most: int) -> list[int]:
        """The keys of the best documents that hold any of the words, the best first."""

    def bytes_on_disk(self) -> int:
        """The size of the index's files."""

    def close(self) -> None: ...


class InformingEngine(Engine, Protocol):
    """Ours: has costs beside the engine's own that are worth knowing."""

    def whole_search(self, ask: Ask) -> None:
        """All that the search page computes."""

    def web_page(self, ask: Ask) -> None:
        """The page itself, as the server answers a GET."""


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
