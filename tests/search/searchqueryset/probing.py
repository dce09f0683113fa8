"""A SearchIndex with every kind of field, on a connection of its own, filled from articles that no database holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from haystack import connections, indexes
from haystack.query import SearchQuerySet
from whoosh.analysis import CommaSeparatedTokenizer, StandardAnalyzer

from archive.models import Article
from archive.search.engine.backend import ArchiveBackend

NAME = "probe"


class ProbeIndex(indexes.SearchIndex, indexes.Indexable):  # type: ignore[misc]  # Haystack publishes no types
    text = indexes.CharField(document=True)
    title = indexes.CharField(null=True)
    slug = indexes.CharField(stored=False, null=True)
    label = indexes.CharField(faceted=True, null=True)
    codes = indexes.CharField(analyzer=CommaSeparatedTokenizer(), null=True)
    names = indexes.MultiValueField(faceted=True, null=True)
    numbers = indexes.MultiValueField(null=True)
    weight = indexes.FloatField(faceted=True, null=True)
    count = indexes.IntegerField(faceted=True, null=True)
    price = indexes.DecimalField(null=True)
    ticked = indexes.BooleanField(faceted=True, null=True)
    day = indexes.DateField(null=True)
    moment = indexes.DateTimeField(faceted=True, null=True)
    begun = indexes.EdgeNgramField(null=True)
    parts = indexes.NgramField(null=True)
    spoken = indexes.CharField(analyzer=StandardAnalyzer(), null=True)

    def get_model(self) -> type[Article]:
        return Article

    def prepare(self, obj: Any) -> dict[str, Any]:
        """The article's `values`, which a test has set."""
        row: dict[str, Any] = super().prepare(obj)
        row |= {"text": "x"} | obj.values
        return row


@dataclass(frozen=True, slots=True)
class Probe:
    index: ProbeIndex

    @property
    def backend(self) -> ArchiveBackend:
        found: ArchiveBackend = connections[NAME].get_backend()
        return found

    def put(self, *rows: dict[str, Any]) -> None:
        """Index the rows as articles 1, 2, 3, …"""
        self.backend.update(self.index, [article(key, values) for key, values in enumerate(rows, 1)])

    def all(self) -> Any:
        return SearchQuerySet(using=NAME)

    def found(self, query: str) -> list[int]:
        """The keys of what a query of Whoosh's language finds, the best first."""
        return [int(result.pk) for result in self.backend.search(query)["results"]]

    def sorted_by(self, *fields: str) -> list[int]:
        return [int(result.pk) for result in self.all().order_by(*fields)]

    def counts(self, field: str) -> list[tuple[Any, int]]:
        found: list[tuple[Any, int]] = self.backend.search("*", facets=[field])["facets"]["fields"][field]
        return found


def article(key: int, values: dict[str, Any]) -> Any:
    """An article that is indexed with these values of fields."""
    made: Any = Article(pk=key)
    made.values = values
    return made


@contextmanager
def probing(folder: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> Iterator[Probe]:
    """A connection whose index is empty. options: of HAYSTACK_CONNECTIONS."""
    named = {"ENGINE": "archive.search.engine.ArchiveEngine", "PATH": str(folder), "INCLUDE_SPELLING": True, **options}
    monkeypatch.setitem(settings.HAYSTACK_CONNECTIONS, NAME, named)
    made = Probe(ProbeIndex())
    connections[NAME].get_unified_index().build(indexes=[made.index])
    try:
        yield made
    finally:
        del connections.thread_local.connections[NAME]


MOMENT = dt.datetime(2014, 9, 27, 12, 30, 15, 250_000, tzinfo=dt.UTC)
EVERY_KIND: dict[str, Any] = {
    "text": "A lantern.",
    "title": "The Pier",
    "label": "Paris, Texas",
    "codes": "a,b c",
    "names": ["Ada", "Kim, Lee"],
    "numbers": [3, 5, 1],
    "weight": 1.25,
    "count": -7,
    "price": Decimal("12.50"),
    "ticked": True,
    "day": dt.date(2014, 9, 27),
    "moment": MOMENT,
    "begun": "Harbour",
    "parts": "Harbour",
    "spoken": "The Red Lamp",
    "boost": 2.0,
    "unknown": "x",
}
