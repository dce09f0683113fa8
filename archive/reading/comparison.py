"""Articles side by side: which claims they share, and what each says to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive import rendering
from archive.models import Article, Claim, Passage, Stance, Tag
from archive.reading.comparison_address import CONTESTED, SHARED, ComparisonAddress


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article says to one claim: its passages in text order, or nothing."""

    article: Article
    passages: tuple[Passage, ...]

    @property
    def stances(self) -> list[tuple[Stance, Passage, int]]:
        """Each stance once, with the first passage that takes it and how many do; those in the text come first."""
        groups: dict[str, list[Passage]] = {}
        for passage in sorted(self.passages, key=lambda one: one.is_orphan):
            groups.setdefault(passage.stance, []).append(passage)
        return [(stance, groups[stance][0], len(groups[stance])) for stance in Stance if stance in groups]


@dataclass(frozen=True, slots=True)
class Row:
    """A claim and what each article says to it, in the order of the columns.

    number: from 1; 0 where one article alone speaks to it.
    disagree: one article asserts the claim, another disputes it.
    """

    claim: Claim
    number: int
    css: str
    cells: tuple[Cell, ...]
    disagree: bool

    @property
    def is_shared(self) -> bool:
        return self.number > 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the filters leave.

    rows: the shared ones first, by number. passages: theirs, column by column. tags: of all claims of these articles.
    focus: the row of the claim in focus.
    """

    articles: tuple[Article, ...]
    rows: tuple[Row, ...]
    passages: tuple[Passage, ...]
    numbers: Mapping[int, int]
    tags: tuple[Tag, ...]
    focus: Row | None

    @property
    def shared(self) -> list[Row]:
        return [row for row in self.rows if row.is_shared]

    @property
    def lone(self) -> list[Row]:
        return [row for row in self.rows if not row.is_shared]

    def passages_of(self, article: Article) -> list[Passage]:
        return [passage for passage in self.passages if passage.article_id == article.pk]

    def neighbour(self, by: int) -> Row | None:
        """The row before (-1) or behind (1) the focused one; None at the edge, or without a focus."""
        place = self.rows.index(self.focus) + by if self.focus else -1
        return self.rows[place] if 0 <= place < len(self.rows) else None


def compare(articles: Sequence[Article], asked: ComparisonAddress) -> Comparison:
    """Compare `articles`, in two queries however much is marked in them.

    Numbers are given, and claims called shared or disagreed on, before the filters take passages away: a claim keeps
    its number and colour whatever else is shown.
    """
    passages = _passages(articles)
    tags = {tag.pk: tag for passage in passages for tag in passage.claim.tags.all()}
    spoken = _spoken(passages)
    numbers = _numbers(spoken)
    kept = [one for one in passages if asked.stance in ("", one.stance) and _passes(one.claim, spoken, asked)]
    rows = tuple(_row(one, articles, spoken) for one in rendering.group_by_claim(kept, numbers))
    return Comparison(
        tuple(articles),
        rows,
        tuple(kept),
        numbers,
        tuple(sorted(tags.values(), key=lambda tag: tag.name)),
        next((row for row in rows if row.claim.pk == asked.claim), None),
    )


def _passages(articles: Sequence[Article]) -> list[Passage]:
    """The accepted passages of all columns, column by column, in text order."""
    order = {article.pk: place for place, article in enumerate(articles)}
    known = {article.pk: article for article in articles}
    passages = Passage.objects.filter(article__in=articles).accepted().with_claim().in_text_order()
    found = sorted(passages, key=lambda passage: order[passage.article_id])
    for passage in found:
        passage.article = known[passage.article_id]
    return found


Spoken = Mapping[int, Mapping[int, set[str]]]  # claim -> article -> the stances that it takes


def _spoken(passages: Iterable[Passage]) -> Spoken:
    spoken: dict[int, dict[int, set[str]]] = {}
    for passage in passages:
        spoken.setdefault(passage.claim_id, {}).setdefault(passage.article_id, set()).add(passage.stance)
    return spoken


def _disagree(stances: Mapping[int, set[str]]) -> bool:
    """One article asserts and another one disputes."""
    asserting = {article for article, taken in stances.items() if Stance.ASSERTS in taken}
    disputing = {article for article, taken in stances.items() if Stance.DISPUTES in taken}
    return bool(asserting and disputing and len(asserting | disputing) > 1)


def _numbers(spoken: Spoken) -> dict[int, int]:
    """Number from 1 the claims that more than one column speaks to; the hues go to the first COLOURS.

    In order of appearance; where there are more than hues, those come first on which the columns disagree, then those
    that the most columns speak to.
    """
    shared = [claim for claim, stances in spoken.items() if len(stances) > 1]
    best = sorted(shared, key=lambda claim: (not _disagree(spoken[claim]), -len(spoken[claim])))
    coloured = set(best[: rendering.COLOURS])
    order = sorted(shared, key=lambda claim: claim not in coloured)
    return {claim: number for number, claim in enumerate(order, start=1)}


def _passes(claim: Claim, spoken: Spoken, asked: ComparisonAddress) -> bool:
    stances = spoken[claim.pk]
    if asked.show == SHARED and len(stances) < 2:
        return False
    if asked.show == CONTESTED and not _disagree(stances):
        return False
    return not asked.tag or asked.tag in {tag.slug for tag in claim.tags.all()}


def _row(one: rendering.ClaimOnPage, articles: Sequence[Article], spoken: Spoken) -> Row:
    by_article: dict[int, list[Passage]] = {}
    for passage in one.passages:
        by_article.setdefault(passage.article_id, []).append(passage)
    cells = tuple(Cell(article, tuple(by_article.get(article.pk, ()))) for article in articles)
    return Row(one.claim, one.number, one.css, cells, _disagree(spoken[one.claim.pk]))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article to put beside others. common: on how many of their claims it speaks too."""

    article: Article
    common: int


def suggestions(articles: Collection[Article], find: str, most: int) -> list[Suggestion]:
    """Other articles to put beside these: those on the most of the same claims first, then the newest.

    find: words of which each must stand in the title or the source's name. Three queries at most.
    """
    fitting = Article.objects.for_lists().naming(find.replace("\0", ""))
    sharing = Passage.objects.articles_by_claims_shared(articles)
    if find.strip():
        sharing = sharing.filter(article__in=fitting.values("pk"))
    common = {row["article"]: row["common"] for row in sharing[:most]}
    first = fitting.in_bulk(common)
    chosen = [Suggestion(first[key], count) for key, count in common.items()]
    if len(chosen) < most:
        rest = fitting.exclude(pk__in=[*common, *(article.pk for article in articles)]).newest_first()
        chosen += [Suggestion(article, 0) for article in rest[: most - len(chosen)]]
    return chosen
