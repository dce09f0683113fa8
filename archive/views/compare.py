"""Two to four articles side by side, the claims that they share in one number and colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive import rendering
from archive.models import Article, Capture, Passage, Stance, Tag
from archive.reading.comparison import Comparison, Row, compare, suggestions
from archive.reading.comparison_address import COLUMNS, CONTESTED, SHARED, ComparisonAddress
from archive.search import excerpts
from archive.search.query import SearchQuery
from archive.search.sought import Sought
from archive.search.wanted import wanted

CHOICES = 20  # articles that are offered to stand beside these; others are looked for by name


@dataclass(frozen=True, slots=True)
class Column:
    """An article with its text as it is shown, and where its links lead; '' where there is nothing to do.

    captures: the two newest, the older one first, of an article that has two.
    """

    number: int
    article: Article
    body: SafeString
    passage_count: int
    match_count: int
    captures: tuple[Capture, ...]
    earlier: str
    later: str
    without: str


@dataclass(frozen=True, slots=True)
class ColumnSaying:
    """What one column says to a claim."""

    column: int
    article: Article
    passages: Sequence[Passage]


def show(request: HttpRequest) -> HttpResponse:
    """The chooser, and the target of its form, which leads on to the address of the comparison."""
    slugs = [slug.replace("\0", "") for slug in dict.fromkeys(request.GET.getlist("article"))][: COLUMNS * 2]
    found = Article.objects.in_bulk(slugs, field_name="slug")
    missing = [slug for slug in slugs if slug not in found]
    asked = ComparisonAddress.read([found[slug].pk for slug in slugs if slug in found], request.GET.dict())
    if asked.articles and not missing and len(asked.articles) <= COLUMNS and "find" not in request.GET:
        return HttpResponseRedirect(str(asked))
    return _page(request, asked, missing)


def comparison(request: HttpRequest, keys: list[int]) -> HttpResponse:
    asked = ComparisonAddress.read(keys, request.GET.dict())
    known = set(Article.objects.filter(pk__in=asked.articles).values_list("pk", flat=True))
    missing = [str(key) for key in asked.articles if key not in known]
    return _page(request, asked.with_articles([key for key in asked.articles if key in known]), missing)


def _page(request: HttpRequest, asked: ComparisonAddress, missing: Sequence[str]) -> HttpResponse:
    shown = asked.with_articles(asked.articles[:COLUMNS]).with_tag(_tag_of_today(asked.tag))
    rows = Article.objects.select_related("source", "capture").prefetch_related("captures").in_bulk(shown.articles)
    articles = [rows[key] for key in shown.articles]
    found = compare(articles, shown)
    query = SearchQuery.parse(shown.words)
    claims = _address_of_claims(shown, request.path)
    columns = _Columns(found, shown, claims, wanted(query)).all()
    find = request.GET.get("find", "")[:200]
    is_full = len(articles) >= COLUMNS
    ctx = {
        "frame": "wide",
        "asked": shown,
        "address": str(shown.with_claim(None)),
        "claim_address": claims,
        "found": found,
        "articles": articles,
        "columns": columns,
        "query": query,
        "match_count": sum(column.match_count for column in columns),
        "focus": found.focus and _said(found.focus),
        "said": [(row, _said(row)) for row in found.rows],
        "before": found.neighbour(-1),
        "behind": found.neighbour(1),
        "silence": _silence(shown),
        "stances": Stance.choices,
        "shows": {"": _("All claims"), SHARED: _("Shared claims"), CONTESTED: _("Claims they disagree on")},
        "missing": missing,
        "too_many": len(asked.articles) > COLUMNS,
        "is_full": is_full,
        "find": find,
        "choices": [] if is_full else suggestions(articles, find, CHOICES),
        "choice_limit": CHOICES,
    }
    return render(request, "compare.html", ctx, status=404 if missing and not articles else 200)


def _silence(shown: ComparisonAddress) -> str:
    """What is said of an article without a passage on a claim: one that the filter hides is not silent."""
    return _("no passage of this stance, as read so far") if shown.stance else _("not addressed, as read so far")


def _tag_of_today(slug: str) -> str:
    """The slug of the tag that took this one over: the address of a comparison lasts when tags are merged."""
    tag = Tag.objects.select_related("alias_of").filter(slug=slug).first() if slug else None
    return tag.alias_of.slug if tag and tag.alias_of else slug


def _address_of_claims(shown: ComparisonAddress, path: str) -> str:
    """What the primary key of a claim is put behind, to bring that claim into focus: short, where it can be.

    path: of this page. A page holds hundreds of these addresses.
    """
    whole = str(shown.with_claim(None))
    short = whole.removeprefix(path) if whole.partition("?")[0] == path else whole
    return f"{short}{'&' if '?' in short else '?'}claim="


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns are made from. claims: what the primary key of a claim is put behind to choose it."""

    found: Comparison
    shown: ComparisonAddress
    claims: str
    sought: Sought

    def all(self) -> list[Column]:
        columns: list[Column] = []
        first_match = 1  # matches are numbered through all columns, since an id may stand on a page once
        for number, article in enumerate(self.found.articles, start=1):
            column = self._column(number, article, first_match)
            first_match += column.match_count
            columns.append(column)
        return columns

    def _column(self, number: int, article: Article, first_match: int) -> Column:
        own = self.found.passages_of(article)
        content = article.content
        matches = content.in_body(excerpts.matches(content.text, self.sought))
        marks = rendering.marks_of(own, self.found.numbers, link=self._link, chosen=self.shown.claim)
        earlier, later = self.shown.moved(article.pk, -1), self.shown.moved(article.pk, 1)
        return Column(
            number=number,
            article=article,
            body=rendering.render_body(content, marks, matches, heading_level=3, first_match=first_match),
            passage_count=len(own),
            match_count=len(matches),
            captures=_newest_two(article),
            earlier=str(earlier or ""),
            later=str(later or ""),
            without=str(self.shown.without(article.pk)) if len(self.found.articles) > 1 else "",
        )

    def _link(self, passage: Passage) -> str:
        return f"{self.claims}{passage.claim_id}#focus"


def _newest_two(article: Article) -> tuple[Capture, ...]:
    """The two newest captures, the older one first; nothing where there is but one."""
    captures = sorted(article.captures.all(), key=lambda capture: (capture.received_at, capture.pk))[-2:]
    return tuple(captures) if len(captures) > 1 else ()


def _said(row: Row) -> list[ColumnSaying]:
    return [ColumnSaying(number, cell.article, cell.passages) for number, cell in enumerate(row.cells, start=1)]
