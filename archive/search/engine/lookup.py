"""One search of Haystack's SearchQuerySet: a query string of Whoosh's language, narrowed, sorted, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from haystack import connections
from haystack.constants import DJANGO_CT, DJANGO_ID
from haystack.exceptions import SearchBackendError
from haystack.models import SearchResult
from haystack.utils.app_loading import haystack_get_model
from whoosh import fields
from whoosh.qparser import QueryParser

from archive.search.engine import facets, numbers, order
from archive.search.engine import schema as schemas
from archive.search.engine.evaluate import Matched
from archive.search.engine.queries import QueryEvaluator
from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Kinds, Snapshot
from archive.search.engine.store import Store


@dataclass(frozen=True, slots=True)
class Lookup:
    """Searches one snapshot for documents of `kinds`."""

    store: Store
    snapshot: Snapshot
    parser: QueryParser
    kinds: Kinds

    def matched(self, query_string: str, narrow: Iterable[Any] = ()) -> Matched:
        """What the query matches, ranked, and every narrowing query matches too."""
        return self.narrowed(self._parsed(query_string), narrow)

    def narrowed(self, matched: Matched, narrow: Iterable[Any]) -> Matched:
        """Those of the matched documents that every narrowing query matches too."""
        mask = matched.mask & self.kinds.live
        for one in narrow:
            mask = mask & self._parsed(str(one)).mask
        return Matched(mask, matched.parts)

    def _parsed(self, query_string: str) -> Matched:
        if query_string == "*":
            return Matched(self.kinds.live)
        return QueryEvaluator(self.store, self.snapshot).matched(self.parser.parse(query_string))

    # --- order ---

    def page(self, matched: Matched, sort_by: Sequence[str] | None, start: int, end: int | None) -> Array:
        """The document numbers from `start` to `end` of the order: the best first, or sorted by fields, each descending
        where its name begins with `-`. Of equal documents the first indexed comes first."""
        docs = np.flatnonzero(matched.mask)
        if sort_by:
            keys = [self._ranks(name.removeprefix("-"), descending=name.startswith("-"))[docs] for name in sort_by]
        else:
            keys = [-matched.scores()[docs]]
        return order.best(docs, [*keys, docs], len(docs) if end is None else end)[start:]

    def _ranks(self, name: str, *, descending: bool) -> Array:
        schema = self.store.schema
        held = schemas.field_named(schema, name)
        if isinstance(held, fields.NUMERIC):
            if held.numtype is float:
                values = numbers.float_column(self.snapshot, name)
                return order.ranks(values, np.isnan(values), descending=descending)
            whole = numbers.column(self.snapshot, name)
            return order.ranks(whole, whole == numbers.MISSING, descending=descending)
        for candidate in (name, f"{name}_exact"):
            if candidate in schema and not isinstance(schema[candidate], fields.TEXT):
                places = facets.places(self.snapshot, candidate)
                return order.ranks(places, places < 0, descending=descending)
        if held is not None and held.stored:
            return self._ranks_of_stored(name, descending=descending)
        raise SearchBackendError(
            f"The index cannot sort by {name!r}. Sort by a date, a number, or a text of one value with faceted=True."
        )

    def _ranks_of_stored(self, name: str, *, descending: bool) -> Array:
        values = [self.snapshot.stored(number).get(name) for number in range(self.snapshot.size)]
        texts = np.array([str(value) if value is not None else "" for value in values])
        return order.ranks(texts, np.array([value is None for value in values]), descending=descending)

    # --- counts ---

    def facets(self, names: Iterable[str], mask: Array) -> dict[str, list[tuple[str, int]]]:
        """For each field the values that the documents hold, with counts, most frequent first."""
        return {name: self._facet(name, mask) for name in names}

    def _facet(self, name: str, mask: Array) -> list[tuple[str, int]]:
        held = schemas.field_named(self.store.schema, name)
        if isinstance(held, fields.TEXT):
            stored = (self.snapshot.stored(number).get(name) for number in np.flatnonzero(mask).tolist())
            counts = Counter(str(one) for value in stored if value for one in _values(value))
            return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return list(facets.held(self.snapshot, name, mask))

    # --- results ---

    def results(self, alias: str, docs: Array, matched: Matched, result_class: type | None) -> list[Any]:
        """Haystack's results, with the values that are stored as they were given."""
        scores = matched.scores()[docs].tolist()
        return [
            self._result(alias, number, score, result_class or SearchResult)
            for number, score in zip(docs.tolist(), scores, strict=True)
        ]

    def _result(self, alias: str, number: int, score: float, result_class: type) -> Any:
        stored = self.snapshot.stored(number)
        app_label, model_name = stored.pop(DJANGO_CT).split(".")
        model = haystack_get_model(app_label, model_name)
        known = connections[alias].get_unified_index().get_index(model).fields
        values = {name: known[name].convert(value) if name in known else value for name, value in stored.items()}
        return result_class(app_label, model_name, values.pop(DJANGO_ID), score, **values)


def _values(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
