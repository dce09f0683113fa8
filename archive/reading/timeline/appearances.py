"""What one article says to one claim: the unit of a timeline, read from the database in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from archive.models import AnchorState, Claim, Passage, Stance
from archive.models.passage import PassageQuerySet
from archive.reading.timeline.moments import When


@dataclass(frozen=True, slots=True)
class Party:
    """A source or a claim, as it heads a lane or is named in a row. kind: the name of its page among the addresses."""

    kind: str
    pk: int
    name: str
    slug: str

    @property
    def url(self) -> str:
        return reverse(self.kind, args=[self.slug])


@dataclass(frozen=True, slots=True)
class Cited:
    """An article as a timeline names it. language: BCP 47."""

    pk: int
    slug: str
    title: str
    language: str

    @property
    def url(self) -> str:
        return reverse("article", args=[self.slug])


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """The passages of one article that take one stance to one claim; each is itself and equal to no other.

    count: how many passages. orphans: how many of them are no longer found in the text.
    passage: the primary key of the first that stands in the text, or of the first orphan where none does.
    when: None where the article is undated. Of a digest as of any article, it is the article's own date that counts.
    """

    claim_id: int
    source: Party
    article: Cited
    stance: Stance
    count: int
    orphans: int
    passage: int
    when: When | None

    @property
    def is_orphan(self) -> bool:
        """None of its passages is found in the text any more."""
        return self.orphans == self.count

    @property
    def url(self) -> str:
        """The passage's place in its article; an orphan has its own page alone."""
        return self.page_url if self.is_orphan else f"{self.article.url}#passage-{self.passage}"

    @property
    def page_url(self) -> str:
        """The permanent page of its first passage."""
        return reverse("passage", args=[self.passage])

    @property
    def words(self) -> str:
        """Its date in words."""
        return str(self.when) if self.when else ""

    def is_before(self, other: Appearance) -> bool:
        """It came first for certain. Of what is undated that is never known."""
        return self.when is not None and other.when is not None and self.when.is_before(other.when)


FIELDS = (
    "claim_id",
    "stance",
    "article_id",
    "article__slug",
    "article__title",
    "article__supplied_title",
    "article__language",
    "article__published",
    "article__published_earliest",
    "article__published_latest",
    "article__published_instant",
    "article__source_id",
    "article__source__name",
    "article__source__slug",
)


def appearances(claims: Iterable[Claim]) -> list[Appearance]:
    """All that the archive's accepted passages say to `claims`, in one query: dated ones in time, undated ones last."""
    found = [_appearance(row) for row in _rows(Passage.objects.accepted().filter(claim__in=list(claims)))]
    return sorted(found, key=_listed)


def _rows(passages: PassageQuerySet) -> QuerySet[Passage, dict[str, Any]]:
    """Counted by the database, so that many passages of one article are one row."""
    orphan = Q(anchor_state=AnchorState.ORPHAN)
    counts = {
        "count": Count("pk"),
        "orphans": Count("pk", filter=orphan),
        "standing": Min("pk", filter=~orphan),
        "first": Min("pk"),
    }
    rows: QuerySet[Passage, dict[str, Any]] = passages.order_by().values(*FIELDS).annotate(**counts)
    return rows


def _appearance(row: dict[str, Any]) -> Appearance:
    title = row["article__title"]
    return Appearance(
        claim_id=row["claim_id"],
        source=Party("source", row["article__source_id"], row["article__source__name"], row["article__source__slug"]),
        article=Cited(
            row["article_id"],
            row["article__slug"],
            f"[{title}]" if row["article__supplied_title"] else title,
            row["article__language"],
        ),
        stance=Stance(row["stance"]),
        count=row["count"],
        orphans=row["orphans"],
        passage=row["standing"] or row["first"],
        when=_when(row),
    )


def _when(row: dict[str, Any]) -> When | None:
    value, earliest = row["article__published"], row["article__published_earliest"]
    if not value or earliest is None:
        return None
    instant = row["article__published_instant"] if "T" in value else None
    return When(value, earliest, row["article__published_latest"], instant)


def _listed(one: Appearance) -> tuple[bool, tuple[float, float, str], str, int, str]:
    order = one.when.order if one.when else (0.0, 0.0, "")
    return one.when is None, order, one.source.name, one.article.pk, one.stance
