"""One search of Haystack's SearchQuerySet: a query string of Whoosh's language, narrowed, sorted, counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from haystack import connections
from haystack.constants import DJANGO_CT, DJANGO_ID
from haystack.exceptions import SearchBackendError
from haystack.models import SearchResult
from haystack.utils.app_loading import haystack_get_model
from whoosh import query
from whoosh.qparser import QueryParser

from archive.search.engine import execute
from archive.search.engine.evaluate import Evaluator, Matched


@dataclass(frozen=True, slots=True)
class Lookup:
    parser: QueryParser
    evaluator: Evaluator

    def matched(self, query_string: str, narrow: Iterable[Any]) -> Matched:
        """What the query matches, ranked, and every narrowing query matches too."""
        return self.narrowed(self._parsed(query_string), narrow)

    def narrowed(self, matched: Matched, narrow: Iterable[Any]) -> Matched:
        """Those of the matched documents that every narrowing query matches too."""
        documents = matched.documents
        for one in narrow:
            documents &= self._parsed(str(one)).documents
        return Matched(documents, matched.scores)

    def _parsed(self, query_string: str) -> Matched:
        if query_string == "*":
            return Matched(self.evaluator.among)
        parsed = self.parser.parse(query_string)
        # A query of Whoosh's that only excludes matches nothing by itself.
        return self.evaluator.matched_by(
            query.And([query.Every(), parsed]) if isinstance(parsed, query.Not) else parsed
        )

    def ordered(self, matched: Matched, sort_by: Sequence[str] | None) -> list[int]:
        """The document numbers, the best first or sorted by fields, each descending where its name begins with `-`."""
        numbers = list(execute.members(matched.documents, self.evaluator.generation.size))
        if not sort_by:
            return sorted(numbers, key=matched.score, reverse=True)
        reader = self.evaluator.searcher.reader()
        return execute.sorted_by(
            numbers,
            [
                (self.evaluator.generation.column(reader, self._column(name.removeprefix("-"))), name.startswith("-"))
                for name in sort_by
            ],
        )

    def _column(self, name: str) -> str:
        schema = self.evaluator.searcher.schema
        for candidate in (name, f"{name}_exact"):
            if candidate in schema and schema[candidate].column_type:
                return candidate
        raise SearchBackendError(
            f"The index cannot sort by {name!r}. Sort by a date, a number, or a text of one value with faceted=True."
        )

    def facets(self, names: Iterable[str], documents: int) -> dict[str, list[tuple[str, int]]]:
        """For each exact field the values that the documents hold, with counts, most frequent first."""
        reader = self.evaluator.searcher.reader()
        values = {name: self.evaluator.generation.values_of(reader, name).documents for name in names}
        return {name: list(execute.facet_counts(held, documents, documents)) for name, held in values.items()}

    def results(self, alias: str, numbers: Iterable[int], matched: Matched, result_class: type | None) -> list[Any]:
        """Haystack's results, with the values that are stored as they were given."""
        return [self._result(alias, number, matched.score(number), result_class or SearchResult) for number in numbers]

    def _result(self, alias: str, number: int, score: float, result_class: type) -> Any:
        stored = dict(self.evaluator.searcher.stored_fields(number))
        app_label, model_name = stored.pop(DJANGO_CT).split(".")
        model = haystack_get_model(app_label, model_name)
        fields = connections[alias].get_unified_index().get_index(model).fields
        values = {name: fields[name].convert(value) if name in fields else value for name, value in stored.items()}
        return result_class(app_label, model_name, values.pop(DJANGO_ID), score, **values)
