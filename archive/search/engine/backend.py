"""The engine as Haystack drives it: Haystack's own Whoosh backend, with what it gets wrong put right.

Readers are closed, pages and totals are true at any offset, facet values come back whole, writes are one commit under
one lock and never fail in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from haystack import connections
from haystack.backends import BaseEngine, log_query
from haystack.backends.whoosh_backend import WhooshSearchBackend
from haystack.constants import DJANGO_ID, ID
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.utils import get_identifier, get_model_ct
from whoosh import fields
from whoosh.qparser import FuzzyTermPlugin, MultifieldParser

from archive.search.engine import complete, execute, patterns, similar, spelling
from archive.search.engine import schema as schemas
from archive.search.engine.evaluate import Matched
from archive.search.engine.lookup import Asked, Lookup
from archive.search.engine.request import Completion, Fuzzy, IndexState, Pattern, Request, Response
from archive.search.engine.snapshot import everything
from archive.search.engine.spelling import Speller
from archive.search.engine.store import Store, shared
from archive.search.engine.wording import ArchiveQuery
from archive.search.engine.writer import Writer, writing

LOCK_SECONDS = 10.0  # that writes wait for another writer; HAYSTACK_CONNECTIONS may say otherwise by this name
# What SearchQuerySet may ask for and this engine does not do.
_UNDONE = ("within", "dwithin", "distance_point")


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

    def segments(self) -> list[Any]:
        """What was built, for the `adopt` of a batch that commits it."""
        return self._writer.built()

    def adopt(self, segments: Iterable[Any]) -> None:
        """Take in what another process built, of documents that are not in the index."""
        self._writer.adopt(segments)


class ArchiveBackend(WhooshSearchBackend):
    """Answers every search from the newest snapshot of the index, so that it may be used from any thread."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        if options.get("STORAGE", "file") != "file":
            raise ImproperlyConfigured(
                f"This engine keeps its index in a folder, where every process finds it. Leave STORAGE out of the "
                f"settings of the search connection {connection_alias!r}, and name the folder as PATH."
            )
        self.lock_seconds = float(options.get("LOCK_SECONDS", LOCK_SECONDS))

    def setup(self) -> None:
        """Read the search indexes. Nothing is made on disk: a missing index must not pass for an empty one."""
        unified = connections[self.connection_alias].get_unified_index()
        search_fields = unified.all_searchfields()
        models = [get_model_ct(model) for model in unified.get_indexed_models()]
        self.schema = schemas.build(search_fields)
        self.content_field_name = schemas.content_field(search_fields)
        self.store = shared(self.path, self.schema, self.content_field_name, models)
        self.searched = [name for name, field in self.schema.items() if isinstance(field, fields.TEXT)]
        self.offered = [name for name in ("title", self.content_field_name) if name in self.schema]
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

    def forget(self) -> None:
        """Drop what is kept in memory, as in a new process."""
        self._ready().forget()

    @contextmanager
    def writing(self, timeout: float | None = None, *, clear: bool = False) -> Iterator[Batch]:
        """Lock the index and write one batch: committed when the block ends, undone when it raises.

        Raises IndexLockedError after `timeout` seconds, IndexUnavailableError where there is no index.
        """
        with writing(self._ready(), self.lock_seconds if timeout is None else timeout, clear=clear) as writer:
            yield Batch(writer)

    @contextmanager
    def building(self) -> Iterator[Batch]:
        """Build segments that count once another batch adopts them: for the other process of a rebuild."""
        writer = Writer(self._ready(), ())
        try:
            yield Batch(writer)
        except BaseException:
            writer.discard()
            raise

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

    def _identifiers(self, kinds: Sequence[str]) -> list[str]:
        snapshot = self._ready().snapshot()
        numbers = np.flatnonzero(snapshot.kinds(kinds).live).tolist()
        return [str(snapshot.stored(number)[ID]) for number in numbers]

    def delete_index(self) -> None:
        self.clear()

    def optimize(self, timeout: float | None = None) -> None:
        """Merge the segments as far as they may be, and leave deleted documents behind. Raises as `writing` does."""
        with writing(self._ready(), self.lock_seconds if timeout is None else timeout, optimize=True):
            pass

    # --- our own searching ---

    def find(self, request: Request) -> Response:
        """Answer a request. Raises IndexUnavailableError."""
        return execute.answer(self._ready().snapshot(), request)

    def forms(self, terms: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The forms of each term that texts in the archive hold, in small letters. Raises IndexUnavailableError."""
        snapshot = self._ready().snapshot()
        return {term: snapshot.forms(self.searched, term.encode()) for term in terms}

    def alike(self, pattern: Pattern | Fuzzy) -> frozenset[str]:
        """The forms of the archive's texts that a pattern means. Raises IndexUnavailableError."""
        fields = [name for name, _ in pattern.fields]
        return frozenset(patterns.forms(self._ready().snapshot(), fields, patterns.chooser(pattern)))

    def correct(self, words: Iterable[str]) -> dict[str, str]:
        """For the words that the archive does not know, the known words that they were most likely meant to be.

        Raises IndexUnavailableError.
        """
        words = list(words)
        return self._speller().corrected(words) if words else {}

    def _speller(self) -> Speller:
        store = self._ready()
        return Speller(store.snapshot(), self.searched, self.offered)

    def complete(self, prefix: str, most: int = 8) -> tuple[Completion, ...]:
        """What somebody who has typed `prefix` may be about to type, most frequent first; of each kind a fair share.

        Raises IndexUnavailableError.
        """
        return complete.completed(self._ready().snapshot(), self.offered, prefix, most)

    def similar(self, model: Any, key: str, text: str, most: int) -> list[str]:
        """The keys of the documents of `model` most like `text`, without `key` itself. Raises IndexUnavailableError."""
        lookup = self._lookup([model])
        found = self._like(lookup, text, f"{get_model_ct(model)}.{key}")
        numbers = lookup.page(found, None, 0, most).tolist()
        return [str(lookup.snapshot.stored(number)[DJANGO_ID]) for number in numbers]

    def _like(self, lookup: Lookup, text: str, identifier: str) -> Matched:
        snapshot = lookup.snapshot
        without = snapshot.docs(ID, identifier.encode())
        found = similar.matched(snapshot, lookup.kinds, self.content_field_name, text, without)
        return lookup.narrowed(found, ())

    # --- Haystack's searching ---

    @log_query  # type: ignore[untyped-decorator]
    def search(
        self,
        query_string: str,
        sort_by: Sequence[str] | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        highlight: bool | Mapping[str, Any] = False,
        facets: Iterable[str] | None = None,
        narrow_queries: Iterable[str] | None = None,
        spelling_query: str | None = None,
        models: Iterable[Any] | None = None,
        result_class: type | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Haystack's search, as its BaseSearchBackend describes it.

        Raises SearchBackendError for what the index has not or the engine does not do, IndexUnavailableError.
        """
        if not query_string:
            return {"results": [], "hits": 0}
        undone = [name for name in _UNDONE if options.get(name)]
        if undone:
            raise SearchBackendError(f"This search engine does not do {', '.join(undone)}.")
        lookup = self._lookup(models, options.get("limit_to_registered_models"))
        matched = lookup.matched(query_string, narrow_queries or ())
        numbers = lookup.page(matched, sort_by, start_offset, end_offset)
        asked = Asked(tuple(facets or ()), options.get("date_facets"), options.get("query_facets"))
        return {
            "results": lookup.results(numbers, matched, result_class, query_string if highlight else None),
            "hits": int(matched.mask.sum()),
            "facets": lookup.counts(asked, matched.mask),
            "spelling_suggestion": self._suggestion(spelling_query or query_string),
        }

    def _suggestion(self, query_string: str) -> str | None:
        return self.create_spelling_suggestion(query_string) if self.include_spelling else None

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
        lookup = self._lookup(models, options.get("limit_to_registered_models"))
        matched = self._like(lookup, text, get_identifier(model_instance))
        matched = lookup.narrowed(matched, [additional_query_string or "*"])
        numbers = lookup.page(matched, None, start_offset, end_offset)
        results = lookup.results(numbers, matched, result_class)
        return {"results": results, "hits": int(matched.mask.sum())}

    def create_spelling_suggestion(self, query_string: str) -> str | None:
        """The words of the query with those replaced that no text holds as they stand; None where all are known."""
        words = spelling.bare(query_string, self.RESERVED_WORDS, self.RESERVED_CHARACTERS)
        return spelling.suggestion(words, self._speller().respelt(words))

    def _lookup(self, models: Iterable[Any] | None, limited: bool | None = None) -> Lookup:
        """limited: where no models are named, to those that are indexed; None is as the site's settings say."""
        store = self._ready()
        snapshot = store.snapshot()
        if limited is None:
            limited = getattr(settings, "HAYSTACK_LIMIT_TO_REGISTERED_MODELS", True)
        names = [get_model_ct(model) for model in models or ()] or (self.build_models_list() if limited else [])
        kinds = snapshot.kinds(names) if names or limited else everything(snapshot)
        return Lookup(self.connection_alias, store, snapshot, self.parser, kinds)


class ArchiveEngine(BaseEngine):
    backend = ArchiveBackend
    query = ArchiveQuery
