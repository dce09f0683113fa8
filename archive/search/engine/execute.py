"""A request answered from one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engine import facets, numbers, order, refine
from archive.search.engine.evaluate import Evaluator, Matched
from archive.search.engine.request import Hit, Order, Request, Response
from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Snapshot


def answer(snapshot: Snapshot, request: Request) -> Response:
    kinds = snapshot.kinds([request.model])
    if not kinds.live.any():
        return Response((), 0, dict.fromkeys(request.facets, ()))
    evaluator = Evaluator(snapshot, kinds)
    base = evaluator.matched(request.condition)
    filters = {name: evaluator.matched(condition).mask for name, condition in request.filters.items()}
    mask = reduce(and_, filters.values(), base.mask)
    docs = np.flatnonzero(mask)
    counted = {
        name: facets.counted(
            snapshot, kinds, name, np.flatnonzero(_without(filters, name, base.mask)) if name in filters else docs
        )
        for name in request.facets
    }
    if not request.limit:
        return Response((), len(docs), counted)
    return Response(_page(snapshot, request, docs, Matched(mask, base.parts)), len(docs), counted)


def _without(filters: Mapping[str, Array], name: str, base: Array) -> Array:
    return reduce(and_, (mask for other, mask in filters.items() if other != name), base)


def _refine(snapshot: Snapshot, request: Request, docs: Array, matched: Matched, scores: Array) -> None:
    """Add to the scores of the best documents, in place; nothing is taken away, so that they stay the best."""
    mass = sum(part.rarity for part in matched.parts)
    few = np.sort(order.best(docs, [-scores[docs], -docs], refine.REFINED))
    scores[few] += refine.refined(snapshot, snapshot.kinds([request.model]), request.condition, few, scores[few], mass)


def _page(snapshot: Snapshot, request: Request, docs: Array, matched: Matched) -> tuple[Hit, ...]:
    scores = matched.scores()
    if request.order is Order.RELEVANCE and request.offset < refine.REFINED:
        _refine(snapshot, request, docs, matched, scores)
    moments = numbers.column(snapshot, request.date_field)[docs]
    newest = np.where(moments == numbers.MISSING, numbers.MOST, -moments)
    # Where the date decides nothing, the document indexed last comes first.
    if request.order is Order.RELEVANCE:
        keys = [-scores[docs], newest, -docs]
    elif request.order is Order.NEWEST:
        keys = [newest, -docs]
    else:
        keys = [np.where(moments == numbers.MISSING, numbers.MOST, moments), -docs]
    chosen = order.best(docs, keys, request.offset + request.limit)[request.offset :]
    return tuple(Hit(str(snapshot.stored(number)[DJANGO_ID]), float(scores[number])) for number in chosen.tolist())
