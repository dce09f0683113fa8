"""The text of any capture: of the current one as it stands, of an earlier one extracted again from its bytes."""

from __future__ import annotations

from archive.ingest import plain
from archive.ingest.extracted import IngestError
from archive.models import Article, Capture
from archive.text.blocks import CanonicalText

READ = ("text/plain", "text/markdown")  # the media types that there is a reader for


def text_of(capture: Capture, article: Article) -> CanonicalText:
    """Return the canonical text of one of `article`'s captures.

    What a curator decided about the current text's furniture holds for the same words in another capture. Raises
    content_store.DamagedContentError where the bytes are missing or changed, IngestError where no reader takes them.
    """
    if capture.pk == article.capture_id:
        return article.content
    raw = capture.read()
    if capture.media_type not in READ:
        raise IngestError(f"No reader takes bytes of the type {capture.media_type}.")
    return plain.extract(raw, capture.name).content.with_furniture_of(article.content)
