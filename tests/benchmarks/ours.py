"""The archive's own search: real rows in a real database, its engine, its excerpts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections as databases
from haystack import connections

django.setup()

# ruff: noqa: E402 - models can be imported only once Django is set up
from archive.models import Article
from archive.search import rebuilding, run, translate
from archive.search.engine.request import Request
from archive.search.excerpts import excerpts, sought, terms_of
from archive.search.query import SearchQuery
from archive.static_files import gather
from tests.benchmarks import rows
from tests.benchmarks.engine import TOP, folder_bytes
from tests.benchmarks.values import Ask, Document

_FIELDS = {"source": "source", "year": "year", "language": "lang"}  # as queries name the facets
_FACETS = tuple(translate.FACET_FIELDS[name] for name in _FIELDS.values())
_MODEL = Article._meta.label_lower


class Ours:
    """The data folder is that of the settings, which the environment names."""

    def __init__(self, folder: Path) -> None:
        assert folder == settings.DATA, f"PARALLAX_DATA={settings.DATA} is not {folder}"
        self.backend: Any = connections["default"].get_backend()
        self.index = Path(connections["default"].options["PATH"])
        self._application: Any = None

    def prepare(self, documents: Sequence[Document]) -> None:
        rows.write(documents)
        gather()  # the style sheets that the page links

    def build(self, documents: Sequence[Document]) -> None:
        """Haystack's prepare, which reads every row from the database, is part of it."""
        rebuilding.rebuild()

    def page(self, ask: Ask) -> int:
        query = SearchQuery.parse(_written(ask))
        response = self.backend.find(_request(query, facets=_FACETS))
        keys = [int(hit.key) for hit in response.hits]
        texts = {pk: text for pk, _, text in Article.objects.filter(pk__in=keys).values_list("pk", "title", "text")}
        wanted = sought(query, self.backend.forms(terms_of(query)))
        for key in keys:
            excerpts(texts[key], wanted)
        return int(response.total)

    def find(self, ask: Ask) -> int:
        return int(self.backend.find(_request(SearchQuery.parse(_written(ask)))).total)

    def forget(self) -> None:
        self.backend.forget()

    def put(self, document: Document) -> None:
        """Saved as an admin's page saves it; the index follows when the transaction commits."""
        found = Article.objects.filter(pk=document.key).first()
        if found is None:
            rows.article(document, rows.source_of(document)).save()
            return
        found.content = rows.content(document.text)
        found.save()

    def holds(self, word: str) -> list[int]:
        return self._keys(_request(SearchQuery.parse(word)))

    def rank(self, words: Sequence[str], most: int) -> list[int]:
        """As the search page does where it asks for any of the words."""
        query = SearchQuery.parse(" ".join(words))
        return self._keys(_request(query.any_of() or query, limit=most))

    def _keys(self, request: Request) -> list[int]:
        return [int(hit.key) for hit in self.backend.find(request).hits]

    def whole_search(self, ask: Ask) -> None:
        run.run(SearchQuery.parse(_written(ask)))

    def web_page(self, ask: Ask) -> None:
        if self._application is None:  # not before prepare() has gathered the style sheets
            self._application = get_wsgi_application()
        environ: dict[str, Any] = {"PATH_INFO": "/search/", "QUERY_STRING": urlencode({"q": _written(ask)})}
        setup_testing_defaults(environ)
        answered: list[str] = []
        b"".join(self._application(environ, lambda status, *_: answered.append(status)))
        if answered != ["200 OK"]:
            raise RuntimeError(f"GET /search/ answered {answered} for {ask}")

    def bytes_on_disk(self) -> int:
        return folder_bytes(self.index)

    def close(self) -> None:
        databases.close_all()


def _written(ask: Ask) -> str:
    words = " ".join(ask.words)
    filtered = f" {_FIELDS[ask.facet]}:{ask.value}" if ask.facet else ""
    return (f'"{words}"' if ask.phrase else words) + filtered


def _request(query: SearchQuery, facets: tuple[str, ...] = (), limit: int = TOP) -> Request:
    return Request(_MODEL, translate.condition(query), translate.filters(query), facets=facets, limit=limit)
