"""One search of Haystack's SearchQuerySet: a query string of Whoosh's language, narrowed, sorted, counted, marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from haystack import connections
from haystack.constants import DJANGO_CT, DJANGO_ID
from haystack.models import SearchResult
from haystack.utils.app_loading import haystack_get_model
from whoosh import query
from whoosh.qparser import QueryParser

from archive.search.engine import counting, needles, order, result_texts, sorting
from archive.search.engine.evaluate import Matched
from archive.search.engine.queries import QueryEvaluator
from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Kinds, Snapshot
from archive.search.engine.store import Store

_ALL = "*"
_ANY_FIELD = "content"  # Haystack's name for no field in particular


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be counted of the documents that are found, as Haystack asks. See ArchiveBackend.search."""

    fields: Sequence[str] = ()
    dates: Mapping[str, Mapping[str, Any]] | None = None
    queries: Mapping[str, str] | Iterable[tuple[str, str]] | None = None

    def __bool__(self) -> bool:
        return bool(self.fields or self.dates or self.queries)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Searches one snapshot for documents of `kinds`. alias: of Haystack's connection."""

    alias: str
    store: Store
    snapshot: Snapshot
    parser: QueryParser
    kinds: Kinds

    def matched(self, query_string: str, narrow: Iterable[Any] = ()) -> Matched:
        """What the query matches, ranked, and every narrowing query matches too."""
        return self.narrowed(self._found(query_string), narrow)

    def narrowed(self, matched: Matched, narrow: Iterable[Any]) -> Matched:
        """Those of the matched documents that every narrowing query matches too."""
        mask = matched.mask & self.kinds.live
        for one in narrow:
            mask = mask & self._found(str(one)).mask
        return Matched(mask, matched.parts)

    def _found(self, query_string: str) -> Matched:
        if query_string == _ALL:
            return Matched(self.kinds.live)
        return QueryEvaluator(self.store, self.snapshot).matched(self._parsed(query_string))

    def _parsed(self, query_string: str) -> query.Query:
        return self.parser.parse(query_string)

    def page(self, matched: Matched, sort_by: Sequence[str] | None, start: int, end: int | None) -> Array:
        """The document numbers from `start` to `end` of the order: the best first, or sorted by fields, each descending
        where its name begins with `-`. Of equal documents the first indexed comes first."""
        docs = np.flatnonzero(matched.mask)
        keys = [self._ranks(name)[docs] for name in sort_by] if sort_by else [-matched.scores()[docs]]
        return order.best(docs, [*keys, docs], len(docs) if end is None else end)[start:]

    def _ranks(self, name: str) -> Array:
        descending = name.startswith("-")
        return sorting.ranks(self.snapshot, self.store.schema, name.removeprefix("-"), descending=descending)

    # --- counts ---

    def counts(self, asked: Asked, mask: Array) -> dict[str, dict[str, Any]]:
        """What Haystack calls facets; empty where nothing is asked for. A query counts as `field:query`, as in Solr."""
        if not asked:
            return {}
        docs = np.flatnonzero(mask)
        snapshot, schema = self.snapshot, self.store.schema
        queries = asked.queries.items() if isinstance(asked.queries, Mapping) else asked.queries or ()
        return {
            "fields": {name: counting.by_value(snapshot, schema, name, docs) for name in asked.fields},
            "dates": {
                name: counting.by_date(snapshot, schema, name, spans, docs)
                for name, spans in (asked.dates or {}).items()
            },
            "queries": {f"{name}:{wanted}": self._of_query(name, wanted, mask) for name, wanted in queries},
        }

    def _of_query(self, name: str, wanted: str, mask: Array) -> int:
        whole = f"({wanted})" if name == _ANY_FIELD else f"{name}:({wanted})"
        return int((mask & self._found(whole).mask).sum())

    # --- results ---

    def results(self, docs: Array, matched: Matched, result_class: type | None, marked: str | None = None) -> list[Any]:
        """Haystack's results, with the values that are stored as they were given.

        marked: the query whose matches are marked in the results' texts, if any; see highlight.
        """
        scores = matched.scores()[docs].tolist()
        stored = [self.snapshot.stored(number) for number in docs.tolist()]
        shown = [{} for _ in stored] if marked is None else self._highlighted(stored, marked)
        return [
            self._result(values, score, result_class or SearchResult, more)
            for values, score, more in zip(stored, scores, shown, strict=True)
        ]

    def _highlighted(self, stored: Sequence[Mapping[str, Any]], marked: str) -> list[dict[str, Any]]:
        name = self.store.content
        asked = query.NullQuery if marked == _ALL else self._parsed(marked)
        highlighter = needles.highlighter(self.snapshot, name, self.store.schema[name], asked)
        texts = result_texts.texts(self.alias, name, stored)
        return [{"highlighted": {name: highlighter.highlighted(text)}} for text in texts]

    def _result(self, stored: Mapping[str, Any], score: float, result_class: type, more: Mapping[str, Any]) -> Any:
        app_label, model_name = stored[DJANGO_CT].split(".")
        model = haystack_get_model(app_label, model_name)
        known = connections[self.alias].get_unified_index().get_index(model).fields
        values = {
            name: known[name].convert(value) if name in known else value
            for name, value in stored.items()
            if name not in {DJANGO_CT, DJANGO_ID}
        }
        return result_class(app_label, model_name, stored[DJANGO_ID], score, **values, **more)
