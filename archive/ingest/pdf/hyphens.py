"""Words that were broken at the ends of lines, put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from archive.ingest.pdf.lines import Line
from archive.text.lines import Line as TextLine
from archive.text.lines import joined

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010]$")
_REST = re.compile(r"[^\W\d_]+")


class Words:
    """The words of a document that stand within its lines: what decides whether a hyphen belongs to a word."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._known = {word.casefold() for line in lines for word in _WORD.findall(line.text)}

    def joined(self, lines: Sequence[Line]) -> str:
        """The lines of one paragraph as one line of text."""
        texts = [line.text for line in lines]
        for at, (line, following) in enumerate(pairwise(lines)):
            texts[at : at + 2] = self._mended(texts[at], following.text, line.broken)
        return joined([TextLine(0, 0, text) for text in texts if text])

    def _mended(self, left: str, right: str, is_broken: bool) -> tuple[str, str]:
        """Two lines, a word that was broken between them moved whole into the second."""
        rest = _REST.match(right)
        start = re.search(r"[^\W\d_]+$", left) if is_broken else _BROKEN.search(left)
        if rest is None or start is None or not (is_broken or rest[0][0].islower()):
            return left, right
        word = start[0].rstrip("-\u2010")
        whole, with_hyphen = (word + rest[0]).casefold(), f"{word}-{rest[0]}".casefold()
        hyphen = "-" if with_hyphen in self._known and whole not in self._known and not is_broken else ""
        return left[: start.start()].rstrip(), f"{word}{hyphen}{right}"
