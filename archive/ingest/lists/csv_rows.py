"""The rows of a CSV file with a header, one by one, however it is cut by stray quotation marks."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.ingest.lists.row_columns import field_of

_DELIMITERS = ",;\t|"
_MOST_LINES = 200_000  # of one row, which are held; a text of more is not taken by itself either
_AGAIN = 4  # times the text so far, and the longest row, that may be read again behind rows that are given up


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

    Behind a row that is given up its further lines are read again, as rows of their own. Since a file can be made so
    that each of its rows swallows all that follow, this is done for some times as much text as the file has; from then
    on a line counts as a row, so that the time that a file takes grows with its length and no faster.
    """

    def __init__(self, source: Iterator[str | None], most: int) -> None:
        self._source = source
        self._most = most
        self._again: deque[str | None] = deque()
        self._held: list[str] = []
        self._size = 0
        self._left = _AGAIN * most  # characters that may be read again

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._fresh()
        if line is None:
            if self._held:
                self._again.appendleft(None)  # it is told of itself, once the row before it is given up
                raise CsvError("It is not whole before a line that is too long. Close its quotation marks.")
            raise CsvError("A line of it is longer than a document may be. Raise the limit with --max-size.")
        self._held.append(line)
        self._size += len(line)
        if self._size > self._most or len(self._held) > _MOST_LINES:
            raise CsvError(
                "It is longer than a document may be: a quotation mark may not be closed. Close it, or raise the limit "
                "with --max-size."
            )
        return line

    def _fresh(self) -> str | None:
        line = next(self._source)
        self._left += _AGAIN * len(line or "")
        return line

    def begin(self) -> None:
        """A new row begins with the next line."""
        self._held, self._size = [], 0

    def resume(self) -> list[str]:
        """Give the row up: its second line comes next. Returns what may not be read again: lines to be read alone."""
        behind = self._held[1:]
        self._left -= self._size
        self.begin()
        if self._left < 0:
            return behind
        self._again.extendleft(reversed(behind))
        return []


def header_of(lines: Lines, most: int) -> Header:
    """Return the header. Raises CsvError where there is none, or it has more than `most` columns."""
    first = next((line for line in lines if line.strip()), "")
    named = ""
    if first[:4].lower() == "sep=":  # as Excel has it
        named = first[4:5]
        first = next((line for line in lines if line.strip()), "")
    lines.begin()
    if not first:
        raise CsvError("It is empty. Leave it out, or export it again.")
    tries = [
        Header(tuple(apart(map(str.strip, _cells(first, sign)[: most + 1]))), sign) for sign in named or _DELIMITERS
    ]
    best = max(tries, key=lambda header: (sum(bool(field_of(name)) for name in header.names), len(header.names)))
    if len(best.names) > most:
        raise CsvError(f"Its header has more than {most:,} columns, the limit. Raise it with --max-columns.")
    return best


def rows(lines: Lines, delimiter: str) -> Iterator[list[str] | CsvError]:
    """Yield the cells of each row that is not blank, or why it cannot be read.

    Where a quotation mark is not closed, the row that it opens is given up, and the lines behind it are read again.
    """
    while True:
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                lines.begin()
                if any(cells):
                    yield cells
        except csv.Error as error:
            yield _unpaired(error)
        except CsvError as error:
            yield error
        else:
            return
        for line in lines.resume():
            yield from _alone(line, delimiter)


def _alone(line: str, delimiter: str) -> Iterator[list[str] | CsvError]:
    """Yield the cells of a line that counts as a row, or why it cannot be read; nothing for a blank one."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        yield _unpaired(error)
        return
    if any(cells):
        yield cells


def _unpaired(error: csv.Error) -> CsvError:
    return CsvError(f"Its quotation marks do not pair ({error}). Mend the row, or export the list again.")


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def apart(names: Iterator[str]) -> Iterator[str]:
    """Yield the names, with a number behind one that came before: `title`, `title (2)`."""
    seen: dict[str, int] = {}
    for name in names:
        number = seen.get(name, 0) + 1
        while (free := name if number == 1 else f"{name} ({number})") in seen:  # it may be another column's own
            number += 1
        seen[name] = number
        seen.setdefault(free, 1)
        yield free
