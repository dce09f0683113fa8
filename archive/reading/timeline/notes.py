"""What is worth saying of an appearance: that it is the first, that it reverses an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models import Stance
from archive.reading.timeline.appearances import Appearance
from archive.reading.timeline.order import Change, firsts

FIRST, FIRST_OF_STANCE, CHANGE = "first", "first of its stance", "change"


@dataclass(frozen=True, slots=True)
class Note:
    """kind: FIRST, FIRST_OF_STANCE or CHANGE. is_certain: the dates leave no doubt of it. change: what changed."""

    kind: str
    is_certain: bool
    stance: Stance
    change: Change | None = None

    @property
    def text(self) -> str:
        """The note as a sentence, made when it is shown: most are not."""
        if self.change:
            return _change_in_words(self.change)
        if self.kind == FIRST:
            if self.is_certain:
                return _("First in the archive")
            return _("Perhaps the first in the archive: the order is not certain")
        return _first_of(self.stance) if self.is_certain else _perhaps_first_of(self.stance)

    @property
    def label(self) -> str:
        """The note in a word, for a drawing; of the first of a stance none, for a ring says it."""
        if self.kind == CHANGE:
            return _("reversal") if self.is_certain else _("order not certain")
        if self.kind == FIRST_OF_STANCE:
            return ""
        return _("first") if self.is_certain else _("first?")


def notes_of(found: Sequence[Appearance], changes: Iterable[Change]) -> dict[Appearance, tuple[Note, ...]]:
    """The notes on what speaks to one claim. What is undated has none: it may have come first, or not."""
    dated = [one for one in found if one.when]
    notes: dict[Appearance, list[Note]] = {}
    begun = firsts(dated)
    for one in begun.candidates:
        notes.setdefault(one, []).append(Note(FIRST, begun.is_certain, one.stance))
    for stance in Stance:
        group = firsts([one for one in dated if one.stance == stance])
        for one in group.candidates:
            if one not in notes or (group.is_certain and not begun.is_certain):  # else the note on the first says it
                notes.setdefault(one, []).append(Note(FIRST_OF_STANCE, group.is_certain, stance))
    for change in changes:
        notes.setdefault(change.after, []).append(Note(CHANGE, change.is_certain, change.after.stance, change))
    return {one: tuple(said) for one, said in notes.items()}


def _first_of(stance: Stance) -> str:
    return {
        Stance.ASSERTS: _("First in the archive to assert it"),
        Stance.DISPUTES: _("First in the archive to dispute it"),
        Stance.QUALIFIES: _("First in the archive to qualify it"),
    }[stance]


def _perhaps_first_of(stance: Stance) -> str:
    return {
        Stance.ASSERTS: _("Perhaps the first to assert it: the order is not certain"),
        Stance.DISPUTES: _("Perhaps the first to dispute it: the order is not certain"),
        Stance.QUALIFIES: _("Perhaps the first to qualify it: the order is not certain"),
    }[stance]


def _change_in_words(change: Change) -> str:
    said = {"source": change.after.source.name, "before": change.before.words, "after": change.after.words}
    asserted_first = change.before.stance == Stance.ASSERTS
    if not change.is_certain:
        asserting, disputing = (said["before"], said["after"]) if asserted_first else (said["after"], said["before"])
        said |= {"asserting": asserting, "disputing": disputing}
        return _("Order not certain: %(source)s asserts it, %(asserting)s, and disputes it, %(disputing)s") % said
    if asserted_first:
        return _("Reversal: %(source)s asserts it, %(before)s; disputes it, %(after)s") % said
    return _("Reversal: %(source)s disputes it, %(before)s; asserts it, %(after)s") % said
