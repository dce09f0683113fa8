"""One scenario, run on our engine and on Haystack's own Whoosh backend, each with an index of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from haystack import connections, indexes
from haystack.query import SearchQuerySet

from archive.models import Article
from tests.factories import paragraphs

ENGINES = {
    "ours": "archive.search.engine.ArchiveEngine",
    "stock": "haystack.backends.whoosh_backend.WhooshEngine",
}
START = dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
_TOC = re.compile(r"_.+_([0-9]+)\.toc")


class ProbeIndex(indexes.SearchIndex, indexes.Indexable):  # type: ignore[misc]  # Haystack publishes no types
    """Every kind of field, filled from an article that need not be saved."""

    text = indexes.CharField(document=True, model_attr="text")
    title = indexes.CharField(model_attr="title", faceted=True)
    byline = indexes.CharField(model_attr="byline")
    section = indexes.CharField(model_attr="section", stored=False)
    labels = indexes.MultiValueField(faceted=True)
    numbers = indexes.MultiValueField()
    count = indexes.IntegerField()
    moment = indexes.DateTimeField(model_attr="received_at")

    def get_model(self) -> type[Article]:
        return Article

    def prepare(self, obj: Article) -> dict[str, Any]:
        if obj.title == "Unprepared":
            raise RuntimeError("cannot be prepared")
        labels = obj.abstract.split("|") if obj.abstract else []
        row: dict[str, Any] = super().prepare(obj)
        row["moment"] = obj.received_at.replace(tzinfo=None)  # the stock backend cannot take a zone
        count = "many" if obj.title == "Uncounted" else obj.pk
        return row | {"labels": labels, "labels_exact": labels, "numbers": [3, 5, obj.pk], "count": count}


def article(key: int, text: str, *, labels: Iterable[str] = (), day: int = 0, **fields: Any) -> Article:
    """An article that no database holds, received `day` days after START."""
    fields.setdefault("title", f"No. {key}")
    made = Article(pk=key, abstract="|".join(labels), received_at=START + dt.timedelta(days=day), **fields)
    made.content = paragraphs(text)
    return made


@dataclass(frozen=True, slots=True)
class Side:
    """A backend, its folder and the index that its documents are prepared by."""

    name: str
    folder: Path
    index: ProbeIndex

    @property
    def backend(self) -> Any:
        return connections[self.name].get_backend()

    def put(self, *articles: Article) -> None:
        self.backend.update(self.index, list(articles))

    def put_in_one(self, articles: Iterable[Article]) -> None:
        """Write one by one, in as few commits as the backend knows how to."""
        if self.name == "ours":
            with self.backend.writing() as batch:
                for one in articles:
                    batch.put(self.index, [one])
        else:
            for one in articles:
                self.backend.update(self.index, [one], commit=False)

    def all(self) -> Any:
        return SearchQuerySet(using=self.name).models(Article)

    def found(self, word: str) -> list[int]:
        return keys(self.all().filter(content=word))

    def files(self) -> list[Path]:
        """The files of the index, without its locks."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file() and not path.name.endswith("LOCK"))

    def generation(self) -> int:
        """How many commits there were."""
        return max(int(found[1]) for path in self.files() if (found := _TOC.fullmatch(path.name)))


def keys(results: Any) -> list[int]:
    return [int(result.pk) for result in results]


@contextmanager
def opened(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Side]:
    """A connection of Haystack's by this name, its index empty and without any other model."""
    options = {"ENGINE": ENGINES[name], "PATH": str(folder), "INCLUDE_SPELLING": True, "LOCK_SECONDS": 0.1}
    monkeypatch.setitem(settings.HAYSTACK_CONNECTIONS, name, options)
    made = Side(name, folder, ProbeIndex())
    connections[name].get_unified_index().build(indexes=[made.index])
    try:
        made.backend.clear()
        yield made
    finally:
        del connections.thread_local.connections[name]


def fault(scenario: Callable[[Side], None]) -> Callable[..., None]:
    """Make a test of a scenario: ours must bear it, and the stock backend must not, or the list of faults is wrong."""
    return fault_that_raises(AssertionError)(scenario)


def fault_that_raises(*errors: type[BaseException]) -> Callable[[Callable[[Side], None]], Callable[..., None]]:
    """As `fault`, for what the stock backend answers with an error."""

    def made(scenario: Callable[[Side], None]) -> Callable[..., None]:
        def test(side: Side) -> None:
            if side.name == "ours":
                scenario(side)
            else:
                with pytest.raises(errors):
                    scenario(side)

        test.__name__, test.__doc__, test.__module__ = scenario.__name__, scenario.__doc__, scenario.__module__
        return test

    return made
