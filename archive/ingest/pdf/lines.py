"""The lines of a page's text layer, each with its place and the size of its letters."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.text.folding import fold_characters

_SPACES = re.compile(r"\s+")
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
# What typesetters draw as one sign is several letters: nobody looks for the sign.
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_AGAIN = re.compile(r"(\w.{3,}?)\1+")
_LONGEST_AGAIN = 300  # characters: looking for repeats costs the square of the length
_LIGATURE = re.compile("[\ufb00-\ufb06]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    page: from 1. x, y: of its first letter, from the page's lower left corner, and size: of most of its letters; all
    in points. bold: whether most of it is. broken: it ends with a soft hyphen, which only a broken word has.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    x: float
    y: float
    size: float
    bold: bool


class LineCollector:
    """Puts lines together from the pieces that pypdf hands to its `visitor_text`, whose signature `take` has."""

    def __init__(self, page: int) -> None:
        self.lines: list[Line] = []
        self._page = page
        self._pieces: list[_Piece] = []

    def take(self, text: str, outer: Sequence[float], inner: Sequence[float], font: Any, size: float) -> None:
        """outer, inner: the matrices of the page and of the text. font: its dictionary, if it has one."""
        if not text:
            return
        x, y, scale = _placed(outer, inner)
        bold = bool(_BOLD.search(str(font.get("/BaseFont", "")))) if hasattr(font, "get") else False
        for number, part in enumerate(text.split("\n")):
            if number:
                self.end_line()
            if part:
                self._pieces.append(_Piece(part, x, y, round(_finite(size) * scale, 1), bold))

    def end_line(self) -> None:
        raw = "".join(piece.text for piece in self._pieces)
        text = _clean(raw)
        if text:
            shown = [piece for piece in self._pieces if piece.text.strip()] or self._pieces
            sizes: Counter[float] = Counter()
            for piece in shown:
                sizes[piece.size] += len(piece.text)
            bold = sum(len(piece.text) for piece in shown if piece.bold) * 2 > sum(len(piece.text) for piece in shown)
            broken = raw.rstrip().endswith("\u00ad")
            first, size = shown[0], sizes.most_common(1)[0][0]
            self.lines.append(Line(text, self._page, first.x, first.y, size, bold, broken))
        self._pieces = []


def _clean(raw: str) -> str:
    words = _LIGATURE.sub(lambda sign: _LIGATURES[sign[0]], raw)
    words = _SPACES.sub(" ", fold_characters(words)).strip()
    # Some programs make letters bold by drawing a line several times in its place.
    again = _AGAIN.fullmatch(words) if len(words) <= _LONGEST_AGAIN else None
    return again[1] if again else words


def _placed(outer: Sequence[float], inner: Sequence[float]) -> tuple[float, float, float]:
    """Where text of these two matrices begins, and how much larger it is drawn than its font's size says."""
    if len(outer) < 6 or len(inner) < 6:
        return 0.0, 0.0, 1.0
    x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    across = inner[2] * outer[0] + inner[3] * outer[2]
    up = inner[2] * outer[1] + inner[3] * outer[3]
    return _finite(x), _finite(y), _finite(math.hypot(across, up)) or 1.0


def _finite(number: float) -> float:
    """A number that can be reckoned with: a file may state any."""
    return number if math.isfinite(number) and abs(number) < 1e6 else 0.0
