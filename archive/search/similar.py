"""Articles that are like another."""

from __future__ import annotations

import logging

from haystack import connections

from archive.models import Article
from archive.search.engine.request import IndexUnavailableError

logger = logging.getLogger(__name__)


def similar_articles(article: Article, most: int = 4) -> list[Article]:
    """Up to `most` articles that share telling words with `article`, the most alike first; two queries at most.

    Empty where the index cannot be read: a page without this list is better than none.
    """
    try:
        keys = connections["default"].get_backend().similar(Article, str(article.pk), article.body_text, most)
    except IndexUnavailableError as error:
        logger.warning("%s", error)
        return []
    found = Article.objects.for_lists().in_bulk([int(key) for key in keys])
    return [found[int(key)] for key in keys if int(key) in found]
