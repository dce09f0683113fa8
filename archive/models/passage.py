"""A span of an article's text, tied to a claim, with a stance and, where quoted, a speaker."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Greatest, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.columns import LONG_OF_ARTICLE
from archive.text.selectors import Selectors, Span, TextPosition, TextQuote

if TYPE_CHECKING:
    from archive.models.article import Article


class Stance(models.TextChoices):
    ASSERTS = "asserts", _("Asserts")
    DISPUTES = "disputes", _("Disputes")
    QUALIFIES = "qualifies", _("Qualifies")


class Status(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    RETIRED = "retired", _("Retired")  # it holds no longer: kept, and shown to curators alone


class AnchorState(models.TextChoices):
    """How the passage's span was last found; see archive.text.anchoring."""

    EXACT = "exact", _("Exact")
    MOVED = "moved", _("Moved")
    FUZZY = "fuzzy", _("Fuzzy")
    ORPHAN = "orphan", _("Orphan")


class PassageQuerySet(models.QuerySet["Passage"]):
    def accepted(self) -> PassageQuerySet:
        """What the public pages show."""
        return self.filter(status=Status.ACCEPTED)

    def published(self) -> PassageQuerySet:
        """What readers may have been shown: what is accepted, and what was and is retired since."""
        return self.filter(Q(status=Status.ACCEPTED) | Q(status=Status.RETIRED, was_public=True))

    def anchored(self) -> PassageQuerySet:
        """Those whose span stands in the current text."""
        return self.exclude(anchor_state=AnchorState.ORPHAN)

    def orphans(self) -> PassageQuerySet:
        """Those whose span is no longer found, kept as they were quoted."""
        return self.filter(anchor_state=AnchorState.ORPHAN)

    def in_text_order(self) -> PassageQuerySet:
        return self.order_by("start", "-end", "pk")

    def by_date(self) -> PassageQuerySet:
        """By publication date, undated articles last, then by place in the text."""
        return self.order_by(F("article__published_instant").asc(nulls_last=True), "article_id", "start", "pk")

    def articles_by_claims_shared(self, articles: Collection[Article]) -> QuerySet[Passage, dict[str, int]]:
        """Rows of `article` and `common`: other articles, with how many claims of `articles` each is on, most first."""
        claims = Passage.objects.accepted().filter(article__in=articles).values("claim")
        others = self.accepted().filter(claim__in=claims).exclude(article__in=articles)
        common = Count("claim", distinct=True)
        return others.values("article").annotate(common=common).order_by("-common", "-article")

    def with_article(self) -> PassageQuerySet:
        return self.select_related("article__source")

    def with_context(self, around: int) -> PassageQuerySet:
        """Add `before` and `after`, up to `around` code points of the text on either side of the span.

        The database cuts them out, so that a list of passages does not carry the whole texts along.
        """
        first = Greatest(F("start") - around, 0)
        context = {
            "before": Substr("article__text", first + 1, F("start") - first),
            "after": Substr("article__text", F("end") + 1, around),
        }
        return self.annotate(**context).defer(*LONG_OF_ARTICLE)

    def with_claim(self) -> PassageQuerySet:
        return self.select_related("claim").prefetch_related("claim__tags")


class Passage(models.Model):
    claim = models.ForeignKey("archive.Claim", on_delete=models.PROTECT, related_name="passages")
    article = models.ForeignKey("archive.Article", on_delete=models.PROTECT, related_name="passages")
    stance = models.CharField(max_length=10, choices=Stance)
    speaker = models.CharField(max_length=200, blank=True, help_text="Who says it, where the article quotes someone.")
    note = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    was_public = models.BooleanField(default=False, editable=False)  # accepted at some time: it may be cited elsewhere

    exact = models.TextField("quotation")
    prefix = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=200, blank=True)
    # Where the span stands in the article's text, in code points; of an orphan, where it last stood, if it ever did.
    start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    end = models.PositiveIntegerField(null=True, blank=True, editable=False)
    anchor_state = models.CharField(max_length=10, choices=AnchorState, default=AnchorState.EXACT, editable=False)
    anchor_score = models.FloatField(default=1.0, editable=False)  # 0 to 1, of the last anchoring

    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PassageQuerySet.as_manager()

    # Added by with_context(); None for an orphan that never stood anywhere.
    before: str | None
    after: str | None

    class Meta:
        ordering = ("article", "start", "pk")
        # Counting who says what to which claim reads these alone; an index on the status, which nearly all rows share,
        # would be chosen instead of them and read the whole table.
        indexes = (
            models.Index(fields=("claim", "status", "stance", "article"), name="passage_by_claim"),
            models.Index(fields=("article", "status", "claim", "stance"), name="passage_by_article"),
            models.Index(fields=("status",), condition=Q(status=Status.PROPOSED), name="passage_proposed"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="passage_stance_known"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="passage_status_known"),
            models.CheckConstraint(condition=Q(anchor_state__in=AnchorState.values), name="passage_state_known"),
            models.CheckConstraint(condition=Q(anchor_score__range=(0, 1)), name="passage_score_in_range"),
            models.CheckConstraint(condition=~Q(exact=""), name="passage_has_quotation"),
            models.CheckConstraint(
                condition=Q(start__isnull=False, end__isnull=False, start__lt=F("end"))
                | Q(start=None, end=None, anchor_state=AnchorState.ORPHAN),
                name="passage_start_before_end",
            ),
            models.UniqueConstraint(
                fields=("claim", "article", "start", "end"),
                condition=~Q(anchor_state=AnchorState.ORPHAN),
                name="passage_once",
                violation_error_message="This span is marked with this claim already.",
            ),
        )

    def __str__(self) -> str:
        quotation = self.exact if len(self.exact) <= 80 else f"{self.exact[:79]}…"
        return f"{self.get_stance_display()}: “{quotation}”"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.was_public = self.was_public or self.status == Status.ACCEPTED
        if (fields := kwargs.get("update_fields")) is not None and "status" in fields:
            kwargs["update_fields"] = {*fields, "was_public"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The passage's permanent address: a page of its own, whatever becomes of its text."""
        return reverse("passage", args=[self.pk])

    @property
    def place_url(self) -> str:
        """Where the passage stands in its article, to be read there."""
        return f"{reverse('article', args=[self.article.slug])}#{self.element_id}"

    @property
    def element_id(self) -> str:
        """The id of the passage's first mark on a page, unique there even with several articles side by side."""
        return f"passage-{self.pk}"

    @property
    def is_orphan(self) -> bool:
        return self.anchor_state == AnchorState.ORPHAN

    @property
    def span(self) -> Span | None:
        """Where the passage stands in the current text; None for an orphan."""
        if self.is_orphan or self.start is None or self.end is None:
            return None
        return Span(self.start, self.end)

    @property
    def selectors(self) -> Selectors:
        """The W3C selectors that find the span again; an orphan keeps the position where it last stood."""
        position = None if self.start is None or self.end is None else TextPosition(self.start, self.end)
        return Selectors(quote=TextQuote(self.exact, self.prefix, self.suffix), position=position)
