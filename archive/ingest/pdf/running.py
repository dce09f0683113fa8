"""Running heads and feet: what comes again at the edge of page after page, and the numbers of the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from archive.ingest.pdf.lines import Line

_EDGE = 2  # rows at the top, and as many at the foot, where heads and feet stand
_ROOM = 1.4  # times the usual distance of two lines
_TELLING = 5  # distances from which on the most usual one is known
_LONGEST_HEAD = 160  # characters
_FEW, _OFTEN = 2, 3  # pages that a line must come again on: of up to three pages, and of more
_NUMBER = re.compile(r"\d{1,6}")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.|s\.|pág\.|página|pagina|strona|sida|стр\.) ?)?"
    r"(?:(\d{1,5})(?: ?(?:of|von|de|sur|di|van|av|z|из|/|\|) ?\d{1,5})?|([ivxlc]{1,7}))\W*",
    re.IGNORECASE,
)
_LONGEST = 30  # characters of a line that is a page's number
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines of all pages: those of the text, in order, and each running head or foot once, where it first came.

    Numbers of pages are in neither: the blocks keep them.
    """

    text: list[Line]
    running: list[Line]


def sorted_out(pages: Sequence[Sequence[Line]]) -> Sorted:
    """Tell the running lines of pages from their text."""
    edges = {at: _edge(lines) for at, lines in enumerate(pages)}
    found: dict[tuple[object, ...], set[int]] = {}
    for at, lines in enumerate(pages):
        for place in edges[at]:
            for key in _keys(lines[place]):
                found.setdefault(key, set()).add(at)
    needed = _OFTEN if len(pages) > _OFTEN else _FEW
    again = {key for key, on in found.items() if len(on) >= needed}
    result = Sorted([], [])
    told: set[tuple[object, ...]] = set()
    for at, lines in enumerate(pages):
        for place, line in enumerate(lines):
            keys = set(_keys(line)) & again if place in edges[at] else set()
            is_own_number = place in edges[at] and len(pages) > 1 and _page_number(line) == line.page
            if not keys and not is_own_number:
                result.text.append(line)
            elif not keys & told and _page_number(line) is None:
                result.running.append(line)
            told |= keys
    return result


def _edge(lines: Sequence[Line]) -> set[int]:
    """The places of the lines at the top and at the foot of a page, wherever they come in its text.

    They are set apart from the text, by room or by the size of their letters: what is not belongs to it.
    """
    rows = _rows(lines)
    gaps = [_height(lines, above) - _height(lines, below) for above, below in pairwise(rows)]
    usual = median(gaps) if len(gaps) >= _TELLING else 0.0
    return {*_apart(lines, rows, gaps, usual), *_apart(lines, rows[::-1], gaps[::-1], usual)}


def _rows(lines: Sequence[Line]) -> list[list[int]]:
    """The places of lines at one height, the highest first."""
    rows: list[list[int]] = []
    for place in sorted(range(len(lines)), key=lambda place: -lines[place].y):
        if rows and _height(lines, rows[-1]) - lines[place].y < 2:
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows


def _height(lines: Sequence[Line], row: Sequence[int]) -> float:
    return lines[row[0]].y


def _apart(lines: Sequence[Line], rows: list[list[int]], gaps: list[float], usual: float) -> Iterator[int]:
    """The lines of those outermost rows that are set apart from the next one inwards."""
    for count in range(min(_EDGE, len(gaps)), 0, -1):
        outer, inner = lines[rows[count - 1][0]], lines[rows[count][0]]
        if gaps[count - 1] > _ROOM * (usual or inner.size) or abs(outer.size - inner.size) >= 0.5:
            for row in rows[:count]:
                yield from (place for place in row if len(lines[place].text) <= _LONGEST_HEAD)
            return


def _keys(line: Line) -> Iterator[tuple[object, ...]]:
    """What a line shares with those that it comes again as: its words, but for a number that counts with the pages."""
    size = round(line.size)
    yield line.text.casefold(), size
    if (own := _page_number(line)) is not None:
        yield "", own - line.page, "", size
        return
    numbers = list(_NUMBER.finditer(line.text))
    for number in {numbers[0].start(): numbers[0], numbers[-1].start(): numbers[-1]}.values() if numbers else ():
        ahead = int(number[0]) - line.page
        yield line.text[: number.start()].casefold(), ahead, line.text[number.end() :].casefold(), size


def _page_number(line: Line) -> int | None:
    """The number that a line states, where it looks like a page's number and no more."""
    match = _PAGE_NUMBER.fullmatch(line.text) if len(line.text) <= _LONGEST else None
    if match is None:
        return None
    return int(match[1]) if match[1] else _roman(match[2].lower())


def _roman(letters: str) -> int:
    values = [_ROMAN[letter] for letter in letters]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
