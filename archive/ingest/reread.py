"""The text of any capture: of the current one as it stands, of an earlier one as it was kept or is read again."""

from __future__ import annotations

from archive.ingest import reading
from archive.ingest.received import Received
from archive.models import Article, Capture
from archive.models.article import content_of
from archive.text.blocks import CanonicalText


def text_of(capture: Capture, article: Article) -> CanonicalText:
    """Return the canonical text of one of `article`'s captures.

    What a curator decided about the current text's furniture holds for the same words in another capture. Raises
    content_store.DamagedContentError where the bytes are missing or changed, IngestError where no reader takes them;
    neither for a capture whose text was kept.
    """
    if capture.pk == article.capture_id:
        return article.content
    return (_kept(capture) or _read(capture)).with_furniture_of(article.content)


def _kept(capture: Capture) -> CanonicalText | None:
    if capture.text is None:
        return None
    return content_of(capture.text, capture.blocks or [], capture.inlines or [])


def _read(capture: Capture) -> CanonicalText:
    received = Received(
        raw=capture.read(),
        name=capture.name,
        media_type=capture.media_type,
        url=capture.url,
        origin=capture.origin,
        received_at=capture.received_at,
    )
    return reading.read(received).content
