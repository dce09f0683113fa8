"""Passages and claims as plain rows, for pages of hundreds: an instance of the model takes five times as long."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from django.urls import reverse

from archive.models import Passage
from archive.text.selectors import Span


class ClaimRow(NamedTuple):
    pk: int
    statement: str
    slug: str

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.slug])


class PassageRow(NamedTuple):
    """A passage that stands in its text: what is drawn of it there and noted beside it. state: an AnchorState."""

    claim: ClaimRow
    pk: int
    stance: str
    speaker: str
    note: str
    start: int
    end: int
    state: str

    @property
    def claim_id(self) -> int:
        return self.claim.pk

    @property
    def element_id(self) -> str:
        return f"passage-{self.pk}"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


AnyPassage: TypeAlias = Passage | PassageRow
