"""That something was decided about passages whose article's text has changed, wherever that was done."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone

from archive.models import Passage, Reanchoring

By = AbstractBaseUser | AnonymousUser | None  # who decides; None for the archive itself


def settle(passages: Iterable[Passage], decision: str, by: By = None) -> int:
    """Write `decision` on what waits for a curator about `passages`; return how many rows that were."""
    waiting = Reanchoring.objects.waiting().filter(passage__in=[passage.pk for passage in passages])
    who = by if by is not None and by.is_authenticated else None
    return waiting.update(decision=decision, decided_at=timezone.now(), decided_by=who)
