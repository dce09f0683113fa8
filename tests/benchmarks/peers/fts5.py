"""SQLite FTS5: porter stems, the content stored in it, and a table of facets beside it."""

# ruff: noqa: S608 - what is put into SQL are names and numbers of this file; whatever is asked for goes as a parameter

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.engine import TITLE_WEIGHT, TOP, folder_bytes
from tests.benchmarks.values import FACETS, Ask, Document

_MAKE = """
    CREATE VIRTUAL TABLE page USING fts5(title, byline, text, tokenize='porter unicode61');
    CREATE TABLE fact(id INTEGER PRIMARY KEY, source TEXT, year TEXT, language TEXT);
    CREATE INDEX fact_source ON fact(source);
    CREATE INDEX fact_year ON fact(year);
    CREATE INDEX fact_language ON fact(language);
"""
# As the archive's own database: readers go on while one writes, and what is committed survives a power cut.
_SAFE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
_RANKED = f"page MATCH ? AND rank MATCH 'bm25({TITLE_WEIGHT}, 1.0, 1.0)'"
_SNIPPET = "snippet(page, 2, '<mark>', '</mark>', '…', 40)"
_TOTAL = "SELECT count(*) FROM page WHERE page MATCH ?"
# One pass over the matches serves all counts: quicker than a query for each facet.
_COUNTS = (
    "SELECT source, year, language, count(*) FROM page JOIN fact ON fact.id = page.rowid WHERE page MATCH ? "
    "GROUP BY source, year, language"
)


class Fts5:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.connection = self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.folder / "fts5.sqlite3", isolation_level=None)
        connection.executescript(_SAFE)
        return connection

    def prepare(self, documents: Sequence[Document]) -> None:
        self.connection.executescript(_MAKE)

    def build(self, documents: Sequence[Document]) -> None:
        with self._transaction():
            self.connection.executemany(
                "INSERT INTO page(rowid, title, byline, text) VALUES (?, ?, ?, ?)",
                ((one.key, one.title, one.byline, one.text) for one in documents),
            )
            self.connection.executemany(
                "INSERT INTO fact VALUES (?, ?, ?, ?)",
                ((one.key, one.source, one.year, one.language) for one in documents),
            )
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def page(self, ask: Ask) -> int:
        words = _expression(ask)
        # The + keeps SQLite from asking the words anew for each row of the facet.
        narrowed = f"AND +rowid IN (SELECT id FROM fact WHERE {ask.facet} = ?)" if ask.facet else ""
        values = (words, ask.value) if ask.facet else (words,)
        shown = f"SELECT rowid, title, {_SNIPPET} FROM page WHERE {_RANKED} {narrowed} ORDER BY rank LIMIT {TOP}"
        self.connection.execute(shown, values).fetchall()
        return _counted(self.connection.execute(_COUNTS, (words,)).fetchall(), ask)

    def find(self, ask: Ask) -> int:
        words = _expression(ask)
        self.connection.execute(
            f"SELECT rowid FROM page WHERE {_RANKED} ORDER BY rank LIMIT {TOP}", (words,)
        ).fetchall()
        return int(self.connection.execute(_TOTAL, (words,)).fetchone()[0])

    def forget(self) -> None:
        self.connection.close()
        self.connection = self._opened()

    def put(self, document: Document) -> None:
        with self._transaction():
            self.connection.execute("DELETE FROM page WHERE rowid = ?", (document.key,))
            self.connection.execute(
                "INSERT INTO page(rowid, title, byline, text) VALUES (?, ?, ?, ?)",
                (document.key, document.title, document.byline, document.text),
            )
            self.connection.execute(
                "INSERT OR REPLACE INTO fact VALUES (?, ?, ?, ?)",
                (document.key, document.source, document.year, document.language),
            )

    def holds(self, word: str) -> list[int]:
        return self._ranked(_quoted([word]), TOP)

    def rank(self, words: Sequence[str], most: int) -> list[int]:
        return self._ranked(" OR ".join(_quoted([word]) for word in words), most)

    def _ranked(self, expression: str, most: int) -> list[int]:
        asked = f"SELECT rowid FROM page WHERE {_RANKED} ORDER BY rank LIMIT {most}"
        return [key for (key,) in self.connection.execute(asked, (expression,))]

    def bytes_on_disk(self) -> int:
        return folder_bytes(self.folder)

    def close(self) -> None:
        self.connection.close()


def _quoted(words: Sequence[str]) -> str:
    return '"{}"'.format(" ".join(words).replace('"', '""'))


def _expression(ask: Ask) -> str:
    return _quoted(ask.words) if ask.phrase else " ".join(_quoted([word]) for word in ask.words)


def _counted(rows: Sequence[tuple[str, str, str, int]], ask: Ask) -> int:
    """Count each facet without its own filter, and return the total with it."""
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    total = 0
    for *values, number in rows:
        fits = ask.facet is None or values[FACETS.index(ask.facet)] == ask.value
        total += number * fits
        for facet, value in zip(FACETS, values, strict=True):
            if fits or facet == ask.facet:
                counts[facet][value] += number
    return total
