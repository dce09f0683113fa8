"""What a curator decides about two articles that say nearly the same. Shown, never merged."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from archive.models import Likeness


@transaction.atomic
def judge(likenesses: Iterable[Likeness], verdict: str) -> list[Likeness]:
    """Give each likeness this verdict and return those that had another."""
    changed = [likeness for likeness in likenesses if likeness.verdict != verdict]
    for likeness in changed:
        likeness.verdict, likeness.decided_at = verdict, timezone.now()
    Likeness.objects.bulk_update(changed, ["verdict", "decided_at"])
    return changed
