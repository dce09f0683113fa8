"""Annotations into the archive: claims, tags and passages made or met, never doubled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import transaction

from archive import curation
from archive.exchange.annotation_places import Place, UnreadablePositionError, find_place
from archive.exchange.annotation_reach import Around, in_reach
from archive.exchange.web_annotation import Annotation, ClaimName, Collection, Target
from archive.models import AnchorState, Article, Claim, Passage, Status, Tag
from archive.models.named import name_key


class Fate(StrEnum):
    """What became of a target: a passage on its words, on words like them, or on none; or no passage."""

    ANCHORED = "anchored"
    APPROXIMATE = "approximate"
    ORPHAN = "orphan"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """item: the annotation's number and id. source: the article as the target names it."""

    item: str
    source: str
    fate: Fate
    reason: str = ""
    is_new: bool = False

    def __str__(self) -> str:
        return f"{self.item}: {self.reason} Its target is {self.source[:300]}."


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, target by target."""

    outcomes: tuple[Outcome, ...]
    claims_made: int
    tags_made: int

    def of(self, *fates: Fate) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.fate in fates]

    @property
    def passages_added(self) -> int:
        return sum(outcome.is_new for outcome in self.outcomes)

    @property
    def passages_met(self) -> int:
        return len(self.of(Fate.ANCHORED, Fate.APPROXIMATE, Fate.ORPHAN)) - self.passages_added

    @property
    def failures(self) -> list[Outcome]:
        """Targets that did not become a passage on words of their article."""
        return self.of(Fate.ORPHAN, Fate.MISSING, Fate.UNREADABLE)


@transaction.atomic
def import_collection(
    collection: Collection, status: str = Status.ACCEPTED, around: Around | None = None
) -> ImportReport:
    """Take a collection into the archive, whole or not at all; run again it makes nothing twice.

    A claim is met by its slug, else by its statement in any case, else made. New passages get the `status`. A quotation
    that is not found is kept as an orphan. A target that is not in the archive is left out, and a claim that has no
    other is not made. around: where words that the article's text lacks may stand all the same.
    """
    claims, tags = Claim.objects.count(), Tag.objects.count()
    places: dict[str, Place | None] = {}
    articles: dict[int, Article] = {}  # one object each, however it is named, since its text may grow
    outcomes: list[Outcome] = []
    for annotation in collection.annotations:
        for target in annotation.targets:
            if target.source not in places:
                places[target.source] = _of_one(articles, find_place(target.source))
        outcomes += _placed(annotation, places, status, around)
    return ImportReport(tuple(outcomes), Claim.objects.count() - claims, Tag.objects.count() - tags)


def _of_one(articles: dict[int, Article], place: Place | None) -> Place | None:
    return place and replace(place, article=articles.setdefault(place.article.pk, place.article))


def _placed(
    annotation: Annotation, places: dict[str, Place | None], status: str, around: Around | None
) -> Iterator[Outcome]:
    claim = None
    for target in annotation.targets:
        place = places[target.source]
        if place is None:
            yield Outcome(annotation.name, target.source, Fate.MISSING, "it is on an article that is not here.")
            continue
        claim = claim or _claim(annotation)
        yield _mark(annotation, target, place, claim, status, around)


def _claim(annotation: Annotation) -> Claim:
    claim = _met(annotation.claim)
    if claim is None:
        claim = Claim.objects.create(statement=annotation.claim.statement, slug=annotation.claim.slug)
    curation.tag_claim(claim, annotation.tags)
    return claim


def _met(name: ClaimName) -> Claim | None:
    by_slug = Claim.objects.filter(slug=name.slug).first() if name.slug else None
    return by_slug or Claim.objects.filter(name_key=name_key(name.statement)).first()


def _mark(
    annotation: Annotation, target: Target, place: Place, claim: Claim, status: str, around: Around | None
) -> Outcome:
    try:
        selectors = place.selectors(target)
    except UnreadablePositionError as error:
        return Outcome(annotation.name, target.source, Fate.UNREADABLE, str(error))
    if around is not None:
        selectors = in_reach(place.article, selectors, around)
    passage, is_new = curation.add_passage(
        place.article,
        claim,
        annotation.stance,
        selectors,
        speaker=annotation.speaker,
        note=annotation.note,
        status=status,
        keep_orphan=True,
    )
    fate, reason = _fate(passage)
    return Outcome(annotation.name, target.source, fate, reason, is_new)


def _fate(passage: Passage) -> tuple[Fate, str]:
    words = passage.exact if len(passage.exact) <= 80 else f"{passage.exact[:79]}…"
    if passage.is_orphan:
        return Fate.ORPHAN, f"“{words}” does not stand in the article, or more than once; it is kept as an orphan."
    if passage.anchor_state == AnchorState.FUZZY:
        return Fate.APPROXIMATE, f"“{words}” is {passage.anchor_score:.0%} like the words that it was put on."
    return Fate.ANCHORED, ""
