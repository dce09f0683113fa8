"""A page that was asked for by its address: what came, kept as a WARC file, and what became of it."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from archive.models.addresses import WebAddressField, web_address_constraint


class Fetch(models.Model):
    """One attempt. Of a failed one, `problem` says why, and what was received, if anything, is kept too."""

    url = WebAddressField("address")
    final_url = WebAddressField("address it led to", blank=True)
    fetched_at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField("HTTP status", null=True)
    problem = models.TextField(blank=True)
    # The requests and responses, redirects and all, as one gzipped WARC file in the content store.
    warc_sha256 = models.CharField(
        "SHA-256 of the WARC file",
        max_length=64,
        blank=True,
        validators=[RegexValidator(r"^[0-9a-f]{64}\Z", "Not a SHA-256 digest.")],
    )
    warc_size = models.PositiveBigIntegerField(default=0, help_text="In bytes.")
    article = models.ForeignKey(
        "archive.Article", null=True, blank=True, on_delete=models.SET_NULL, related_name="fetches"
    )

    class Meta:
        ordering = ("-fetched_at", "-pk")
        verbose_name_plural = "fetches"
        constraints = (
            web_address_constraint("url", "fetch_url_of_the_web"),
            web_address_constraint("final_url", "fetch_final_url_of_the_web"),
        )

    def __str__(self) -> str:
        return f"{self.url} ({self.status or self.problem or 'waiting'})"
