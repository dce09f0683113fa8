"""The engine as Haystack drives it: Haystack's own Whoosh backend, with what it gets wrong put right.

Readers are closed, pages and totals are true at any offset, facet values come back whole, writes are one commit under
one lock and never fail in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from haystack import connections
from haystack.backends import BaseEngine, log_query
from haystack.backends.whoosh_backend import WhooshSearchBackend, WhooshSearchQuery
from haystack.constants import DJANGO_CT, ID
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.utils import get_identifier, get_model_ct
from whoosh import fields
from whoosh.qparser import FuzzyTermPlugin, MultifieldParser

from archive.search.engine import execute, similar, spelling
from archive.search.engine import schema as schemas
from archive.search.engine.evaluate import Evaluator
from archive.search.engine.lookup import Lookup
from archive.search.engine.request import IndexState, Request, Response
from archive.search.engine.store import Store, Writer

LOCK_SECONDS = 10.0  # that writes wait for another writer; HAYSTACK_CONNECTIONS may say otherwise by this name
# What SearchQuerySet may ask for and this engine does not do.
_UNDONE = ("highlight", "date_facets", "query_facets", "within", "dwithin", "distance_point")


class Batch:
    """Writes of one commit."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def put(self, index: Any, objects: Iterable[Any]) -> None:
        """Index `objects` by Haystack's SearchIndex `index`; those that it skips leave the index."""
        prepared, skipped = [], []
        for one in objects:
            try:
                prepared.append(dict(index.full_prepare(one)))
            except SkipDocument:
                skipped.append(get_identifier(one))
        self._writer.remove(skipped)
        self._writer.put(prepared)

    def remove(self, identifiers: Sequence[str]) -> None:
        """Remove by Haystack's identifiers: app.model.key."""
        self._writer.remove(identifiers)


