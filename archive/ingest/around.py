"""What stands on a page around its article, for those who marked words there: only the blocks that they marked."""

from __future__ import annotations

from dataclasses import replace

from archive.content_store import DamagedContentError
from archive.ingest.decoding import decode_html
from archive.ingest.extracted import IngestError
from archive.ingest.kinds import HEAD, Kind, kind_of
from archive.models import Article, Capture
from archive.text.anchoring import AnchorState, anchor
from archive.text.blocks import CanonicalText
from archive.text.selectors import Selectors, Span


class PagesAround:
    """Finds words on the pages that articles were read from; keeps the last page, since highlights come by article."""

    def __init__(self) -> None:
        self._capture: int | None = None
        self._page = CanonicalText("", ())

    def find(self, article: Article, selectors: Selectors) -> tuple[CanonicalText, Span] | None:
        """Return the blocks of the article's page on which the quotation stands word for word, and its span in them.

        None where it does not, or more than once, or the article was read from no page that is here.
        """
        page = self._page_of(article.capture)
        found = anchor(page.text, selectors) if page.blocks and selectors.quote else None
        if found is None or found.span is None or found.state is AnchorState.FUZZY:
            return None
        return _cut(page, found.span)

    def _page_of(self, capture: Capture | None) -> CanonicalText:
        if capture is None:
            return CanonicalText("", ())
        if self._capture != capture.pk:
            self._capture, self._page = capture.pk, _whole(capture)
        return self._page


def _whole(capture: Capture) -> CanonicalText:
    """All that the page shows, as a text without furniture; an empty one for what is no page."""
    from archive.ingest.html.body_text import base_of, text_of  # with their large libraries, for this case alone
    from archive.ingest.html.parsing import tree_of
    from archive.ingest.html.structure import pieces_of

    try:
        raw = capture.read()
        if kind_of(capture.name, capture.media_type, raw[:HEAD]) is not Kind.HTML:
            return CanonicalText("", ())
        tree = tree_of(decode_html(raw, capture.media_type))
    except (DamagedContentError, IngestError):
        return CanonicalText("", ())
    return text_of(pieces_of(tree), base_of(tree, capture.url))


def _cut(page: CanonicalText, span: Span) -> tuple[CanonicalText, Span]:
    """The blocks that the span touches, as a text of their own."""
    blocks = [block for block in page.blocks if block.overlaps(span)]
    start, end = blocks[0].start, blocks[-1].end
    cut = CanonicalText(
        page.text[start:end],
        tuple(replace(block, start=block.start - start, end=block.end - start) for block in blocks),
        tuple(
            replace(inline, start=inline.start - start, end=inline.end - start)
            for inline in page.inlines
            if start <= inline.start and inline.end <= end
        ),
    )
    return cut, Span(span.start - start, span.end - start)
