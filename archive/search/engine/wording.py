"""SearchQuerySet's conditions in Whoosh's query language."""

from __future__ import annotations

import datetime as dt

from haystack.backends.whoosh_backend import WhooshSearchQuery

from archive.search.engine.schema import moment


class ArchiveQuery(WhooshSearchQuery):
    """Haystack's own, but moments keep their zone, by which the index has turned them to UTC, and their fractions."""

    def _convert_datetime(self, date: dt.date) -> str:
        time = moment(date)
        return f"{time:%Y%m%d%H%M%S%f}" if time.microsecond else f"{time:%Y%m%d%H%M%S}"
