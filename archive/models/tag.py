"""A label on claims, curated: renamed, merged, described.

An alias is a tag that stands for another. Names and aliases share one table, so one unique constraint keeps a name
from meaning two tags, and an old address leads to the tag that took it over.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from archive.models.named import Named, name_key
from archive.models.slugs import free_slug


class TagColour(models.TextChoices):
    """Names of colours that the style sheet defines for light and dark, each passing contrast in both."""

    SLATE = "slate", "Slate"
    BLUE = "blue", "Blue"
    TEAL = "teal", "Teal"
    GREEN = "green", "Green"
    OLIVE = "olive", "Olive"
    AMBER = "amber", "Amber"
    RUST = "rust", "Rust"
    ROSE = "rose", "Rose"
    VIOLET = "violet", "Violet"


class TagQuerySet(models.QuerySet["Tag"]):
    def preferred(self) -> TagQuerySet:
        """The tags themselves, without the aliases."""
        return self.filter(alias_of=None)

    def with_counts(self) -> TagQuerySet:
        """Add claim_count, in one query however many rows."""
        counts = {"claim_count": Count("claims", distinct=True)}
        return self.annotate(**counts)

    def in_use(self) -> TagQuerySet:
        """The tags that some claim carries, with claim_count, by name."""
        return self.preferred().with_counts().filter(Q(claim_count__gt=0)).order_by("name")

    def named(self, name: str) -> Tag | None:
        """The tag that `name` stands for, in any case and through an alias; None where there is none."""
        tag = self.select_related("alias_of").filter(name_key=name_key(name)).first()
        return tag and (tag.alias_of or tag)


class Tag(Named):
    NAME = "name"
    TAKEN = "This name is a tag or an alias already."

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True, blank=True)
    description = models.TextField(blank=True)
    colour = models.CharField(max_length=10, choices=TagColour, default=TagColour.SLATE)
    alias_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="aliases", editable=False
    )

    objects = TagQuerySet.as_manager()

    claim_count: int  # added by with_counts()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="tag_has_name"),
            models.CheckConstraint(condition=~Q(alias_of=F("id")), name="tag_not_its_own_alias"),
            models.CheckConstraint(condition=Q(colour__in=TagColour.values), name="tag_colour_known"),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(self, self.name)
        super().save(*args, **kwargs)

    def others(self) -> TagQuerySet:
        """A tag may take a name back that it has as an alias; see curation.rename_tag."""
        return Tag.objects.exclude(Q(pk=self.pk) | Q(alias_of=self.pk)) if self.pk else Tag.objects.all()

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])
