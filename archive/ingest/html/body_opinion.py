"""What another extractor holds for the article's words, and how far it speaks for each block of the page.

Trafilatura finds the article well and its blocks less well; so only its judgement is taken, and the blocks themselves
are the page's own.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from copy import copy

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

_WORD = re.compile(r"\w+")
_OPTIONS = Extractor(fast=True, comments=False)
_ENOUGH = 600  # characters: with fewer, Trafilatura may have taken a caption or a notice for the article
_RUN = 4  # words: shorter runs recur anywhere

# It warns of every page that it makes nothing of, which is said to the reader by an IngestError of our own.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def opinion_of(tree: HtmlElement) -> str:
    """Return the article's text as Trafilatura reads it, or Resiliparse where it finds none. The tree is not changed.

    Its main extractor alone, which is right where the article has some length; its later stages, which compare it with
    others and cost as much again, are asked where little is found.
    """
    try:
        text = _main_text(tree)
        if len(text) < _ENOUGH:
            document = trafilatura.bare_extraction(tree, fast=True, include_comments=False)
            text = getattr(document, "text", None) or text
    except (ValueError, TypeError, RecursionError, AttributeError, etree.LxmlError):  # met on broken pages
        text = ""
    return text or extract_plain_text(etree.tostring(tree, encoding="unicode", method="html"), main_content=True)


def _main_text(tree: HtmlElement) -> str:
    """The first stage of trafilatura.core.trafilatura_sequence."""
    pruned = prune_unwanted_nodes(copy(tree), [*RAW_TREE_PRUNE_XPATH, *REMOVE_COMMENTS_AND_LISTS_XPATH])
    options = copy(_OPTIONS)
    _, text = extract_content(convert_tags(tree_cleaning(pruned, options), options), options)
    return text


class Opinion:
    """The words of a text, to be asked for those of a block."""

    def __init__(self, text: str) -> None:
        words = words_of(text)
        self._runs = set(_runs(words))
        self._joined = f" {' '.join(words)} "

    def share(self, words: Sequence[str]) -> float:
        """How much of a block's words stand in the text, as runs of four; 0.0 to 1.0."""
        if not words:
            return 0.0
        if len(words) < _RUN:
            return float(f" {' '.join(words)} " in self._joined)
        return sum(map(self._runs.__contains__, _runs(words))) / (len(words) - _RUN + 1)


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], words[3:], strict=False)
