"""A proposition in the curator's own words, with tags."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from archive.models.named import Named
from archive.models.passage import Stance, Status
from archive.models.slugs import free_slug
from archive.models.source import Source
from archive.models.tag import Tag


class ClaimQuerySet(models.QuerySet["Claim"]):
    def with_counts(self) -> ClaimQuerySet:
        """Add passage_count, source_count and one count a stance, of accepted passages, in one query."""
        return self._counted(Q(passages__status=Status.ACCEPTED))

    def with_counts_of(self, source: Source) -> ClaimQuerySet:
        """The claims that `source` speaks to, with the counts of its own accepted passages, most first."""
        own = self._counted(Q(passages__status=Status.ACCEPTED, passages__article__source=source))
        return own.filter(Q(passage_count__gt=0)).order_by("-passage_count", "statement")

    def disputed(self) -> ClaimQuerySet:
        """Claims that one source asserts and another disputes, the most discussed first."""
        sides = Q(passages__status=Status.ACCEPTED, passages__stance__in=(Stance.ASSERTS, Stance.DISPUTES))
        taking = Count("passages__article__source", filter=sides, distinct=True)
        disagree = Q(asserts_count__gt=0, disputes_count__gt=0, taking_sides__gt=1)
        disputed = self.with_counts().annotate(taking_sides=taking).filter(disagree)
        return disputed.order_by("-passage_count", "statement")

    def _counted(self, which: Q) -> ClaimQuerySet:
        counts = {
            "passage_count": Count("passages", filter=which, distinct=True),
            "source_count": Count("passages__article__source", filter=which, distinct=True),
            **{
                f"{stance.value}_count": Count("passages", filter=which & Q(passages__stance=stance), distinct=True)
                for stance in Stance
            },
        }
        return self.annotate(**counts)

    def sharing_tags_with(self, claim: Claim) -> ClaimQuerySet:
        """Other claims under the same tags, those with most tags in common first."""
        common = Count("tags", filter=Q(tags__in=claim.tags.all()), distinct=True)
        return self.exclude(pk=claim.pk).annotate(common=common).filter(common__gt=0).order_by("-common", "statement")


class Claim(Named):
    NAME = "statement"
    TAKEN = "A claim with this statement is here already."

    statement = models.CharField(max_length=500)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True, blank=True)
    note = models.TextField(blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="claims", limit_choices_to={"alias_of": None})
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClaimQuerySet.as_manager()

    # Added by with_counts() and its like.
    passage_count: int
    source_count: int
    asserts_count: int
    disputes_count: int
    qualifies_count: int

    class Meta:
        ordering = ("statement",)
        constraints = (models.CheckConstraint(condition=~Q(statement=""), name="claim_has_statement"),)

    def __str__(self) -> str:
        return self.statement

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(self, self.statement)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.slug])
