"""The marks of a timeline: where each appearance is drawn, and which are so close that they become one mark."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Stance
from archive.reading.timeline.appearances import Appearance, Cited
from archive.reading.timeline.axis import LETTER, Axis, text_width
from archive.reading.timeline.facts import Lane
from archive.reading.timeline.notes import CHANGE, Note
from archive.rendering import SIGNS

HALF = 15  # half a mark with its ring, in units of the drawing: at 30 a finger meets the right one
MOST_NAMED = 3  # articles or sources of one mark that its row names
UNDATED = 46  # distance of the undated marks from the end of the axis


@dataclass(frozen=True, eq=False)
class Mark:
    """One sign in the drawing and one row of the table: appearances of one lane and stance at almost the same place.

    x, y: its centre. number: from 1, in the order of the table. room: to the right of the sign and its count.
    """

    lane: Lane
    stance: Stance
    appearances: tuple[Appearance, ...]
    notes: tuple[Note, ...]
    x: int
    y: int
    room: int
    number: int = 0
    is_tab_stop: bool = True

    @property
    def sign(self) -> str:
        return SIGNS[self.stance]

    @property
    def count(self) -> int:
        """How many passages it stands for."""
        return sum(one.count for one in self.appearances)

    @property
    def orphans(self) -> int:
        return sum(one.orphans for one in self.appearances)

    @property
    def is_orphan(self) -> bool:
        return self.orphans == self.count

    @property
    def is_undated(self) -> bool:
        return self.appearances[0].when is None

    @property
    def ring(self) -> str:
        """'sure' around what is the first of its stance in the archive; 'perhaps' where that is not certain."""
        first = [note for note in self.notes if note.kind != CHANGE]
        return ("sure" if any(note.is_certain for note in first) else "perhaps") if first else ""

    @cached_property
    def label(self) -> str:
        """What is written beside the sign: how many passages, and what is notable, as far as there is room."""
        words = [_count_label(self.count), *dict.fromkeys(note.label for note in self.notes)]
        words = [word for word in words if word]
        while len(words) > 1 and text_width(" ".join(words)) > self.room:
            words.pop()
        text = " ".join(words)
        return text if text_width(text) <= self.room or text == _count_label(self.count) else ""

    @property
    def url(self) -> str:
        """The passage's place; of a mark of several articles its row in the table, which links to each."""
        return self.appearances[0].url if len(self.articles) == 1 else f"#{self.row_id}"

    @property
    def row_id(self) -> str:
        return f"moment-{self.number}"

    @cached_property
    def articles(self) -> dict[Cited, Appearance]:
        """Each article once, with the first of its appearances here."""
        found: dict[Cited, Appearance] = {}
        for one in self.appearances:
            found.setdefault(one.article, one)
        return found

    @property
    def named(self) -> list[Appearance]:
        """One for each article that the row names."""
        return list(self.articles.values())[:MOST_NAMED]

    @property
    def unnamed_count(self) -> int:
        return max(0, len(self.articles) - MOST_NAMED)

    @property
    def sources(self) -> str:
        """Whose articles they are, in words."""
        names = list(dict.fromkeys(one.source.name for one in self.appearances))
        if len(names) <= MOST_NAMED:
            return "; ".join(names)
        more = len(names) - MOST_NAMED
        listed = {"names": "; ".join(names[:MOST_NAMED]), "more": more}
        return ngettext("%(names)s and %(more)s other source", "%(names)s and %(more)s other sources", more) % listed

    @cached_property
    def dates(self) -> str:
        """When, in words; of several dates the first and the last."""
        first, last = self.appearances[0], max(self.appearances, key=lambda one: one.when.order[1] if one.when else 0.0)
        if self.is_undated:
            return _("undated")
        if first.words == last.words:
            return first.words
        return _("%(first)s to %(last)s") % {"first": first.words, "last": last.words}

    @cached_property
    def said(self) -> list[str]:
        """What its notes say, each once."""
        said = list(dict.fromkeys(note.text for note in self.notes[:MOST_NAMED]))
        if (more := len(self.notes) - MOST_NAMED) > 0:
            said.append(ngettext("And %(n)s more note", "And %(n)s more notes", more) % {"n": more})
        if self.orphans:
            said.append(_orphans_in_words(self.orphans))
        return said

    @property
    def name(self) -> str:
        """What a screen reader says of it."""
        facts = {"source": self.sources, "date": self.dates, "stance": self.stance.label, "n": self.count}
        line = ngettext(
            "%(source)s, %(date)s: %(stance)s, %(n)s passage",
            "%(source)s, %(date)s: %(stance)s, %(n)s passages",
            self.count,
        )
        return ". ".join([line % facts, *self.said])


@dataclass
class Cluster:
    """Appearances that are drawn as one mark, between `low` and `high`."""

    appearances: list[Appearance]
    count: int
    low: int
    high: int

    @property
    def x(self) -> int:
        return (self.low + self.high) // 2

    @property
    def left(self) -> int:
        return self.x - HALF

    @property
    def right(self) -> int:
        return self.x + HALF + label_room(self.count)


def label_room(count: int) -> int:
    """The width of a mark's count. Its digits and its sign are narrow."""
    return math.ceil(len(_count_label(count)) * LETTER)


def _orphans_in_words(count: int) -> str:
    line = ngettext(
        "%(n)s passage is no longer found in its text", "%(n)s passages are no longer found in their texts", count
    )
    return line % {"n": count}


def _count_label(count: int) -> str:
    return f"×{count}" if count > 1 else ""


def clusters(dated: Iterable[Appearance], axis: Axis, gap: int) -> list[Cluster]:
    """Those of one lane and stance from left to right, none nearer to the next than `gap`: where they would be,
    they become one in the middle of their places, so that later ones are never drawn left of earlier ones."""
    placed = sorted(((axis.x(one.when.middle), number, one) for number, one in enumerate(dated) if one.when))
    found: list[Cluster] = []
    for x, _number, one in placed:
        found.append(Cluster([one], one.count, x, x))
        while len(found) > 1 and found[-2].right + gap > found[-1].left:
            last = found.pop()
            found[-1].appearances += last.appearances
            found[-1].count += last.count
            found[-1].high = max(found[-1].high, last.high)
    return found


def row_marks(
    lane: Lane,
    stance: Stance,
    row: Sequence[Cluster],
    y: int,
    notes: Mapping[Appearance, tuple[Note, ...]],
    end: int,
) -> list[Mark]:
    """The marks of one row. end: where its room ends."""
    ends = [*(cluster.left for cluster in row[1:]), end][: len(row)]
    return [
        Mark(
            lane,
            stance,
            tuple(sorted(cluster.appearances, key=lambda one: one.when.order if one.when else (0.0, 0.0, ""))),
            tuple(note for one in cluster.appearances for note in notes.get(one, ())),
            cluster.x,
            y,
            room=next_left - cluster.x - HALF - 4,
        )
        for cluster, next_left in zip(row, ends, strict=True)
    ]
