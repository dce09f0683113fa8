"""The claims table of the whole archive, one window of it: rows claims, columns sources, articles or years.

The order of each axis is worked out by the database, which passes over the passages once for it; what stands in the
cells is read for the window's claims alone. The number of queries is the same however large the archive is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from archive.models import Article, Claim, Passage, Source, Stance, Status, Tag
from archive.models.article import ArticleQuerySet
from archive.models.named import name_key
from archive.models.passage import PassageQuerySet

ROWS, COLUMNS = 40, 12
MOST_LISTED = 5_000  # primary keys in one query; SQLite takes 32,766
UNDATED = "undated"
# Source to passage. The database reads the index of articles by source for it, and not articles, which hold long texts.
_ACCEPTED = Q(articles__passages__status=Status.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the table is asked for. columns: sources, articles or years; for the orders see archive.forms.

    page, column_page: as the address gives them; what makes no sense leads to the nearest page.
    """

    columns: str = "sources"
    tag: Tag | None = None
    stance: str = ""
    source: Source | None = None
    contested: bool = False
    words: str = ""
    sort: str = "discussed"
    column_sort: str = "claims"
    page: str | None = None
    column_page: str | None = None

    @property
    def is_filtered(self) -> bool:
        return bool(self.tag or self.stance or self.source or self.contested or self.words)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. key: a source's or an article's primary key, a year, or None for articles without a date."""

    key: int | None
    row: Source | Article | None = None

    @property
    def parameter(self) -> str:
        """What the address of a claim needs to show this column's passages alone."""
        if self.row is None:
            return urlencode({"year": UNDATED if self.key is None else self.key})
        return urlencode({"source" if isinstance(self.row, Source) else "article": self.row.slug})


