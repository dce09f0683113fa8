"""One published document, with title, byline, publication date, language and address."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from archive import addresses, dates
from archive.models.addresses import WebAddressField, web_address_constraint
from archive.models.columns import LONG
from archive.models.named import name_key
from archive.models.passage import Passage, Status
from archive.models.slugs import free_slug
from archive.models.source import Source, validate_language
from archive.models.tag import Tag
from archive.text.blocks import Block, CanonicalText, Inline

MOST_WORDS = 8  # of a title that is looked for: each is one more condition


def content_of(text: str, blocks: list[dict[str, Any]], inlines: list[dict[str, Any]]) -> CanonicalText:
    """The canonical text that three columns hold."""
    return CanonicalText(text, tuple(map(Block.from_dict, blocks)), tuple(map(Inline.from_dict, inlines)))


def validate_edtf(value: str) -> None:
    try:
        dates.parse(value)
    except dates.DateError as error:
        raise ValidationError(str(error)) from error


class ArticleQuerySet(models.QuerySet["Article"]):
    def newest_first(self) -> ArticleQuerySet:
        """By publication date, undated ones last."""
        return self.order_by(F("published_instant").desc(nulls_last=True), "title", "pk")

    def oldest_first(self) -> ArticleQuerySet:
        """By publication date, undated ones last."""
        return self.order_by(F("published_instant").asc(nulls_last=True), "title", "pk")

    def perhaps_published_in(self, year: int) -> ArticleQuerySet:
        """Those whose publication date may lie in `year`, as far as it is known."""
        return self.filter(published_earliest__lte=dt.date(year, 12, 31), published_latest__gte=dt.date(year, 1, 1))

    def tagged(self, tag: Tag) -> ArticleQuerySet:
        """Those with an accepted passage on a claim that carries `tag`."""
        marked = Passage.objects.accepted().filter(claim__tags=tag)
        return self.filter(pk__in=marked.values("article"))

    def with_counts(self) -> ArticleQuerySet:
        """Add passage_count and claim_count, of accepted passages, in one query."""
        accepted = Q(passages__status=Status.ACCEPTED)
        counts = {
            "passage_count": Count("passages", filter=accepted, distinct=True),
            "claim_count": Count("passages__claim", filter=accepted, distinct=True),
        }
        return self.annotate(**counts)

    def naming(self, words: str) -> ArticleQuerySet:
        """Those with each of `words` in their title or in their source's name, in any case.

        By regular expression, since SQLite's LIKE knows the cases of ASCII alone.
        """
        rows = self
        for word in words.split()[:MOST_WORDS]:
            rows = rows.filter(Q(title__iregex=re.escape(word)) | Q(source__name_key__contains=name_key(word)))
        return rows

    def years(self) -> list[int]:
        """The years that the publication dates may lie in, the latest first, in one query.

        Of a date vaguer than a century the first and last: a list of all of them would help nobody.
        """
        dated = self.exclude(published_earliest=None).order_by()  # by titles, each article would be a row of its own
        bounds = dated.values_list("published_earliest__year", "published_latest__year").distinct()
        spans = (range(first, last + 1) if last - first < 100 else (first, last) for first, last in bounds)
        return sorted({year for span in spans for year in span}, reverse=True)

    def for_lists(self) -> ArticleQuerySet:
        """With the source, without the long columns that no list shows."""
        return self.select_related("source").defer(*LONG)


class Article(models.Model):
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    source_basis = models.CharField(
        max_length=500, blank=True, help_text="How the source is known: stated, or inferred from what."
    )
    title = models.CharField(max_length=500)
    supplied_title = models.BooleanField(
        default=False, help_text="The archivist gave this title; the article states none."
    )
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True, blank=True)
    byline = models.CharField(max_length=500, blank=True)
    url = WebAddressField("address", blank=True)
    address_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)  # of `url`, as it is met
    language = models.CharField(max_length=35, default="en", validators=[validate_language])
    section = models.CharField(max_length=200, blank=True)
    abstract = models.TextField(blank=True)
    digest_of = models.TextField(
        blank=True, help_text="The citation of the original, where this text is a digest of it in other words."
    )

    published = models.CharField(
        max_length=60,
        blank=True,
        validators=[validate_edtf],
        help_text="EDTF: 2014-09-27, 2019-07, 2013, 2013? (uncertain), 2013~ (about), 2014-09-27T06:21:00+09:00.",
    )
    published_basis = models.CharField(
        max_length=500, blank=True, help_text="How the date is known: stated, or inferred from what."
    )
    basis = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="How the title, byline, address, language and section are known, by field: stated, or inferred.",
    )
    keywords = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Words that the page, or the list it came in, files it under.",
    )

    # What `published` stands for, kept beside it so that the database can sort and filter; see archive.dates.
    published_earliest = models.DateField(null=True, editable=False, db_index=True)
    published_latest = models.DateField(null=True, editable=False)
    published_instant = models.DateTimeField(null=True, editable=False, db_index=True)

    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    capture = models.ForeignKey(
        "archive.Capture",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The capture that the text was extracted from.",
    )
    text = models.TextField(editable=False)
    blocks = models.JSONField(default=list, editable=False)  # as archive.text.blocks.Block.to_dict, in text order
    inlines = models.JSONField(default=list, editable=False)  # as archive.text.blocks.Inline.to_dict, in text order

    objects = ArticleQuerySet.as_manager()

    # Added by with_counts().
    passage_count: int
    claim_count: int

    class Meta:
        ordering = ("title", "pk")
        constraints = (
            web_address_constraint("url", "article_url_of_the_web"),
            models.CheckConstraint(condition=~Q(title=""), name="article_has_title"),
            models.CheckConstraint(
                condition=Q(published_earliest__lte=F("published_latest"))
                | Q(published_earliest=None, published_latest=None, published_instant=None),
                name="article_dates_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(self, self.title)
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])

    def derive(self) -> None:
        """Fill the columns that follow from others; for bulk writes, which call no `save`."""
        self.address_key = addresses.key(self.url)
        date = self.published_date
        self.published_earliest = date.earliest if date else None
        self.published_latest = date.latest if date else None
        self.published_instant = date.instant if date else None

    @property
    def published_date(self) -> dates.PublicationDate | None:
        """The publication date as a value; None where it is not known. Raises dates.DateError where it is not EDTF."""
        return dates.parse(self.published) if self.published else None

    @property
    def shown_title(self) -> str:
        """The title as archivists write it: in square brackets where they supplied it."""
        return f"[{self.title}]" if self.supplied_title else self.title

    @property
    def content(self) -> CanonicalText:
        """The canonical text with its block structure."""
        return content_of(self.text, self.blocks, self.inlines)

    @content.setter
    def content(self, content: CanonicalText) -> None:
        self.text = content.text
        self.blocks = [block.to_dict() for block in content.blocks]
        self.inlines = [inline.to_dict() for inline in content.inlines]

    @property
    def body_text(self) -> str:
        """The text without its furniture, blocks apart by blank lines: what is indexed and counted."""
        return "\n\n".join(self.text[block.start : block.end] for block in self.content.body)
