"""A query -> what a page shows of its results: ids and counts from the index, rows from the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from django.db.models import Prefetch
from haystack import connections

from archive.models import Article, Claim, Passage, Tag
from archive.search import translate
from archive.search.engine.backend import ArchiveBackend
from archive.search.engine.request import Hit, IndexUnavailableError, Order, Request, Response
from archive.search.excerpts import Excerpt, excerpts
from archive.search.facets import Facet, FacetChoice, build_facets
from archive.search.query import SearchQuery

CLAIMS_BESIDE = 5  # claims shown above the first page of articles
MOST_REASONS = 3  # lines that say why an article was found
CLAIM_FIELDS = frozenset({"", "title", "text", "claim", "tag", "stance", "source", "year", "lang", "speaker"})

Kind = Literal["articles", "claims"]
Sort = Literal["relevance", "newest", "oldest"]


class SearchUnavailable(Exception):  # noqa: N818 - reads as what it is where it is caught
    """Nothing can be searched for now; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article with its source and, prefetched, its accepted passages with their claims and tags.

    claims: where the text itself holds nothing of the query, the statements, speakers and tags in it that do.
    """

    article: Article
    title: Excerpt
    excerpts: tuple[Excerpt, ...]
    claims: tuple[Excerpt, ...]
    score: float

    @property
    def matched(self) -> bool:
        """Whether the text itself holds what was searched for, so that a page can lead to the place."""
        return any(map(_has_match, self.excerpts))

    @property
    def claim_count(self) -> int:
        return len({passage.claim_id for passage in self.article.passages.all()})


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim with its counts, as ClaimQuerySet.with_counts adds them, and its tags."""

    claim: Claim
    statement: Excerpt
    score: float


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of results.

    query: the query that was asked; run: the one that was run, which differs where `fallback`.
    page: the page shown, from 1; a page past the end gives the last one. total: of all pages.
    articles, claims: the page's hits; beside articles, the first page's best claims. claim_total: of all claims found,
    on the pages that show any.
    suggestion: the query as it may have been meant, where it holds words that the archive does not know.
    fallback: nothing holds all the words, so what holds any of them is shown.
    """

    query: SearchQuery
    run: SearchQuery
    kind: Kind
    sort: Sort
    articles: tuple[ArticleHit, ...]
    claims: tuple[ClaimHit, ...]
    claim_total: int
    total: int
    page: int
    page_count: int
    facets: tuple[Facet, ...]
    suggestion: SearchQuery | None
    fallback: bool

    @property
    def chosen(self) -> tuple[FacetChoice, ...]:
        """The values that narrow these results, each with the query without it."""
        return tuple(choice for facet in self.facets for choice in facet.choices if choice.selected)


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
    wider = None if response.total else asked.any_of()
    if wider is not None:
        wider_response = _page_of(backend, wider, kind, page, per_page, sort)
        if wider_response.total:
            meant, response, fallback = wider, wider_response, True
    page_count = max(1, -(-response.total // per_page))
    if page > page_count:
        return _run(backend, asked, query, kind, page_count, per_page, sort)
    claims = response if kind == "claims" else _claims_beside(backend, meant, page)
    return SearchResults(
        query=query,
        run=meant,
        kind=kind,
        sort=sort,
        articles=_article_hits(response.hits, meant) if kind == "articles" else (),
        claims=_claim_hits(claims.hits, meant) if claims else (),
        claim_total=claims.total if claims else 0,
        total=response.total,
        page=page,
        page_count=page_count,
        facets=build_facets(asked, response.facets),
        suggestion=_suggestion(backend, query),
        fallback=fallback,
    )


def _page_of(backend: ArchiveBackend, query: SearchQuery, kind: Kind, page: int, per_page: int, sort: Sort) -> Response:
    order = Order.NEWEST if sort == "relevance" and query.without_facets().is_empty else Order(sort)
    request = _request(Article if kind == "articles" else Claim, query)
    return backend.find(
        replace(
            request,
            facets=tuple(translate.FACET_FIELDS.values()),
            order=order,
            date_field="published" if kind == "articles" else "received",
            offset=(page - 1) * per_page,
            limit=per_page,
        )
    )


def _request(model: type[Article | Claim], query: SearchQuery) -> Request:
    return Request(model._meta.label_lower, translate.condition(query), translate.filters(query))


def _claims_beside(backend: ArchiveBackend, query: SearchQuery, page: int) -> Response | None:
    """The best claims, for the first page of articles; none beside a list of everything."""
    if query.is_empty or page > 1:
        return None
    return backend.find(replace(_request(Claim, query), date_field="received", limit=CLAIMS_BESIDE))


def _article_hits(hits: Iterable[Hit], query: SearchQuery) -> tuple[ArticleHit, ...]:
    scores = _scores(hits)
    passages = Passage.objects.accepted().with_claim().in_text_order()
    articles = Article.objects.select_related("source").prefetch_related(Prefetch("passages", passages))
    found = articles.in_bulk(scores)
    return tuple(
        _article_hit(found[key], query, score)
        for key, score in scores.items()
        if key in found  # else it was deleted after the index was read
    )


def _article_hit(article: Article, query: SearchQuery, score: float) -> ArticleHit:
    shown = _article_excerpts(article, query)
    claims = () if any(map(_has_match, shown)) else _claims_that_match(article, query)
    return ArticleHit(article, _whole(article.shown_title, query), shown, claims, score)


def _claims_that_match(article: Article, query: SearchQuery) -> tuple[Excerpt, ...]:
    """Why an article was found whose text does not say it, in as few lines as tell."""
    lines = dict.fromkeys(
        line
        for passage in article.passages.all()
        for line in (passage.claim.statement, passage.speaker, *(tag.name for tag in passage.claim.tags.all()))
        if line
    )
    matched = (excerpt for line in lines if _has_match(excerpt := _whole(line, query)))
    return tuple(islice(matched, MOST_REASONS))


def _has_match(excerpt: Excerpt) -> bool:
    return any(piece.matched for piece in excerpt.pieces)


def _article_excerpts(article: Article, query: SearchQuery) -> tuple[Excerpt, ...]:
    body = article.body_text
    shown = excerpts(body, query)
    if article.abstract and not any(map(_has_match, shown)):
        return excerpts(article.abstract, query, most=1)
    return shown


def _whole(line: str, query: SearchQuery) -> Excerpt:
    """A line that is shown whole, with what matches in it."""
    return excerpts(line, query, most=1, width=len(line))[0]


def _claim_hits(hits: Iterable[Hit], query: SearchQuery) -> tuple[ClaimHit, ...]:
    scores = _scores(hits)
    found = Claim.objects.with_counts().prefetch_related("tags").in_bulk(scores) if scores else {}
    return tuple(
        ClaimHit(found[key], _whole(found[key].statement, query), score)
        for key, score in scores.items()
        if key in found
    )


def _scores(hits: Iterable[Hit]) -> dict[int, float]:
    return {int(hit.key): hit.score for hit in hits}


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
