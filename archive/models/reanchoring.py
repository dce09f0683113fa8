"""What became of a passage when its article's text changed, until a curator has looked at it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from archive.models.passage import AnchorState


class Decision(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    MOVED = "moved", _("Moved")
    RETIRED = "retired", _("Retired")
    OVERTAKEN = "overtaken", _("Overtaken")  # the text changed again before anybody looked


_WORST = (AnchorState.ORPHAN, AnchorState.FUZZY, AnchorState.MOVED)
_PLACES = (When(state=state, then=Value(place)) for place, state in enumerate(_WORST))
WORST_FIRST = (Case(*_PLACES, default=Value(len(_WORST))), "score", "pk")


class ReanchoringQuerySet(models.QuerySet["Reanchoring"]):
    def waiting(self) -> ReanchoringQuerySet:
        return self.filter(decision=Decision.WAITING)

    def worst_first(self) -> ReanchoringQuerySet:
        """Orphans, then what was found approximately, the least alike first, then what only moved."""
        return self.order_by(*WORST_FIRST)

    def for_review(self) -> ReanchoringQuerySet:
        """With all that deciding on one needs."""
        passage = ("passage__claim", "passage__article__source", "passage__article__capture")
        return self.select_related(*passage, "old_capture", "new_capture", "decided_by")


class Reanchoring(models.Model):
    """One passage, one change of text. Offsets count code points of the texts of the two captures."""

    passage = models.ForeignKey("archive.Passage", on_delete=models.CASCADE, related_name="reanchorings")
    old_capture = models.ForeignKey("archive.Capture", null=True, on_delete=models.SET_NULL, related_name="+")
    new_capture = models.ForeignKey("archive.Capture", null=True, on_delete=models.SET_NULL, related_name="+")
    old_start = models.PositiveIntegerField(null=True)
    old_end = models.PositiveIntegerField(null=True)
    new_start = models.PositiveIntegerField(null=True)
    new_end = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=AnchorState)
    score = models.FloatField()
    created_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ReanchoringQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "re-anchored passage"
        indexes = (
            models.Index(
                fields=("created_at",), condition=models.Q(decision=Decision.WAITING), name="reanchoring_waiting"
            ),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(decision__in=Decision.values), name="reanchoring_decision_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.passage}"
