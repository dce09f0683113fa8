"""What a query looks for in texts, by the words that the archive's texts hold."""

from __future__ import annotations

import logging

from haystack import connections

from archive.search import translate
from archive.search.engine.request import IndexUnavailableError
from archive.search.query import SearchQuery
from archive.search.sought import Sought, sought, terms_of

logger = logging.getLogger(__name__)


def wanted(query: SearchQuery) -> Sought:
    """The words, phrases and patterns of `query` with every form of them that the index knows.

    Without an index texts are read through for the words alone; patterns are then not marked.
    """
    if query.is_empty:
        return sought(query)
    backend = connections["default"].get_backend()
    try:
        return sought(query, backend.forms(terms_of(query)), [backend.alike(one) for one in translate.patterns(query)])
    except IndexUnavailableError as error:
        logger.warning("%s", error)
        return sought(query)
