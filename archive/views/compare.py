"""Two to four articles side by side, the claims that they share in one number and colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from archive import rendering
from archive.models import Article, Claim, Passage, Stance
from archive.rendering import ClaimOnPage

COLUMNS = 4  # more do not fit a screen side by side
CHOICES = 200  # articles that the chooser lists; more are chosen from lists and search results


@dataclass(frozen=True, slots=True)
class Column:
    """An article with its text as it is shown. others: the addresses of the other columns' articles."""

    article: Article
    body: SafeString
    passage_count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article says to one claim: its passages by stance, or nothing."""

    article: Article
    passages: tuple[Passage, ...]

    @property
    def stances(self) -> list[tuple[Stance, Passage]]:
        """Each stance once, with the first passage that takes it."""
        firsts: dict[str, Passage] = {}
        for passage in self.passages:
            firsts.setdefault(passage.stance, passage)
        return [(stance, firsts[stance]) for stance in Stance if stance in firsts]


@dataclass(frozen=True, slots=True)
class Row:
    """A claim and what each article says to it, in the order of the columns."""

    claim: Claim
    number: int
    css: str
    cells: tuple[Cell, ...]

    @property
    def disagree(self) -> bool:
        """One article asserts the claim and another disputes it."""
        asserting = {cell.article.pk for cell in self.cells for stance, _ in cell.stances if stance == Stance.ASSERTS}
        disputing = {cell.article.pk for cell in self.cells for stance, _ in cell.stances if stance == Stance.DISPUTES}
        return bool(asserting and disputing and len(asserting | disputing) > 1)


def show(request: HttpRequest) -> HttpResponse:
    asked = [slug.replace("\0", "") for slug in dict.fromkeys(request.GET.getlist("article"))]
    found = Article.objects.select_related("source").in_bulk(asked[: COLUMNS * 2], field_name="slug")
    known = [found[slug] for slug in asked if slug in found]
    articles = known[:COLUMNS]
    passages = _passages(articles)
    shared = _number_shared(passages)
    rows = _rows(articles, passages, shared)
    ctx = {
        "frame": "wide",
        "articles": articles,
        "columns": [_column(article, passages, shared) for article in articles],
        "shared": [row for row in rows if row.number],
        "unshared": [row for row in rows if not row.number],
        "missing": [slug for slug in asked[: COLUMNS * 2] if slug not in found],
        "too_many": len(known) > COLUMNS,
        "choice_limit": CHOICES,
        "choices": Article.objects.for_lists().exclude(pk__in=[one.pk for one in articles]).newest_first()[:CHOICES],
        "is_full": len(articles) >= COLUMNS,
    }
    return render(request, "compare.html", ctx)


def _passages(articles: Sequence[Article]) -> list[Passage]:
    """The accepted passages of all columns, column by column, in text order."""
    order = {article.pk: place for place, article in enumerate(articles)}
    passages = Passage.objects.filter(article__in=articles).accepted().with_claim().in_text_order()
    return sorted(passages, key=lambda passage: order[passage.article_id])


def _number_shared(passages: Sequence[Passage]) -> dict[int, int]:
    """Number from 1 the claims that more than one column speaks to, in order of appearance."""
    columns: dict[int, set[int]] = {}
    for passage in passages:
        columns.setdefault(passage.claim_id, set()).add(passage.article_id)
    shared = (key for key, articles in columns.items() if len(articles) > 1)
    return {key: number for number, key in enumerate(shared, start=1)}


def _column(article: Article, passages: Sequence[Passage], shared: dict[int, int]) -> Column:
    own = [passage for passage in passages if passage.article_id == article.pk]
    body = rendering.render_body(article.content, rendering.marks_of(own, shared), heading_level=3)
    return Column(article, body, len(own))


def _rows(articles: Sequence[Article], passages: Sequence[Passage], shared: dict[int, int]) -> list[Row]:
    return [_row(one, articles) for one in rendering.group_by_claim(passages, shared)]


def _row(one: ClaimOnPage, articles: Sequence[Article]) -> Row:
    cells = tuple(
        Cell(article, tuple(passage for passage in one.passages if passage.article_id == article.pk))
        for article in articles
    )
    return Row(one.claim, one.number, one.css, cells)
