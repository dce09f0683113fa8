"""Try a curator's verb and keep nothing, so that its error can stand beside the field that caused it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rehearsal() -> Iterator[None]:
    """Undo every write of the block, whether it succeeds or raises. Give it copies of rows: those are not undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
