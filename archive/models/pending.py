"""Rows that await indexing: written in the transaction that changed them, so that no change is lost to search."""

from __future__ import annotations

from django.db import models


class PendingIndexing(models.Model):
    """One note that the index must look at `model` row `key` again: index it if it is there, forget it if not."""

    model = models.CharField(max_length=100)  # as Model._meta.label_lower
    key = models.CharField(max_length=40)
    queued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "pending indexing"

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
