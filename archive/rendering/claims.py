"""The claims of a page: their numbers, their colours, and their passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.models import Claim, Passage
from archive.rendering.rows import AnyPassage

COLOURS = 8  # how many hues readers can tell apart at once, colour-blind ones too; further claims are marked quietly


@dataclass(frozen=True, slots=True)
class ClaimOnPage:
    """A claim with its number on this page and its passages there, in text order."""

    claim: Claim
    number: int
    passages: tuple[Passage, ...]

    @property
    def css(self) -> str:
        return colour_class(self.number)


def colour_class(number: int) -> str:
    """The style sheet's class for the claim of this number on a page."""
    return f"claim-{number}" if 1 <= number <= COLOURS else "claim-quiet"


def number_claims(passages: Iterable[AnyPassage]) -> dict[int, int]:
    """Number the claims of `passages` from 1 in order of appearance, by primary key."""
    keys = dict.fromkeys(passage.claim_id for passage in passages)
    return {key: number for number, key in enumerate(keys, start=1)}


def group_by_claim(passages: Sequence[Passage], numbers: Mapping[int, int]) -> list[ClaimOnPage]:
    """The claims of `passages` with their passages, in order of number; those without one come last."""
    groups: dict[int, list[Passage]] = {}
    for passage in passages:
        groups.setdefault(passage.claim_id, []).append(passage)
    claims = [ClaimOnPage(group[0].claim, numbers.get(key, 0), tuple(group)) for key, group in groups.items()]
    return sorted(claims, key=lambda one: one.number or len(claims) + 1)
