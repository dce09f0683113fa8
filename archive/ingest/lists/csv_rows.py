"""The rows of a CSV file with a header, one by one, however it is cut by stray quotation marks."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.ingest.lists.row_columns import field_of

_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 1000
_MOST_RESUMED = 50  # rows whose quotation marks do not pair: each makes the lines behind it be read again


class CsvError(ValueError):
    """A file, or one row of it, that cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Header:
    """names: of the columns, in order, a name that comes again with its number behind it. delimiter: between cells."""

    names: tuple[str, ...]
    delimiter: str

    def row(self, cells: Sequence[str]) -> dict[str, str]:
        """Return a row's cells by their columns. Raises CsvError where it has more than the header."""
        beyond = cells[len(self.names) :]
        if any(cell.strip() for cell in beyond):
            raise CsvError(
                f"It has {len(cells)} cells and the header {len(self.names)}. A cell that holds the sign between "
                "cells, or a line end, needs quotation marks around it."
            )
        return dict(zip(self.names, cells, strict=False))


class Lines:
    """The lines of a file for `csv`, which wants to hold a whole row: bounded, and to be had again.

    Raises CsvError out of `csv` where a row has more than `most` characters, or a line was too long (None).
    """

    def __init__(self, source: Iterator[str | None], most: int) -> None:
        self._source = source
        self._most = most
        self._again: deque[str] = deque()
        self._held: list[str] = []
        self._size = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        if line is None:
            self.begin()
            raise CsvError("A line of it is longer than a document may be. Raise the limit with --max-size.")
        self._held.append(line)
        self._size += len(line)
        if self._size > self._most:
            raise CsvError(
                "It is longer than a document may be: a quotation mark may not be closed. Close it, or raise the limit "
                "with --max-size."
            )
        return line

    def begin(self) -> None:
        """A new row begins with the next line."""
        self._held, self._size = [], 0

    def resume(self) -> bool:
        """Go back to the second line of the row; tell whether there is any line to go back to."""
        again = self._held[1:]
        self._again.extendleft(reversed(again))
        self.begin()
        return bool(again)


def header_of(lines: Lines) -> Header:
    """Return the header. Raises CsvError where there is none, or it has too many columns."""
    first = next((line for line in lines if line.strip()), "")
    named = ""
    if first[:4].lower() == "sep=":  # as Excel has it
        named = first[4:5]
        first = next((line for line in lines if line.strip()), "")
    lines.begin()
    if not first:
        raise CsvError("It is empty. Leave it out, or export it again.")
    tries = [Header(_named_apart(_cells(first, sign)), sign) for sign in named or _DELIMITERS]
    best = max(tries, key=lambda header: (sum(bool(field_of(name)) for name in header.names), len(header.names)))
    if len(best.names) > _MOST_COLUMNS:
        raise CsvError(f"Its header has more than {_MOST_COLUMNS:,} columns, the most that are read. Leave some out.")
    return best


def rows(lines: Lines, delimiter: str) -> Iterator[list[str] | CsvError]:
    """Yield the cells of each row that is not blank, or why it cannot be read.

    Where a quotation mark is not closed, the row that it opens is given up, and the lines behind it are read again.
    """
    resumed = 0
    while resumed <= _MOST_RESUMED:
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                lines.begin()
                if any(cells):
                    yield cells
        except csv.Error as error:
            yield CsvError(f"Its quotation marks do not pair ({error}). Mend the row, or export the list again.")
        except CsvError as error:
            yield error
        else:
            return
        resumed += lines.resume()
    yield CsvError(f"More than {_MOST_RESUMED} rows cannot be read; what stands behind this one is not.")


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _named_apart(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(apart(name.strip() for name in names[: _MOST_COLUMNS + 1]))


def apart(names: Iterator[str]) -> Iterator[str]:
    """Yield the names, with a number behind one that came before: `title`, `title (2)`."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"
