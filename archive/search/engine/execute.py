"""A request answered from one searcher."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID
from whoosh.searching import Searcher

from archive.search.engine import bits
from archive.search.engine.evaluate import Evaluator, Matched
from archive.search.engine.generation import Generation
from archive.search.engine.request import Hit, Order, Request, Response

Facets = Mapping[str, tuple[tuple[str, int], ...]]


def answer(searcher: Searcher, generation: Generation, request: Request) -> Response:
    reader = searcher.reader()
    among = generation.values_of(reader, DJANGO_CT).documents.get(request.model, 0)
    if not among:
        return Response((), 0, dict.fromkeys(request.facets, ()))
    evaluator = Evaluator(searcher, generation, among)
    base = evaluator.matched(request.condition)
    filters = {name: evaluator.matched(condition).documents for name, condition in request.filters.items()}
    documents = reduce(and_, filters.values(), base.documents)
    page = _page(searcher, generation, request, Matched(documents, base.scores))
    facets = {
        name: facet_counts(generation.values_of(reader, name).documents, _without(filters, name, base.documents), among)
        for name in request.facets
    }
    return Response(page, documents.bit_count(), facets)


def _without(filters: Mapping[str, int], name: str, base: int) -> int:
    return reduce(and_, (documents for other, documents in filters.items() if other != name), base)


def facet_counts(values: Mapping[str, int], documents: int, among: int) -> tuple[tuple[str, int], ...]:
    """Each value that some document of `among` holds, with how many of `documents` do; most frequent first."""
    counted = [(value, (held & documents).bit_count()) for value, held in values.items() if held & among]
    return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def _page(searcher: Searcher, generation: Generation, request: Request, matched: Matched) -> tuple[Hit, ...]:
    wanted = request.offset + request.limit
    moments = generation.column(searcher.reader(), request.date_field)
    # Where the date decides nothing, the document indexed last comes first.
    if request.order is Order.RELEVANCE:
        ranked = heapq.nsmallest(
            wanted,
            members(matched.documents, generation.size),
            key=lambda n: (-matched.score(n), _newest(moments[n]), -n),
        )
    else:
        by_date = _newest if request.order is Order.NEWEST else _oldest
        ranked = heapq.nsmallest(
            wanted, members(matched.documents, generation.size), key=lambda n: (by_date(moments[n]), -n)
        )
    return tuple(
        Hit(str(searcher.stored_fields(number)[DJANGO_ID]), matched.score(number))
        for number in ranked[request.offset :]
    )


def _newest(moment: Any) -> tuple[bool, Any]:
    return (True, 0) if moment is None else (False, -moment)


def _oldest(moment: Any) -> tuple[bool, Any]:
    return (True, 0) if moment is None else (False, moment)


def members(documents: int, size: int) -> Iterator[int]:
    """The document numbers of a set, ascending."""
    held = bits.flags(documents, size)
    for place, byte in enumerate(held):
        if byte:
            yield from (number for number in range(place << 3, (place << 3) + 8) if bits.holds(held, number))


def sorted_by(documents: Sequence[int], columns: Sequence[tuple[Sequence[Any], bool]]) -> list[int]:
    """Sort document numbers by several columns, each (values, whether descending); what has no value comes last."""
    ordered = list(documents)
    for values, descending in reversed(columns):
        with_value = [number for number in ordered if values[number] is not None]
        without = [number for number in ordered if values[number] is None]
        # Reversed twice around a descending sort, equal documents keep the order of the earlier passes.
        with_value.sort(key=lambda number, values=values: values[number], reverse=descending)  # type: ignore[misc]
        ordered = with_value + without
    return ordered
