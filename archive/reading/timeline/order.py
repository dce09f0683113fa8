"""What came first and what was reversed, as far as the dates allow to say it.

Nothing is said that another reading of the dates would deny: where two spans overlap, their order is not certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.models import Stance
from archive.reading.timeline.appearances import Appearance
from archive.reading.timeline.moments import When

OPPOSITE = {Stance.ASSERTS: Stance.DISPUTES, Stance.DISPUTES: Stance.ASSERTS}


@dataclass(frozen=True, slots=True)
class Firsts:
    """The appearances that nothing is known to precede. is_certain: they are of one article, so there is no other."""

    candidates: tuple[Appearance, ...]

    @property
    def is_certain(self) -> bool:
        return len({one.article.pk for one in self.candidates}) == 1


@dataclass(frozen=True, slots=True)
class Change:
    """One source took `before`'s stance and `after`'s, the opposite. is_certain: `before` did come first.

    Otherwise their dates overlap: it may have changed its mind either way.
    """

    before: Appearance
    after: Appearance
    is_certain: bool


def firsts(dated: Sequence[Appearance]) -> Firsts:
    """The first of `dated`, or all that may be. It is enough to ask those that end earliest, so the cost is linear."""
    if not dated:
        return Firsts(())
    pivots = [min(dated, key=lambda one: _when(one).reach[1])]
    if timed := [one for one in dated if _when(one).instant is not None]:
        pivots.append(min(timed, key=lambda one: _when(one).begin))
    return Firsts(tuple(one for one in dated if not any(pivot.is_before(one) for pivot in pivots)))


def reversals(dated: Sequence[Appearance]) -> list[Change]:
    """The changes of mind that happened for certain, in time, of one source to one claim.

    The longest chain of opposite stances, each known to come before the next: however the uncertain dates lie, the
    source changed its mind at least so often. Qualifying in between is none.
    """
    decisive = sorted((one for one in dated if one.stance in OPPOSITE), key=_ending)
    chain = max((_chain(decisive, start) for start in OPPOSITE), key=len)
    return [
        Change(_last_before(decisive[first:last], decisive[last]), decisive[last], is_certain=True)
        for first, last in pairwise(chain)
    ]


def _chain(decisive: Sequence[Appearance], start: Stance) -> list[int]:
    """From the first of stance `start`, always the opposite one that ends soonest after it: no chain is longer."""
    chain: list[int] = []
    for place, one in enumerate(decisive):
        last = decisive[chain[-1]] if chain else None
        if (one.stance != last.stance and last.is_before(one)) if last else one.stance == start:
            chain.append(place)
    return chain


def _last_before(between: Sequence[Appearance], after: Appearance) -> Appearance:
    """The last that still took the stance of the first, so that the change is told as closely as it is known."""
    same = (one for one in between if one.stance == between[0].stance and one.is_before(after))
    return max(same, key=lambda one: _when(one).order)


def doubts(dated: Sequence[Appearance]) -> list[Change]:
    """Opposite stances of one source to one claim whose order is not known, told once for the later listed of them.

    Both in one article are not told: an article that gives both sides at once has not changed its mind.
    """
    found = []
    reaching: dict[Stance, Appearance] = {}  # of each stance, the one so far that may lie latest
    for one in sorted((one for one in dated if one.stance in OPPOSITE), key=lambda one: _when(one).reach):
        other = reaching.get(OPPOSITE[one.stance])
        if other and other.article.pk != one.article.pk and not other.is_before(one) and not one.is_before(other):
            found.append(Change(other, one, is_certain=False))
        best = reaching.get(one.stance)
        if best is None or _when(one).reach[1] >= _when(best).reach[1]:
            reaching[one.stance] = one
    return found


def _ending(one: Appearance) -> tuple[int, float, float]:
    return _when(one).reach[1], _when(one).end, _when(one).begin


def _when(one: Appearance) -> When:
    if one.when is None:
        raise ValueError(f"Passage {one.passage} is undated. Set undated ones apart before asking for their order.")
    return one.when
