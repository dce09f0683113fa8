"""The queries, drawn from the documents by a fixed seed, so that every engine and every run is asked the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from archive.ingest.stopwords import STOP_WORDS
from tests.benchmarks.values import FACETS, Ask, Document
from tests.benchmarks.vocabulary import Vocabulary

SEED = 20_261_121
_PLAIN = re.compile(r"\b[a-z]{3,20}\b")
_RUN = re.compile(r"\b[a-z]{3,20}(?: [a-z]{3,20}){2,}\b")  # words with nothing but a space between them
# Shares of the documents that hold a word of the class.
_CLASSES = {"common": (0.1, 0.6), "usual": (0.01, 0.1), "rare": (0.0005, 0.01)}
# Mostly words that many documents hold: on rare ones every engine spends its time on excerpts alone.
_PAGES = ("common", "common common", "common", "common common common", "common usual", "common common", "usual",
          "common common usual", "rare", "usual usual", "usual rare")  # fmt: skip
_FILTERED = 4  # every fourth page is narrowed by a facet


@dataclass(frozen=True, slots=True)
class Queries:
    pages: tuple[Ask, ...]
    common: tuple[Ask, ...]
    phrases: tuple[Ask, ...]


def draw(documents: Sequence[Document], vocabulary: Vocabulary, most: int) -> Queries:
    """At most `most` of each kind."""
    drawing = _Drawing(random.Random(SEED), documents, vocabulary)  # noqa: S311 - reproducible, not secret
    return Queries(
        pages=drawing.several(most, drawing.page),
        common=drawing.several(max(1, most // 3), drawing.common),
        phrases=drawing.several(max(1, most // 2), drawing.phrase),
    )


@dataclass(slots=True)
class _Drawing:
    random: random.Random
    documents: Sequence[Document]
    vocabulary: Vocabulary

    def several(self, most: int, one: Callable[[int], Ask | None]) -> tuple[Ask, ...]:
        """Different ones; small corpora may not have `most`."""
        found: dict[Ask, None] = {}
        for _ in range(most * 50):
            if len(found) == most:
                break
            ask = one(len(found))
            if ask is not None:
                found[ask] = None
        return tuple(found)

    def page(self, number: int) -> Ask | None:
        """Words of one document, so that some document has them all."""
        document = self.random.choice(self.documents)
        words: list[str] = []
        for kind in _PAGES[number % len(_PAGES)].split():
            fitting = [word for word in self._of(document, kind) if word not in words]
            if not fitting:
                return None
            words.append(self.random.choice(fitting))
        ask = Ask(tuple(words))
        if number % _FILTERED:
            return ask
        facet = FACETS[number // _FILTERED % len(FACETS)]
        return replace(ask, facet=facet, value=getattr(document, facet)) if getattr(document, facet) else None

    def common(self, _number: int) -> Ask | None:
        fitting = self._of(self.random.choice(self.documents), "common")
        return Ask((self.random.choice(fitting),)) if fitting else None

    def phrase(self, number: int) -> Ask | None:
        """Two or three neighbours of one document, the outer ones telling."""
        runs = _RUN.findall(self.random.choice(self.documents).text)
        if not runs:
            return None
        words = self.random.choice(runs).split()
        length = 2 + number % 2
        start = self.random.randrange(len(words) - length + 1)
        chosen = tuple(words[start : start + length])
        return Ask(chosen, phrase=True) if _is_telling(chosen[0]) and _is_telling(chosen[-1]) else None

    def _of(self, document: Document, kind: str) -> list[str]:
        low, high = _CLASSES[kind]
        words = sorted(set(_PLAIN.findall(document.text)))
        return [word for word in words if low <= self.vocabulary.share(word) < high and _is_telling(word)]


def _is_telling(word: str) -> bool:
    """Whether a word is one that people search for, no stop word."""
    return word not in STOP_WORDS["en"]
