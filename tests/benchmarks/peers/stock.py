"""Stock Haystack on Whoosh, with highlighting, over the same rows as ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

# ruff: noqa: E402 - models can be imported only once Django is set up
from haystack.management.commands import rebuild_index
from haystack.query import SearchQuerySet

from archive.models import Article
from tests.benchmarks import rows
from tests.benchmarks.engine import TOP, folder_bytes
from tests.benchmarks.values import FACETS, Ask, Document


class Stock:
    def __init__(self, folder: Path) -> None:
        assert folder == settings.DATA, f"PARALLAX_DATA={settings.DATA} is not {folder}"
        self.folder = folder

    def prepare(self, documents: Sequence[Document]) -> None:
        rows.write(documents)

    def build(self, documents: Sequence[Document]) -> None:
        call_command(rebuild_index.Command(), interactive=False, verbosity=0)

    def page(self, ask: Ask) -> int:
        found = _asked(ask).highlight()
        for facet in FACETS:
            found = found.facet(facet)
        if ask.facet:
            found = found.narrow(f'{ask.facet}_exact:"{ask.value}"')
        shown = list(found[:TOP])
        assert all(result.highlighted for result in shown), "a result without its highlighted text"
        found.facet_counts()
        return int(found.count())

    def find(self, ask: Ask) -> int:
        found = _asked(ask)
        list(found[:TOP])
        return int(found.count())

    def forget(self) -> None:
        """It opens the index anew for each search, and keeps nothing."""

    def put(self, document: Document) -> None:
        article = Article.objects.filter(pk=document.key).first()
        if article is None:
            rows.article(document, rows.source_of(document)).save()
            return
        article.content = rows.content(document.text)
        article.save()

    def holds(self, word: str) -> list[int]:
        return [int(result.pk) for result in SearchQuerySet().auto_query(word)[:TOP]]

    def rank(self, words: Sequence[str], most: int) -> list[int]:
        any_of: Any = SearchQuerySet().none()
        for number, word in enumerate(words):
            any_of = SearchQuerySet().filter(content=word) if not number else any_of.filter_or(content=word)
        return [int(result.pk) for result in any_of[:most]]

    def bytes_on_disk(self) -> int:
        return folder_bytes(self.folder / "stock")

    def close(self) -> None:
        """Nothing is held open that it offers to close."""


def _asked(ask: Ask) -> Any:
    words = " ".join(ask.words)
    return SearchQuerySet().auto_query(f'"{words}"' if ask.phrase else words)