class ArchiveBackend(WhooshSearchBackend):
    """Opens the index for each search, so that it may be used from any thread."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.lock_seconds = float(options.get("LOCK_SECONDS", LOCK_SECONDS))

    def setup(self) -> None:
        """Read the search indexes. Nothing is made on disk: a missing index must not pass for an empty one."""
        search_fields = connections[self.connection_alias].get_unified_index().all_searchfields()
        self.schema = schemas.build(search_fields)
        self.content_field_name = schemas.content_field(search_fields)
        self.store = Store(self.path, self.schema)
        self.searched = [name for name, field in self.schema.items() if isinstance(field, fields.TEXT)]
        self.parser = MultifieldParser(self.searched, self.schema)
        self.parser.add_plugin(FuzzyTermPlugin())
        self.setup_complete = True

    def _ready(self) -> Store:
        if not self.setup_complete:
            self.setup()
        return self.store

    # --- writing ---

    def state(self) -> IndexState:
        return self._ready().state()

    def create(self) -> None:
        """Make an empty index where there is none that can be read. Raises OSError."""
        self._ready().create()

    @contextmanager
    def writing(self, timeout: float | None = None, *, clear: bool = False) -> Iterator[Batch]:
        """Lock the index and write one batch: committed when the block ends, undone when it raises.

        Raises IndexLockedError after `timeout` seconds, IndexUnavailableError where there is no index.
        """
        with self._ready().writer(self.lock_seconds if timeout is None else timeout, clear=clear) as writer:
            yield Batch(writer)

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Index the objects in one commit; `commit=False` says nothing to an index that only commits change."""
        objects = list(iterable)
        if not objects:
            return
        self.create()
        with self.writing() as batch:
            batch.put(index, objects)

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        self.create()
        with self.writing() as batch:
            batch.remove([get_identifier(obj_or_string)])

    def clear(self, models: Sequence[Any] | None = None, commit: bool = True) -> None:
        """Remove the documents of `models`, or all; searches under way end on what they began with."""
        self.create()
        gone = [] if models is None else self._identifiers([get_model_ct(model) for model in models])
        with self.writing(clear=models is None) as batch:
            batch.remove(gone)

    def _identifiers(self, kinds: Iterable[str]) -> list[str]:
        with self._ready().searcher() as (searcher, generation):
            held = generation.values_of(searcher.reader(), DJANGO_CT).documents
            numbers = (number for kind in kinds for number in execute.members(held.get(kind, 0), generation.size))
            return [searcher.stored_fields(number)[ID] for number in numbers]

    def delete_index(self) -> None:
        self.clear()

    def optimize(self) -> None:
        """Merge all segments into one."""
        self._ready().optimize(self.lock_seconds)

    # --- our own searching ---

    def find(self, request: Request) -> Response:
        """Answer a request. Raises IndexUnavailableError."""
        with self._ready().searcher() as (searcher, generation):
            return execute.answer(searcher, generation, request)

    def correct(self, words: Iterable[str]) -> dict[str, str]:
        """For the words that the archive does not know, the known words that they were most likely meant to be.

        Raises IndexUnavailableError.
        """
        words = list(words)
        if not words:
            return {}
        fields = [name for name in ("title", self._content_field()) if name in self.schema]
        with self._ready().searcher() as (searcher, generation):
            words = spelling.unknown(searcher, self.searched, words)
            known = generation.terms(searcher.reader(), fields) if words else {}
            found = {word: meant for word in words if (meant := spelling.meant(searcher, known, fields, word))}
        corrected = {word: spelling.spelt(word, meant.term, self._texts(meant)) for word, meant in found.items()}
        return {word: meant for word, meant in corrected.items() if meant}

    def _content_field(self) -> str:
        self._ready()
        return str(self.content_field_name)

    def _texts(self, meant: spelling.Meant) -> Iterator[str]:
        """The texts of documents as they are indexed, read from the database."""
        for kind in sorted({kind for kind, _ in meant.documents}):
            index = connections[self.connection_alias].get_unified_index().get_index(apps.get_model(kind))
            keys = [key for one, key in meant.documents if one == kind]
            for found in index.index_queryset().filter(pk__in=keys):
                prepared = index.full_prepare(found)
                yield from (str(prepared[name]) for name in ("title", self.content_field_name) if prepared.get(name))

    def similar(self, model: Any, key: str, text: str, most: int) -> list[str]:
        """The keys of the documents of `model` most like `text`, without `key` itself. Raises IndexUnavailableError."""
        with self._lookup([model]) as lookup:
            identifier = f"{get_model_ct(model)}.{key}"
            found = similar.matched(lookup.evaluator, self.content_field_name, text, identifier)
            results = lookup.results(self.connection_alias, lookup.ordered(found, None)[:most], found, None)
            return [str(result.pk) for result in results]

    # --- Haystack's searching ---

    @log_query  # type: ignore[untyped-decorator]
    def search(
        self,
        query_string: str,
        sort_by: Sequence[str] | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        facets: Iterable[str] | None = None,
        narrow_queries: Iterable[str] | None = None,
        spelling_query: str | None = None,
        models: Iterable[Any] | None = None,
        result_class: type | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Haystack's search, as its BaseSearchBackend describes it. Raises SearchBackendError for what is not done."""
        asked = [name for name in _UNDONE if options.get(name)]
        if asked:
            raise SearchBackendError(f"This search engine does not do {', '.join(asked)}.")
        if not query_string:
            return {"results": [], "hits": 0}
        with self._lookup(models) as lookup:
            matched = lookup.matched(query_string, narrow_queries or ())
            numbers = lookup.ordered(matched, sort_by)
            page = lookup.results(self.connection_alias, numbers[start_offset:end_offset], matched, result_class)
            counts = lookup.facets(facets or (), matched.documents)
        return {
            "results": page,
            "hits": len(numbers),
            "facets": {"fields": counts, "dates": {}, "queries": {}} if facets else {},
            "spelling_suggestion": self.include_spelling
            and self.create_spelling_suggestion(spelling_query or query_string),
        }

    def more_like_this(
        self,
        model_instance: Any,
        additional_query_string: str | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        models: Iterable[Any] | None = None,
        result_class: type | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Documents that share the telling words of the instance's document, without the instance."""
        index = connections[self.connection_alias].get_unified_index().get_index(type(model_instance))
        text = str(index.full_prepare(model_instance)[self.content_field_name])
        with self._lookup(models) as lookup:
            matched = similar.matched(lookup.evaluator, self.content_field_name, text, get_identifier(model_instance))
            matched = lookup.narrowed(matched, [additional_query_string or "*"])
            numbers = lookup.ordered(matched, None)
            page = lookup.results(self.connection_alias, numbers[start_offset:end_offset], matched, result_class)
        return {"results": page, "hits": len(numbers)}

    def create_spelling_suggestion(self, query_string: str) -> str | None:
        """The query with its unknown words replaced; None where there is nothing to replace."""
        words = query_string.split()
        meant = self.correct(words)
        return " ".join(meant.get(word, word) for word in words) if meant else None

    @contextmanager
    def _lookup(self, models: Iterable[Any] | None) -> Iterator[Lookup]:
        with self._ready().searcher() as (searcher, generation):
            kinds = [get_model_ct(model) for model in models] if models else self.build_models_list()
            held = generation.values_of(searcher.reader(), DJANGO_CT).documents
            among = 0
            for kind in kinds:
                among |= held.get(kind, 0)
            yield Lookup(self.parser, Evaluator(searcher, generation, among))


class ArchiveEngine(BaseEngine):
    backend = ArchiveBackend
    query = WhooshSearchQuery
