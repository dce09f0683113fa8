"""What other extractors hold for an article's words, on pages whose boxes say too little of where it is.

Only their judgement is taken; the blocks themselves are the page's own.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from copy import copy

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text

from archive.ingest.html.structure import UNREAD

_WORD = re.compile(r"\w+")
_RUN = 4  # words: shorter runs recur anywhere

# It warns of every page that it makes nothing of, which is said to the reader by an IngestError of our own.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def opinion_of(tree: HtmlElement) -> str:
    """Return the text as Trafilatura finds it, or Resiliparse where it finds none. The tree is not changed."""
    slim = copy(tree)
    etree.strip_elements(slim, *UNREAD, with_tail=False)
    text = ""
    with suppress(ValueError, TypeError, RecursionError, AttributeError, etree.LxmlError):  # met on broken pages
        text = getattr(trafilatura.bare_extraction(slim, fast=True, include_comments=False), "text", None) or ""
    return text or extract_plain_text(etree.tostring(slim, encoding="unicode", method="html"), main_content=True)


class Opinion:
    """The words of a text, to be asked for those of a block."""

    def __init__(self, text: str) -> None:
        words = words_of(text)
        self._runs = {run for size in range(1, _RUN + 1) for run in _runs(words, size)}

    def share(self, words: Sequence[str]) -> float:
        """How much of a block's words stand in the text, as runs of four or of all it has; 0.0 to 1.0."""
        if not words:
            return 0.0
        size = min(_RUN, len(words))
        return sum(map(self._runs.__contains__, _runs(words, size))) / (len(words) - size + 1)


def _runs(words: Sequence[str], size: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(size)), strict=False)