@dataclass(frozen=True, slots=True)
class Tally:
    """A stance with how many passages take it in one cell. perhaps: each is of a date that spans several years."""

    stance: Stance
    count: int
    url: str
    perhaps: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A claim and its cells in the order of the columns, empty where nothing is marked.

    count: its passages in the whole archive. disagree: one source asserts it and another disputes it, anywhere.
    """

    claim: Claim
    count: int
    disagree: bool
    cells: tuple[tuple[Tally, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One window. row_page, column_page: which part of either axis it is; their lists hold primary keys or years."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_page: Page[int]
    column_page: Page[int | None]


def matrix(asked: Asked) -> Matrix:
    """The window that is asked for."""
    keys = _claim_keys(asked)
    row_page = Paginator(keys, ROWS).get_page(asked.page)
    # What the filters cost is paid once, unless the database would have to be told too many numbers.
    claims = None if not asked.is_filtered else keys if len(keys) <= MOST_LISTED else _claims(asked)
    columns: Page[int | None] = Paginator(_AXES[asked.columns](asked, claims), COLUMNS).get_page(asked.column_page)
    shown = tuple(_COLUMNS_OF[asked.columns](list(columns)))
    return Matrix(shown, tuple(_rows(list(row_page), shown)), row_page, columns)


# --- which claims, and in which order ---


def _claim_keys(asked: Asked) -> list[int]:
    """Every claim that passes the filters and that an accepted passage speaks to, in the order asked for."""
    spoken = _spoken(_claims(asked) if asked.is_filtered else None)
    if asked.sort == "statement":
        claims = Claim.objects.filter(pk__in=spoken.values("claim"))
        return list(claims.order_by("name_key").values_list("pk", flat=True))
    counted = spoken.values("claim").annotate(count=Count("pk")).order_by("-count", "claim")
    keys = list(counted.values_list("claim", flat=True))
    if asked.sort == "disputed":
        disputing = dict(_sides().values_list("articles__passages__claim", "disputing"))
        keys.sort(key=lambda key: -disputing[key])  # stable, so that the most discussed still come first
    return keys


def _spoken(claims: Any) -> PassageQuerySet:
    """The accepted passages on `claims`; None stands for all."""
    passages = Passage.objects.accepted().order_by()
    return passages if claims is None else passages.filter(claim__in=claims)


def _claims(asked: Asked) -> Any:
    """The claims that pass the filters, as a subquery of primary keys."""
    claims = Claim.objects.order_by()
    if asked.tag:
        claims = claims.filter(pk__in=asked.tag.claims.values("pk"))
    for word in name_key(asked.words).split():
        claims = claims.filter(name_key__contains=word)
    if asked.stance or asked.source:
        claims = claims.filter(pk__in=_taking(asked).values("claim"))
    if asked.contested:
        contested = _sides().filter(asserting__gt=0, disputing__gt=0, taking_sides__gt=1)
        claims = claims.filter(pk__in=contested.values("articles__passages__claim"))
    return claims.values("pk")


def _taking(asked: Asked) -> PassageQuerySet:
    """The accepted passages that take the stance, of the source, as far as they are asked for."""
    passages = Passage.objects.accepted()
    if asked.stance:
        passages = passages.filter(stance=asked.stance)
    if asked.source:
        passages = passages.filter(article__in=asked.source.articles.order_by().values("pk"))
    return passages


def _sides() -> Any:
    """For each claim how many sources assert it, how many dispute it, and how many do either."""

    def sources(*stances: Stance) -> Count:
        return Count("pk", distinct=True, filter=_ACCEPTED & Q(articles__passages__stance__in=stances))

    return (
        Source.objects.order_by()
        .values("articles__passages__claim")
        .annotate(
            asserting=sources(Stance.ASSERTS),
            disputing=sources(Stance.DISPUTES),
            taking_sides=sources(Stance.ASSERTS, Stance.DISPUTES),
        )
    )


# --- which columns, and in which order: those with a passage on any claim that passes the filters ---


def _source_keys(asked: Asked, claims: Any) -> Sequence[int]:
    """The sources; the one that is asked for stands first."""
    spoken = _ACCEPTED if claims is None else _ACCEPTED & Q(articles__passages__claim__in=claims)
    counted = Source.objects.annotate(count=Count("articles__passages__claim", distinct=True, filter=spoken))
    order = ("name_key",) if asked.column_sort == "name" else ("-count", "name_key")
    keys = [key for key, count in counted.order_by(*order).values_list("pk", "count") if count]
    return sorted(keys, key=lambda key: asked.source is not None and key != asked.source.pk)


def _article_keys(asked: Asked, claims: Any) -> Sequence[int]:
    """The articles; those of the source alone where one is asked for."""
    spoken = _spoken(claims)
    if asked.source:
        spoken = spoken.filter(article__in=asked.source.articles.order_by().values("pk"))
    if asked.column_sort == "claims":
        counted = spoken.values("article").annotate(count=Count("claim", distinct=True))
        return list(counted.order_by("-count", "-article").values_list("article", flat=True))
    articles = Article.objects.filter(pk__in=spoken.values("article"))
    ordered = articles.order_by("title", "pk") if asked.column_sort == "title" else articles.newest_first()
    return list(ordered.values_list("pk", flat=True))


def _years(asked: Asked, claims: Any) -> Sequence[int | None]:
    """The years that an article may be of, and None behind them where one has no date."""
    articles = Article.objects.filter(pk__in=_spoken(claims).values("article")).order_by()
    years = articles.years()
    undated = [None] if articles.filter(published_earliest=None).exists() else []
    return [*(years if asked.column_sort == "newest" else reversed(years)), *undated]


_AXES: Mapping[str, Any] = {"sources": _source_keys, "articles": _article_keys, "years": _years}


def _source_columns(keys: Sequence[int]) -> list[Column]:
    found = Source.objects.in_bulk(keys)
    return [Column(key, found[key]) for key in keys]


def _article_columns(keys: Sequence[int]) -> list[Column]:
    found = Article.objects.for_lists().in_bulk(keys)
    return [Column(key, found[key]) for key in keys]


def _year_columns(keys: Sequence[int | None]) -> list[Column]:
    return [Column(key) for key in keys]


_COLUMNS_OF: Mapping[str, Any] = {"sources": _source_columns, "articles": _article_columns, "years": _year_columns}


# --- what stands in the cells ---


class _Dated(NamedTuple):
    """What of an article tells its columns. Years are None where it has no date."""

    pk: int
    source: int
    earliest: int | None
    latest: int | None

    def is_of(self, column: Column) -> bool:
        if isinstance(column.row, Source):
            return self.source == column.key
        if isinstance(column.row, Article):
            return self.pk == column.key
        if self.earliest is None or self.latest is None or column.key is None:
            return self.earliest is None and column.key is None
        return self.earliest <= column.key <= self.latest


class _Placed(NamedTuple):
    """Where an article stands in the table."""

    source: int
    columns: tuple[int, ...]
    spans_years: bool


class _Group(NamedTuple):
    """The passages of one article that take one stance on one claim."""

    article: _Placed
    stance: Stance
    passages: int


def _rows(keys: Sequence[int], columns: Sequence[Column]) -> list[Row]:
    """The claims with whatever is said of them, in three queries."""
    claims = Claim.objects.in_bulk(keys)
    spoken = _spoken(keys)
    placed = _placed(Article.objects.filter(pk__in=spoken.values("article")).order_by(), columns)
    groups: dict[int, list[_Group]] = defaultdict(list)
    for claim, article, stance, count in spoken.values_list("claim", "article", "stance").annotate(count=Count("pk")):
        groups[claim].append(_Group(placed[article], Stance(stance), count))
    return [_row(claims[key], groups[key], columns) for key in keys]


def _placed(articles: ArticleQuerySet, columns: Sequence[Column]) -> dict[int, _Placed]:
    """In which columns each article stands: none, one, or each year that it may be of. Their texts are not read."""
    fields = articles.values_list("pk", "source", "published_earliest__year", "published_latest__year")
    placed = {}
    for dated in (_Dated(*row) for row in fields):
        places = tuple(place for place, column in enumerate(columns) if dated.is_of(column))
        placed[dated.pk] = _Placed(dated.source, places, dated.earliest != dated.latest)
    return placed


def _row(claim: Claim, groups: Sequence[_Group], columns: Sequence[Column]) -> Row:
    counts: list[Counter[Stance]] = [Counter() for _ in columns]
    certain: list[set[Stance]] = [set() for _ in columns]
    for group in groups:
        for place in group.article.columns:
            counts[place][group.stance] += group.passages
            if columns[place].row is not None or not group.article.spans_years:
                certain[place].add(group.stance)
    cells = zip(columns, counts, certain, strict=True)
    return Row(
        claim,
        sum(group.passages for group in groups),
        _disagree(groups),
        tuple(_tallies(claim, column, found, sure) for column, found, sure in cells),
    )


def _tallies(claim: Claim, column: Column, found: Counter[Stance], sure: set[Stance]) -> tuple[Tally, ...]:
    """One cell. sure: the stances that some passage takes whose place in this column is not in doubt."""
    if not found:
        return ()
    url = f"{claim.get_absolute_url()}?{column.parameter}&stance="
    return tuple(
        Tally(stance, found[stance], f"{url}{stance}", stance not in sure) for stance in Stance if stance in found
    )


def _disagree(groups: Sequence[_Group]) -> bool:
    asserting = {group.article.source for group in groups if group.stance == Stance.ASSERTS}
    disputing = {group.article.source for group in groups if group.stance == Stance.DISPUTES}
    return bool(asserting and disputing and len(asserting | disputing) > 1)
