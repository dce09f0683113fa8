"""Lines to blocks: what belongs together, and what it is, by the place, the size and the length of lines.

A PDF knows no paragraphs. A new one begins where there is more room above a line, where it is indented, where the size
of the letters changes, or behind a line that ends a sentence before the margin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from archive.ingest.pdf.hyphens import Words
from archive.ingest.pdf.lines import Line
from archive.text.blocks import BlockKind

_SENTENCE_END = re.compile("[.!?:;…。！？：][\"'”’»)\\]」』]*$")
_BULLET = re.compile("[•‣◦⁃▪▫▸●○∙·\uf0b7\uf0a7] ?(?=\\S)")
_DASH = re.compile(r"[-–*] (?=\S)")
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|table|chart|map|photo|abb(?:ildung|\.)|tab(?:elle|\.)|tableau|figura|tabla|tabela|rys\.) ?\d",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\. ?){4,}\w+$")  # of a table of contents
_LARGER = 1.12  # times the size of the text: a heading
_APART = 1.3  # times the usual distance of two lines
_INDENT = 0.7  # of the size of the letters
_SHORT = 0.75  # of the length of a full line
_LONGEST_HEADING = 250  # characters
_LONGEST_BOLD = 100  # characters of a heading that is set in bold alone
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block before it has its place in the text."""

    kind: BlockKind
    text: str
    page: int
    level: int = 0


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Return the blocks that the lines of a document's text make, in order."""
    setting = _Setting(lines)
    words = Words(lines)
    runs = list(_runs(lines, setting))
    levels = _heading_levels(runs, setting)
    indents: list[float] = []
    return [_paragraph(run, words, setting, levels, indents) for run in runs]


def _paragraph(
    run: Sequence[Line], words: Words, setting: _Setting, levels: dict[float, int], indents: list[float]
) -> Paragraph:
    """indents: of the items right before it; changed."""
    first = run[0]
    if marker := _marker(first):
        text = words.joined([replace(first, text=first.text[len(marker) :]), *run[1:]])
        return Paragraph(BlockKind.LIST_ITEM, text, first.page, _depth(indents, first))
    indents.clear()
    text = words.joined(run)
    kind, level = _kind(run, text, setting, levels)
    return Paragraph(kind, text, first.page, level)


class _Setting:
    """How a document is set: the size of its text, and of each size the usual distance and length of lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        weights: Counter[float] = Counter()
        gaps: dict[float, list[float]] = {}
        lengths: dict[float, list[int]] = {}
        bold = 0
        for at, line in enumerate(lines):
            weights[line.size] += len(line.text)
            bold += len(line.text) if line.bold else 0
            lengths.setdefault(line.size, []).append(len(line.text))
            before = lines[at - 1] if at else line
            gap = before.y - line.y
            if before.page == line.page and 0 < gap < 3 * line.size:
                gaps.setdefault(line.size, []).append(gap)
        self.size = weights.most_common(1)[0][0] if weights else 0.0
        self.is_bold = bold * 2 > weights.total()
        self._gaps = {size: median(found) for size, found in gaps.items()}
        self._lengths = {size: sorted(found)[len(found) * 4 // 5] for size, found in lengths.items()}

    def distance(self, line: Line) -> float:
        """Points from a line of this size to the next."""
        return self._gaps.get(line.size, 1.2 * line.size)

    def is_short(self, line: Line, following: str = "") -> bool:
        """Tell whether a line ends well before the margin, so that the first word of `following` had room in it."""
        return len(line.text) + len(following.split(" ", 1)[0]) < _SHORT * self._lengths[line.size]


def _runs(lines: Sequence[Line], setting: _Setting) -> Iterator[list[Line]]:
    run: list[Line] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if run and _begins(run, line, following, setting):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _begins(run: Sequence[Line], line: Line, following: Line | None, setting: _Setting) -> bool:
    """Tell whether `line` begins a block rather than going on with `run`."""
    last = run[-1]
    ended = _SENTENCE_END.search(last.text) is not None
    if abs(line.size - last.size) > 0.08 * max(line.size, last.size) or line.bold != last.bold:
        return True
    if _BULLET.match(line.text) or (_DASH.match(line.text) and (ended or _marker(run[0]))):
        return True
    if line.page != last.page or line.y > last.y + line.size / 2:  # it goes on overleaf, or in the next column
        return ended or (last.size > _LARGER * setting.size)
    if _LEADER.search(last.text) or last.y - line.y > _APART * setting.distance(line):
        return True
    if setting.is_short(last) if ended else setting.is_short(last, line.text) and not line.text[0].islower():
        return True
    return _is_indented(run, line, following)


def _is_indented(run: Sequence[Line], line: Line, following: Line | None) -> bool:
    """Tell whether a line's place from the margin begins a paragraph: further in, or out where the others hang."""
    least = _INDENT * line.size
    first, last = run[0], run[-1]
    if line.x > last.x + least:
        hangs = following is not None and following.page == line.page and abs(following.x - line.x) < least / 2
        return not hangs and not _marker(first) and line.x < last.x + 6 * line.size
    return len(run) > 1 and last.x > first.x + least and abs(line.x - first.x) < least / 2


def _marker(line: Line) -> str:
    match = _BULLET.match(line.text) or _DASH.match(line.text)
    return match[0] if match else ""


def _depth(indents: list[float], line: Line) -> int:
    """The depth of an item, from 1, by its place from the margin. indents: of the items around it; changed."""
    while indents and indents[-1] > line.x - _INDENT * line.size:
        indents.pop()
    indents.append(line.x)
    return min(len(indents), _DEEPEST)


def _heading_levels(runs: Sequence[Sequence[Line]], setting: _Setting) -> dict[float, int]:
    """The levels of headings by their size, the largest first; 1 is the title's."""
    sizes = sorted({run[0].size for run in runs if _is_large(run, setting)}, reverse=True)
    return {size: min(at, _DEEPEST) for at, size in enumerate(sizes, start=1)}


def _is_large(run: Sequence[Line], setting: _Setting) -> bool:
    length = sum(len(line.text) for line in run)
    is_sentence = length > _LONGEST_BOLD and _SENTENCE_END.search(run[-1].text) is not None
    is_listed = _marker(run[0]) or _LEADER.search(run[-1].text)
    return run[0].size >= _LARGER * setting.size and length <= _LONGEST_HEADING and not is_sentence and not is_listed


def _kind(run: Sequence[Line], text: str, setting: _Setting, levels: dict[float, int]) -> tuple[BlockKind, int]:
    if not any(map(str.isalpha, text)):
        return BlockKind.PARAGRAPH, 0
    if _CAPTION.match(text) and run[0].size <= _LARGER * setting.size:
        return BlockKind.CAPTION, 0
    if run[0].size in levels and _is_large(run, setting):
        return BlockKind.HEADING, levels[run[0].size]
    is_bold = run[0].bold and not setting.is_bold and run[0].size >= 0.95 * setting.size
    if is_bold and len(text) <= _LONGEST_BOLD and not text.endswith((".", ",", ";")):
        return BlockKind.HEADING, min(max(levels.values(), default=1) + 1, _DEEPEST)
    return BlockKind.PARAGRAPH, 0
