"""The margin of an article: a note for each passage, and what every other article says to the same claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import DenseRank, Left, RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import rendering
from archive.models import AnchorState, Article, Claim, Passage, Stance, Tag
from archive.rendering.notes import Listed, Note, Other, TagLink, Taken, Told
from archive.rendering.rows import ClaimRow, PassageRow

OTHERS = 3  # articles listed a claim and stance: many that assert must not hide the one that disputes
MOST_OTHERS = 600  # of all claims together, as long as that leaves one a stance: a page of many claims stays light
QUOTE = 120  # code points of a quotation that is listed: two lines of a margin


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside an article's text. passages: those that stand in it, in order; numbers: of their claims."""

    passages: list[PassageRow]
    orphans: list[Passage]
    numbers: dict[int, int]
    notes: list[Note]
    claims: list[Listed]


def margin_of(article: Article) -> Margin:
    """The margin for an article's accepted passages, in a constant number of queries."""
    passages, orphans = _passages(article)
    numbers = rendering.number_claims(passages)
    by_claim: dict[ClaimRow, list[PassageRow]] = {}
    for passage in passages:
        by_claim.setdefault(passage.claim, []).append(passage)
    told = _told(article, by_claim)
    claims = [
        Listed(claim.pk, numbers[claim.pk], claim.statement, told[claim.pk].address, _taken(own))
        for claim, own in by_claim.items()
    ]
    return Margin(passages, orphans, numbers, list(_notes(passages, numbers, told)), claims)


def _passages(article: Article) -> tuple[list[PassageRow], list[Passage]]:
    """The accepted passages in text order, and the orphans among them, which are few.

    Those of one claim share its row, which hundreds may speak to.
    """
    accepted = article.passages.accepted().in_text_order()
    rows = list(accepted.values_list("claim_id", "pk", "stance", "speaker", "note", "start", "end", "anchor_state"))
    found = Claim.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", "statement", "slug")
    claims = {row[0]: ClaimRow(*row) for row in found}
    standing = [
        PassageRow(claims[claim], key, stance, speaker, note, start, end, state)
        for claim, key, stance, speaker, note, start, end, state in rows
        if state != AnchorState.ORPHAN and start is not None and end is not None
    ]
    return standing, list(accepted.orphans().select_related("claim")) if len(standing) < len(rows) else []


def _taken(passages: Sequence[PassageRow]) -> list[Taken]:
    by_stance = ((stance, [one for one in passages if one.stance == stance]) for stance in Stance)
    return [Taken(stance, own[0].pk, len(own)) for stance, own in by_stance if own]


def _notes(passages: Iterable[PassageRow], numbers: Mapping[int, int], told: Mapping[int, Told]) -> Iterable[Note]:
    """The notes in the order of `passages`; the first on a claim tells what is told of it."""
    before, _key, after = reverse("passage", args=[0]).rpartition("0")  # worked out once
    untold = dict(told)
    for passage in passages:
        claim = passage.claim
        yield Note(
            passage.pk,
            claim.pk,
            numbers[claim.pk],
            claim.statement,
            passage.stance,
            passage.speaker,
            passage.note,
            passage.state != AnchorState.FUZZY,
            f"{before}{passage.pk}{after}",
            untold.pop(claim.pk, None),
        )


def _told(article: Article, on_page: Mapping[ClaimRow, Sequence[PassageRow]]) -> dict[int, Told]:
    """What is told of each claim, by its key."""
    if not on_page:
        return {}
    keys = [claim.pk for claim in on_page]
    marked = Passage.objects.filter(claim__in=keys).accepted().order_by()
    totals = dict(marked.values_list("claim").annotate(total=Count("pk")))
    others = _others(article, [claim.pk for claim, own in on_page.items() if totals[claim.pk] > len(own)])
    tags = _tags(keys)
    return {
        claim.pk: Told(claim.get_absolute_url(), tags.get(claim.pk, ()), others.get(claim.pk, ()), totals[claim.pk])
        for claim in on_page
    }


def _tags(claims: Sequence[int]) -> dict[int, list[TagLink]]:
    """The tags of each claim, by name."""
    links: dict[str, TagLink] = {}
    found: dict[int, list[TagLink]] = {}
    rows = Tag.objects.filter(claims__in=claims).order_by("name").values_list("claims", "slug", "name", "colour")
    for claim, slug, name, colour in rows:
        link = links.get(slug) or links.setdefault(slug, TagLink(reverse("tag", args=[slug]), name, colour))
        found.setdefault(claim, []).append(link)
    return found


class _Row(NamedTuple):
    """Another article's passage as the database gives it."""

    claim: int
    stance: str
    passage: int
    speaker: str
    quote: str
    article: int
    slug: str
    published: str
    language: str
    source: str


class _Beside:
    """Another article beside this one: what is the same for all of its passages."""

    def __init__(self, article: Article, row: _Row) -> None:
        other = Article(slug=row.slug, published=row.published)
        self.address = other.get_absolute_url()
        self.date = str(other.published_date or _("undated"))
        self.compared = reverse("comparison", args=[[article.pk, row.article]])

    def passage(self, row: _Row) -> Other:
        return Other(
            f"{self.address}#passage-{row.passage}",
            row.source,
            f"{self.date}, {row.speaker}" if row.speaker else self.date,
            row.language,
            row.quote if len(row.quote) <= QUOTE else f"{row.quote[:QUOTE].rstrip()}…",
            f"{self.compared}?claim={row.claim}",
        )


def _others(article: Article, claims: Sequence[int]) -> dict[int, list[tuple[Stance, list[Other]]]]:
    """What the other articles say to each claim, stance by stance."""
    if not claims:
        return {}
    beside: dict[int, _Beside] = {}
    said: dict[int, dict[str, list[Other]]] = {}
    for row in starmap(_Row, _other_rows(article, claims)):
        other = beside.get(row.article) or beside.setdefault(row.article, _Beside(article, row))
        said.setdefault(row.claim, {}).setdefault(row.stance, []).append(other.passage(row))
    return {
        claim: [(stance, stances[stance]) for stance in Stance if stance in stances] for claim, stances in said.items()
    }


def _other_rows(article: Article, claims: Sequence[int]) -> QuerySet[Passage, tuple[object, ...]]:
    """Of each claim and stance the first passage of each of the earliest other articles, as the fields of _Row."""
    most = max(1, min(OTHERS, MOST_OTHERS // (len(Stance) * len(claims))))
    by_date = (F("article__published_instant").asc(nulls_last=True), F("article_id").asc())
    taking = [F("claim_id"), F("stance")]
    return (
        Passage.objects.filter(claim__in=claims)
        .exclude(article=article)
        .accepted()
        .anchored()
        .annotate(
            within=Window(RowNumber(), partition_by=[*taking, F("article_id")], order_by=["start", "pk"]),
            among=Window(DenseRank(), partition_by=[*taking], order_by=[*by_date]),
            quote=Left("exact", QUOTE + 1),
        )
        .filter(within=1, among__lte=most)
        .order_by(*by_date, "pk")
        .values_list(
            "claim_id",
            "stance",
            "pk",
            "speaker",
            "quote",
            "article_id",
            "article__slug",
            "article__published",
            "article__language",
            "article__source__name",
        )
    )
