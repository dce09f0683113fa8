"""What the tests of SearchQuerySet share: articles that are indexed, and what is found of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from haystack.query import SearchQuerySet

from archive.models import Article
from archive.search import queue
from tests.factories import make_article


def at(year: int, month: int, day: int = 1) -> dt.datetime:
    """The beginning of a day, in UTC: Whoosh's query language knows no zones."""
    return dt.datetime(year, month, day)  # noqa: DTZ001


def made(*texts: str, **fields: Any) -> list[int]:
    """Index an article of each text and return their keys."""
    articles = [make_article(text, **fields) for text in texts]
    queue.flush()
    return [article.pk for article in articles]


def articles() -> Any:
    return SearchQuerySet().models(Article)


def keys(results: Any) -> list[int]:
    return [int(result.pk) for result in results]


def found(**condition: Any) -> set[int]:
    return set(keys(articles().filter(**condition)))
