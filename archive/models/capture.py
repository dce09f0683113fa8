"""The bytes of an article as they were received, never changed, named by their SHA-256."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from archive import content_store
from archive.models.addresses import WebAddressField, web_address_constraint


class CaptureQuerySet(models.QuerySet["Capture"]):
    def newest_first(self) -> CaptureQuerySet:
        return self.order_by("-received_at", "-pk")


class Capture(models.Model):
    """A row for bytes in the content store. No page or command changes or deletes one but an explicit purge."""

    article = models.ForeignKey("archive.Article", on_delete=models.PROTECT, related_name="captures")
    sha256 = models.CharField(
        "SHA-256", max_length=64, unique=True, validators=[RegexValidator(r"^[0-9a-f]{64}\Z", "Not a SHA-256 digest.")]
    )
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    media_type = models.CharField(max_length=100, help_text="As declared or found, with its charset where stated.")
    name = models.CharField("file name", max_length=255, blank=True)
    origin = models.CharField(
        max_length=500, blank=True, help_text="Where the bytes stood: which record, row or member of which file."
    )
    url = WebAddressField("address", blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    # The text as it was read from these bytes and corrected, kept when another capture's takes its place.
    text = models.TextField(null=True, editable=False)  # noqa: DJ001 - empty is a text; null is none
    blocks = models.JSONField(null=True, editable=False)
    inlines = models.JSONField(null=True, editable=False)

    objects = CaptureQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        indexes = (models.Index(fields=("name", "origin"), name="capture_by_file"),)  # as an edited file is met again
        constraints = (web_address_constraint("url", "capture_url_of_the_web"),)

    def __str__(self) -> str:
        return f"{self.name or self.url or 'capture'} ({self.sha256[:12]})"

    def read(self) -> bytes:
        """Return the bytes. Raises content_store.DamagedContentError where they are missing or changed."""
        return content_store.read(self.sha256)
