"""Articles: what of their text is furniture; and how one is deleted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction

from archive import content_store
from archive.curation.errors import CurationError
from archive.models import Article


@transaction.atomic
def set_furniture(article: Article, indexes: Collection[int]) -> None:
    """Say which of the article's blocks, by their place in the text from 0, are furniture; the text stays as it is.

    Raises CurationError where a passage stands on a block that would be hidden, or nothing would be left.
    """
    content = article.content
    unknown = sorted(set(indexes) - set(range(len(content.blocks))))
    if unknown:
        raise CurationError(f"The text has blocks 0 to {len(content.blocks) - 1}, and none numbered {unknown[0]}.")
    blocks = tuple(replace(block, furniture=index in indexes) for index, block in enumerate(content.blocks))
    if all(block.furniture for block in blocks):
        raise CurationError("Every block would be furniture. Leave at least one as the article.")
    hidden = [block for block in blocks if block.furniture]
    for passage in article.passages.anchored():
        span = passage.span
        if span and any(block.overlaps(span) for block in hidden):
            raise CurationError(
                f"A block that would be hidden holds the passage “{passage.exact[:80]}”. "
                "Delete that passage, or move it to other words, first."
            )
    article.content = replace(content, blocks=blocks)
    article.save()


def purge_article(article: Article) -> int:
    """Delete an article for good, with its passages, captures, fetches and their bytes; return how many captures went.

    The one way to delete a capture. The rows go first, in one transaction: a process killed midway leaves bytes that no
    row names, never a row without its bytes. Waits until nobody stores bytes or backs them up: not for use within a
    transaction, which might keep them from it.
    """
    with content_store.alone():
        digests, captures = _without_rows(article)
        for digest in digests:
            content_store.remove(digest)
    return captures


@transaction.atomic
def _without_rows(article: Article) -> tuple[list[str], int]:
    """Delete the rows of an article; return the digests that they named, and how many of them were captures."""
    digests = list(article.captures.values_list("sha256", flat=True))
    fetched = list(article.fetches.exclude(warc_sha256="").values_list("warc_sha256", flat=True))
    article.fetches.all().delete()
    for passage in article.passages.all():
        passage.delete()
    article.capture = None
    article.save()
    article.captures.all().delete()
    article.delete()
    return [*digests, *fetched], len(digests)
