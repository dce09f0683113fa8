"""The facts of a timeline: its lanes, what came first, what was reversed, what is undated. No geometry, no markup.

The drawing and its table both read them, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.models import Claim, Stance
from archive.reading.timeline import order
from archive.reading.timeline.appearances import Appearance, Party, appearances
from archive.reading.timeline.notes import FIRST, Note, notes_of
from archive.reading.timeline.order import Change

ROWS = (Stance.ASSERTS, Stance.QUALIFIES, Stance.DISPUTES)  # of a lane, from the top
MOST_LANES = 30  # of one claim's timeline: more would be a picture that nobody takes in


@dataclass(frozen=True, slots=True)
class Lane:
    """What one source says to a claim in time, or what all sources say to one of several claims.

    dated: in time. changes: reversals and doubts about their order, of what is shown.
    """

    party: Party
    dated: tuple[Appearance, ...]
    undated: tuple[Appearance, ...]
    changes: tuple[Change, ...]

    @property
    def shown(self) -> tuple[Appearance, ...]:
        return self.dated + self.undated

    @property
    def stances(self) -> list[Stance]:
        """Those taken here, in the order of their rows."""
        taken = {one.stance for one in self.shown}
        return [stance for stance in ROWS if stance in taken]

    @property
    def count(self) -> int:
        """How many passages."""
        return sum(one.count for one in self.shown)


@dataclass(frozen=True, slots=True)
class Timeline:
    """lanes_are: 'sources' or 'claims'. notes: of the appearances that have any. further: lanes that are left out."""

    lanes_are: str
    lanes: tuple[Lane, ...]
    notes: Mapping[Appearance, tuple[Note, ...]]
    further: tuple[Lane, ...] = ()

    @property
    def dated(self) -> list[Appearance]:
        return [one for lane in self.lanes for one in lane.dated]

    @property
    def undated_count(self) -> int:
        """How many passages stand in articles of unknown date."""
        return sum(one.count for lane in self.lanes for one in lane.undated)

    @property
    def further_count(self) -> int:
        """How many passages the lanes that are left out hold."""
        return sum(lane.count for lane in self.further)

    @property
    def further_reversals(self) -> int:
        return sum(change.is_certain for lane in self.further for change in lane.changes)


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the facts is shown. They are worked out from all passages, so that no filter makes a later one first.

    source: a primary key. first, last: years; what may lie between them is shown, the undated only without them.
    """

    source: int | None = None
    stance: str = ""
    first: int | None = None
    last: int | None = None

    def shows(self, one: Appearance) -> bool:
        if self.source not in (None, one.source.pk) or (self.stance and self.stance != one.stance):
            return False
        if one.when is None:
            return self.first is None and self.last is None
        return one.when.latest.year >= (self.first or 0) and one.when.earliest.year <= (self.last or 9999)


def claim_timeline(claim: Claim) -> Timeline:
    """Who said what to `claim`, and when: a lane for each source, the first to speak on top.

    Where there are more than MOST_LANES, those are kept that hold the first appearance and that say most.
    """
    found = appearances([claim])
    changes = _changes(found)
    notes = notes_of(found, changes)
    lanes = [_lane(group[0].source, group, changes) for group in _grouped(found, lambda one: one.source.pk).values()]
    begun = {one.source.pk for one, said in notes.items() if any(note.kind == FIRST for note in said)}
    ranked = sorted(lanes, key=lambda lane: (lane.party.pk not in begun, -lane.count))
    kept = {lane.party.pk for lane in ranked[:MOST_LANES]}
    shown, further = (tuple(lane for lane in lanes if (lane.party.pk in kept) == want) for want in (True, False))
    return Timeline("sources", shown, notes, further)


def claims_timeline(claims: Sequence[Claim], scope: Scope) -> Timeline:
    """What is said to each of `claims` in time: a lane for each, in their order, of what `scope` shows."""
    by_claim = _grouped(appearances(claims), lambda one: one.claim_id)
    lanes = []
    notes: dict[Appearance, tuple[Note, ...]] = {}
    for claim in claims:
        found = by_claim.get(claim.pk, [])
        changes = _changes(found)
        notes |= notes_of(found, changes)
        shown = [one for one in found if scope.shows(one)]
        lanes.append(_lane(Party("claim", claim.pk, claim.statement, claim.slug), shown, changes))
    return Timeline("claims", tuple(lanes), notes)


def _grouped(found: Iterable[Appearance], key: Callable[[Appearance], int]) -> dict[int, list[Appearance]]:
    """By `key`, in the order in which they are met."""
    groups: dict[int, list[Appearance]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def _changes(found: Iterable[Appearance]) -> list[Change]:
    """The changes of mind of each source to the one claim that all of `found` speak to."""
    dated = _grouped((one for one in found if one.when), lambda one: one.source.pk)
    return [change for group in dated.values() for change in (*order.reversals(group), *order.doubts(group))]


def _lane(party: Party, shown: Sequence[Appearance], changes: Iterable[Change]) -> Lane:
    here = set(shown)
    return Lane(
        party,
        dated=tuple(one for one in shown if one.when),
        undated=tuple(one for one in shown if not one.when),
        changes=tuple(change for change in changes if {change.before, change.after} <= here),
    )
