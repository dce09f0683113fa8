"""What stands on the page around its headline, as a reader sees it: the lines in which bylines and dates are set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from archive.ingest.html.signs import is_apart
from archive.ingest.html.wording import is_silent, lines_of, pieces_in, words_in

_LETTERS_AFTER = 4_000
_LETTERS_BEFORE = 400
_FAR_UP = 6  # ancestors whose earlier parts still belong to the headline
_MOST_PARTS = 200  # siblings that are looked at on each level
_PROSE = 250  # characters of a line: more is the article
_MOST_PROSE = 4  # paragraphs, after which no byline is looked for
_LONGEST_LINE = 160
_MOST_BEFORE = 8  # lines


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Short lines before and after the headline, the nearest first; and its own words, '' where there is none."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    headline: str = ""

    @property
    def near(self) -> tuple[str, ...]:
        return self.after + self.before


def surroundings(tree: HtmlElement, headline: HtmlElement | None) -> Surroundings:
    """Return the lines around a headline; where there is none, those at the article's beginning."""
    if headline is None:
        start = next(tree.iter("article", "main", "body"), tree)
        return Surroundings(
            after=tuple(_until_article(lines_of(pieces_in(start, _LETTERS_AFTER, apart=True, without=is_apart))))
        )
    after = list(_until_article(lines_of(_bounded(_after(headline), _LETTERS_AFTER))))
    before = [line for line in lines_of(_before(headline)) if len(line) <= _LONGEST_LINE]
    return Surroundings(tuple(reversed(before[-_MOST_BEFORE:])), tuple(after), words_in(headline))


def _until_article(lines: Iterable[str]) -> Iterator[str]:
    """The short lines down to the article's first paragraphs; some bylines stand below one or two."""
    prose = 0
    for line in lines:
        if len(line) > _PROSE:
            prose += 1
            if prose == _MOST_PROSE:
                return
        elif len(line) <= _LONGEST_LINE:
            yield line


def _bounded(pieces: Iterator[str], letters: int) -> Iterator[str]:
    for piece in pieces:
        yield piece
        letters -= len(piece)
        if letters < 0:
            return


def _after(element: HtmlElement) -> Iterator[str]:
    """The text after an element, in the page's order."""
    for node in (element, *islice(element.iterancestors(), 12)):
        yield node.tail or ""
        if node.tag == "body":
            return
        for sibling in islice(node.itersiblings(), _MOST_PARTS):
            yield "\n"
            if isinstance(sibling.tag, str) and not is_silent(sibling) and not is_apart(sibling):
                yield from pieces_in(sibling, _LETTERS_AFTER, apart=True, without=is_apart)
            yield sibling.tail or ""
        yield "\n"


def _before(element: HtmlElement) -> list[str]:
    """The text before an element, as far as it belongs to it, in the page's order."""
    found: list[str] = []
    letters = 0
    for node in (element, *islice(element.iterancestors(), _FAR_UP)):
        if node.tag in ("body", "main"):
            break
        for sibling in islice(node.itersiblings(preceding=True), 10):
            if isinstance(sibling.tag, str) and not is_silent(sibling) and not is_apart(sibling):
                text = "".join(pieces_in(sibling, _LETTERS_BEFORE * 4, apart=True, without=is_apart))
                letters += len(text)
                found.insert(0, f"\n{text}\n")
            if letters > _LETTERS_BEFORE:
                return found
    return found
