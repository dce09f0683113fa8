"""Where an annotation's target stands in the archive: which article, and which place of its canonical text.

An annotation's positions count the code points of the file that it was made on. Our text is another: characters
folded, lines joined, list marks gone. So beside a quotation a position only tells repeats apart, carried over to our
text as well as that can be done; alone, it is turned into the quotation that stands there in the captured file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import unquote, urldefrag

from archive import addresses
from archive.content_store import DamagedContentError
from archive.exchange.annotation_selectors import folded
from archive.exchange.web_annotation import Target
from archive.models import Article, Capture
from archive.text.anchoring import describe
from archive.text.normalize import TextError, decode, fold, fold_line
from archive.text.occurrences import outwards
from archive.text.selectors import Selectors, Span, TextPosition

DIGEST = "urn:sha256:"
ARTICLE = "urn:x-article:"
DOCUMENT = "urn:x-document:"  # what another tool calls it: a file's name, or a title

_MOST_REPEATS = 1000  # that are counted to carry a position over


class UnreadablePositionError(ValueError):
    """A position without a quotation that leads to no words; the message says why."""


@dataclass(frozen=True)
class Place:
    """An article that targets name, and the capture that their positions count in where they name one."""

    article: Article
    capture: Capture | None = None
    counts_in_text: bool = False  # whether positions count in the article's canonical text

    def selectors(self, target: Target) -> Selectors:
        """Return selectors that hold for the article's canonical text. Raises UnreadablePositionError."""
        position, quote = target.captured.position, target.selectors.quote
        if quote is None:
            return self._quoted(position)
        if position is None or self._captured is None:
            return Selectors(quote, position)
        return Selectors(quote, self._carried_over(position, quote.exact))

    @cached_property
    def _captured(self) -> str | None:
        """The captured file as text; None where there is none."""
        try:
            return decode(self.capture.read()) if self.capture else None
        except (DamagedContentError, TextError):
            return None

    @cached_property
    def _captured_folded(self) -> str:
        return fold(self._captured or "")

    def _quoted(self, position: TextPosition | None) -> Selectors:
        """Turn a position that stands alone into the words that stand there."""
        text = self.article.text if self.counts_in_text else self._captured
        if position is None or text is None:
            raise UnreadablePositionError("its position counts in a file that is not here. Add a TextQuoteSelector.")
        if position.end > len(text):
            raise UnreadablePositionError(f"its position ends at {position.end}, behind the text's end at {len(text)}.")
        described = describe(text, Span(position.start, position.end))
        if self.counts_in_text:
            return described
        try:
            return Selectors(described.quote and folded(described.quote))
        except ValueError as error:
            raise UnreadablePositionError(f"at its position {error}.") from error

    def _carried_over(self, position: TextPosition, exact: str) -> TextPosition:
        """Return about where in our text the words stand that stood at `position` of the captured file.

        Where the words stand as often in both, the one of the same rank; else by proportion.
        """
        whole, text = self._captured_folded, self.article.text
        about = min(len(fold((self._captured or "")[: position.start])), len(whole))
        were = sorted(islice(outwards(whole, exact, about), _MOST_REPEATS))
        are = sorted(islice(outwards(text, exact, 0), _MOST_REPEATS))
        if were and len(were) == len(are) < _MOST_REPEATS:
            rank = min(range(len(were)), key=lambda rank: abs(were[rank] - about))
            return TextPosition(are[rank], are[rank] + len(exact))
        start = about * len(text) // max(1, len(whole))
        return TextPosition(start, start + len(exact))


def find_place(source: str) -> Place | None:
    """Return the article that a target names by content digest, address, document or slug; None where there is none."""
    if source.startswith(DIGEST):
        digest = source.removeprefix(DIGEST).lower()
        capture = Capture.objects.select_related("article").filter(sha256=digest).first()
        return Place(capture.article, capture) if capture else None
    if re.match(r"https?:", source, re.IGNORECASE):
        return _by_address(source)
    if source.startswith(DOCUMENT):
        return _by_document(source.removeprefix(DOCUMENT))
    article = Article.objects.filter(slug=fold_line(unquote(source.removeprefix(ARTICLE)))).first()
    return Place(article, counts_in_text=True) if article else None


def _by_address(url: str) -> Place | None:
    """The article of an address, or of a capture from there; then the one that is met under another spelling of it."""
    for address in dict.fromkeys((url, urldefrag(url).url)):
        article = Article.objects.filter(url=address).order_by("pk").first()
        if article is not None:
            return Place(article)
        capture = Capture.objects.select_related("article").filter(url=address).newest_first().first()
        if capture is not None:
            return Place(capture.article)
    article = Article.objects.filter(address_key=addresses.key(url)).order_by("pk").first()
    return Place(article) if article else None


def _by_document(name: str) -> Place | None:
    """The article of a file's name, with or without its folder and ending, or of a title; None where it may be two."""
    captures = Capture.objects.filter(article__isnull=False)
    escaped = re.escape(name)
    for files in (rf"(^|/){escaped}$", rf"(^|/){escaped}\.\w{{1,5}}$"):
        found = set(captures.filter(name__iregex=files).values_list("article", flat=True)[:2])
        if found:
            return Place(Article.objects.get(pk=found.pop())) if len(found) == 1 else None
    titled = Article.objects.filter(title__iexact=fold_line(name)[:500]).order_by("pk")[:2]
    return Place(titled[0]) if len(titled) == 1 else None
