"""Articles that say nearly the same: found by fingerprints on the way in, judged by a curator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from archive.models.article import Article


class Verdict(models.TextChoices):
    FOUND = "found", _("Found")
    LINKED = "linked", _("Also published as")
    DISMISSED = "dismissed", _("Dismissed")


UNDECIDED_FIRST = (Case(When(verdict=Verdict.FOUND, then=Value(0)), default=Value(1)), "-similarity", "pk")


class LikenessQuerySet(models.QuerySet["Likeness"]):
    def of(self, article: Article) -> LikenessQuerySet:
        """Those that the article is either side of."""
        return self.filter(Q(article=article) | Q(other=article))


class Likeness(models.Model):
    """Two articles whose texts are alike, the earlier row first."""

    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="likenesses_of")
    similarity = models.FloatField(help_text="The estimated share of five-word shingles in common, 0 to 1.")
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.FOUND)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    objects = LikenessQuerySet.as_manager()

    class Meta:
        ordering = ("-similarity", "pk")
        verbose_name = "near duplicate"
        constraints = (
            models.UniqueConstraint(fields=("article", "other"), name="likeness_once"),
            models.CheckConstraint(condition=Q(article__lt=F("other")), name="likeness_in_order"),
            models.CheckConstraint(condition=Q(similarity__range=(0, 1)), name="likeness_in_range"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="likeness_verdict_known"),
        )

    def __str__(self) -> str:
        return f"{self.article} ≈ {self.other}"

    def other_of(self, article: int) -> int:
        """The primary key of the other one of the two."""
        return self.other_id if article == self.article_id else self.article_id


class Fingerprint(models.Model):
    """The MinHash signature of an article's body: 64 permutations, 32 bits each, little-endian. It can be rebuilt."""

    article = models.OneToOneField("archive.Article", primary_key=True, on_delete=models.CASCADE)
    signature = models.BinaryField()

    def __str__(self) -> str:
        return f"fingerprint of article {self.article_id}"


class FingerprintBand(models.Model):
    """One band of a signature, hashed: articles that share a band may be alike. Derived: can be rebuilt."""

    article = models.ForeignKey("archive.Article", on_delete=models.CASCADE, related_name="+", db_index=False)
    band = models.PositiveSmallIntegerField()
    key = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("band", "key", "article"), name="band_by_key"),)
        constraints = (models.UniqueConstraint(fields=("article", "band"), name="band_once"),)

    def __str__(self) -> str:
        return f"band {self.band} of article {self.article_id}"
