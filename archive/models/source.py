"""Who publishes: a newspaper, a trade site, a research firm."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.addresses import WebAddressField, web_address_constraint
from archive.models.named import Named
from archive.models.slugs import free_slug

validate_language = RegexValidator(
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
    "Write a language tag of BCP 47: en, zh-Hant, pt-BR.",
)
validate_country = RegexValidator(r"^[A-Z]{2}\Z", "Write the two capital letters of ISO 3166: KR, US, CN.")


class SourceKind(models.TextChoices):
    NEWSPAPER = "newspaper", _("Newspaper")
    MAGAZINE = "magazine", _("Magazine")
    AGENCY = "agency", _("News agency")
    BROADCASTER = "broadcaster", _("Broadcaster")
    TRADE = "trade", _("Trade publication")
    RESEARCH = "research", _("Research firm")
    COMPANY = "company", _("Company")
    GOVERNMENT = "government", _("Government")
    BLOG = "blog", _("Blog")
    OTHER = "other", _("Other")


class SourceQuerySet(models.QuerySet["Source"]):
    def with_counts(self) -> SourceQuerySet:
        """Add article_count, in one query however many rows."""
        counts = {"article_count": Count("articles", distinct=True)}
        return self.annotate(**counts)

    def in_use(self) -> SourceQuerySet:
        """The sources that have articles, with article_count, by name."""
        return self.with_counts().filter(Q(article_count__gt=0)).order_by("name")


class Source(Named):
    NAME = "name"
    TAKEN = "A source of this name is here already."

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True, blank=True)
    homepage = WebAddressField(blank=True)
    country = models.CharField(max_length=2, blank=True, validators=[validate_country])
    language = models.CharField(max_length=35, blank=True, validators=[validate_language])
    kind = models.CharField(max_length=20, choices=SourceKind, default=SourceKind.OTHER)
    note = models.TextField(blank=True)

    objects = SourceQuerySet.as_manager()

    article_count: int  # added by with_counts()

    class Meta:
        ordering = ("name",)
        constraints = (
            web_address_constraint("homepage", "source_homepage_of_the_web"),
            models.CheckConstraint(condition=~Q(name=""), name="source_has_name"),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(self, self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])
