"""The words of a corpus, counted once: what queries are drawn from, and what a repeated corpus must own up to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.values import Document

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """documents: how many; texts: how many different ones; words: running words; holders: documents by word."""

    documents: int
    texts: int
    words: int
    holders: Counter[str]

    def share(self, word: str) -> float:
        """The share of the documents that hold `word`."""
        return self.holders[word] / self.documents

    def lines(self) -> list[str]:
        once = sum(1 for held in self.holders.values() if held == 1)
        repeats = self.documents - self.texts
        repeated = f": {repeats:,} repeat one under another key" if repeats else ""
        return [
            f"{self.documents:,} documents, {self.texts:,} different texts{repeated}",
            f"{self.words:,} running words, {self.words / self.documents:,.0f} a document",
            f"{len(self.holders):,} different words, {once:,} of them in one document only",
        ]


def count(documents: Sequence[Document]) -> Vocabulary:
    holders: Counter[str] = Counter()
    texts: set[int] = set()
    words = 0
    for document in documents:
        found = _WORD.findall(document.text.casefold())
        holders.update(set(found))
        texts.add(hash(document.text))
        words += len(found)
    return Vocabulary(len(documents), len(texts), words, holders)
