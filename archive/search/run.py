"""A query -> one page of results: what the index finds, how much there is of it, and what else could be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from haystack import connections

from archive.models import Article, Claim, Passage, Tag
from archive.search import translate
from archive.search.chips import Chip, chips
from archive.search.engine.backend import ArchiveBackend
from archive.search.engine.request import IndexUnavailableError, Order, Request, Response
from archive.search.facets import Facet, build_facets
from archive.search.hits import ArticleHit, ClaimHit, PassageHit, article_hits, claim_hits, passage_hits
from archive.search.query import SearchQuery
from archive.search.wanted import wanted

CLAIMS_BESIDE = 5  # claims shown above the first page of articles
FEW = 5  # results; where fewer have all the words, those that have any of them are offered

Kind = Literal["articles", "claims", "passages"]
Sort = Literal["relevance", "newest", "oldest"]

# Of each kind: its model, and the date that its results are sorted by.
KINDS: Mapping[Kind, tuple[type[Article | Claim | Passage], str]] = {
    "articles": (Article, "published"),
    "claims": (Claim, "received"),
    "passages": (Passage, "published"),
}


class SearchUnavailable(Exception):  # noqa: N818 - reads as what it is where it is caught
    """Nothing can be searched for now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wider:
    """A query that asks for any of the words, and how many results of the same kind it has."""

    query: SearchQuery
    total: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of results.

    query: the query that was asked; run: the one that was run, which differs where `fallback`.
    page: the page shown, from 1; a page past the end gives the last one. total: of all pages.
    articles, claims, passages: the page's hits, of the kind that was asked for; beside articles, the first page's best
    claims. totals: how much there is of each kind.
    suggestion: the query as it may have been meant, where it holds words that the archive does not know.
    fallback: nothing holds all the words, so what holds any of them is shown. wider: where FEW hold all the words and
    more hold any of them.
    """

    query: SearchQuery
    run: SearchQuery
    kind: Kind
    sort: Sort
    articles: tuple[ArticleHit, ...]
    claims: tuple[ClaimHit, ...]
    passages: tuple[PassageHit, ...]
    totals: Mapping[Kind, int]
    page: int
    page_count: int
    facets: tuple[Facet, ...]
    suggestion: SearchQuery | None
    fallback: bool
    wider: Wider | None

    @property
    def total(self) -> int:
        return self.totals[self.kind]

    @property
    def claim_total(self) -> int:
        return self.totals["claims"]

    @property
    def chosen(self) -> tuple[Chip, ...]:
        """What narrows these results, each with the query without it."""
        return chips(self.query, self.facets)

    @property
    def others(self) -> tuple[tuple[Kind, int], ...]:
        """The other kinds of which there are results."""
        return tuple((kind, total) for kind, total in self.totals.items() if total and kind != self.kind)


def kind_meant(query: SearchQuery) -> Kind:
    """The kind of results that a query by itself asks for: passages where it names a stance or a claim."""
    return "passages" if query.asks_for_passages else "articles"


def run(
    query: SearchQuery, *, kind: Kind = "articles", page: int = 1, per_page: int = 20, sort: Sort = "relevance"
) -> SearchResults:
    """Search. An empty query lists everything, the newest first. A constant number of database queries.

    Raises SearchUnavailable where there is no index that can be read.
    """
    backend: ArchiveBackend = connections["default"].get_backend()
    try:
        return _run(backend, _with_preferred_tags(query), query, kind, page, per_page, sort)
    except IndexUnavailableError as error:
        raise SearchUnavailable(str(error)) from error


def _run(
    backend: ArchiveBackend, asked: SearchQuery, query: SearchQuery, kind: Kind, page: int, per_page: int, sort: Sort
) -> SearchResults:
    meant, fallback = asked, False
    response = _page_of(backend, meant, kind, page, per_page, sort)
    any_of = None if response.total else asked.any_of()
    if any_of is not None:
        of_any = _page_of(backend, any_of, kind, page, per_page, sort)
        if of_any.total:
            meant, response, fallback = any_of, of_any, True
    page_count = max(1, -(-response.total // per_page))
    if page > page_count:
        return _run(backend, asked, query, kind, page_count, per_page, sort)
    tries = (asked, meant) if fallback else (asked,)
    beside = CLAIMS_BESIDE if kind == "articles" and page == 1 and not query.is_empty else 0
    claims = response if kind == "claims" else _first_found(backend, tries, "claims", beside)
    shown = wanted(meant)
    known: Mapping[Kind, int] = {kind: response.total, "claims": claims.total}
    return SearchResults(
        query=query,
        run=meant,
        kind=kind,
        sort=sort,
        articles=article_hits(response.hits, shown) if kind == "articles" else (),
        claims=claim_hits(claims.hits, shown),
        passages=passage_hits(response.hits, shown) if kind == "passages" else (),
        totals={one: known[one] if one in known else _first_found(backend, tries, one).total for one in KINDS},
        page=page,
        page_count=page_count,
        facets=build_facets(asked, response.facets),
        suggestion=_suggestion(backend, query),
        fallback=fallback,
        wider=None if fallback else _wider(backend, asked, query, kind, response.total),
    )


def _page_of(backend: ArchiveBackend, query: SearchQuery, kind: Kind, page: int, per_page: int, sort: Sort) -> Response:
    order = Order.NEWEST if sort == "relevance" and query.without_facets().is_empty else Order(sort)
    facets = tuple(translate.FACET_FIELDS.values())
    request = request_for(query, kind, per_page)
    return backend.find(replace(request, facets=facets, order=order, offset=(page - 1) * per_page))


def request_for(query: SearchQuery, kind: Kind, limit: int) -> Request:
    """The first `limit` results of this kind, the best first, and how many there are."""
    model, date_field = KINDS[kind]
    label = model._meta.label_lower
    return Request(label, translate.condition(query), translate.filters(query), date_field=date_field, limit=limit)


def _first_found(backend: ArchiveBackend, tries: Sequence[SearchQuery], kind: Kind, limit: int = 0) -> Response:
    """The best `limit` results of the first query that has any, as a reader gets them who asks for this kind."""
    responses = (backend.find(request_for(query, kind, limit)) for query in tries)
    return next((response for response in responses if response.total), Response((), 0, {}))


def _wider(backend: ArchiveBackend, asked: SearchQuery, query: SearchQuery, kind: Kind, total: int) -> Wider | None:
    """What to offer beside few results."""
    run_as, shown_as = asked.any_of(), query.any_of()
    if total >= FEW or run_as is None or shown_as is None:
        return None
    found = _first_found(backend, (run_as,), kind).total
    return Wider(shown_as, found) if found > total else None


def _suggestion(backend: ArchiveBackend, query: SearchQuery) -> SearchQuery | None:
    meant = backend.correct(query.words())
    return query.with_words(meant) if meant else None


def _with_preferred_tags(query: SearchQuery) -> SearchQuery:
    """The query with each tag's own name for its aliases, so that an old name finds what the tag holds now."""
    asked = query.values_of("tag")
    if not asked:
        return query
    aliases = Tag.objects.exclude(alias_of=None).values_list("name", "slug", "alias_of__name")
    preferred = {key.casefold(): name for alias, slug, name in aliases for key in (alias, slug) if name}
    return query.with_values("tag", {one: preferred[one.casefold()] for one in asked if one.casefold() in preferred})
