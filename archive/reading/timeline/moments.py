"""When something was published, as far as it is known, and which of two came first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from archive import dates

QUALIFIED = ("?", "~", "%")  # EDTF's uncertain, approximate and both
LAST_DAY = dt.date.max.toordinal()
SECONDS = 86_400  # of a day


@dataclass(frozen=True)
class When:
    """A publication date as the database keeps it: no grammar is run to place it.

    value: the EDTF text. earliest, latest: civil days. instant: in UTC, only where the time of day is known.
    """

    value: str
    earliest: dt.date
    latest: dt.date
    instant: dt.datetime | None

    def __str__(self) -> str:
        """In words."""
        return str(dates.parse(self.value))

    @cached_property
    def begin(self) -> float:
        """In days, as date.toordinal() counts them."""
        return self.earliest.toordinal() if self.instant is None else _ordinal(self.instant)

    @cached_property
    def end(self) -> float:
        """Where the stated span ends, exclusive; the same as `begin` for an instant."""
        return self.latest.toordinal() + 1 if self.instant is None else _ordinal(self.instant)

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2

    @cached_property
    def is_uncertain(self) -> bool:
        """It is written with ?, ~ or %, at either end."""
        return any(part.endswith(QUALIFIED) for part in self.value.split("/"))

    @cached_property
    def reach(self) -> tuple[int, int]:
        """The first and last day, as ordinals, that it may stand for.

        What is marked as uncertain or approximate may lie outside the stated span: as far beyond it as that is long
        (`2013?` from 2012 to 2014, `2019-07~` from June to August). EDTF gives no width; python-edtf pads alike.
        """
        parts = self.value.split("/")
        first = self.earliest.toordinal() - self._beyond(parts[0])
        last = self.latest.toordinal() + self._beyond(parts[-1])
        return max(first, 1), min(last, LAST_DAY)

    def _beyond(self, part: str) -> int:
        if not part.endswith(QUALIFIED):
            return 0
        whole = self if part == self.value else dates.parse(part)
        return (whole.latest - whole.earliest).days + 1

    def is_before(self, other: When) -> bool:
        """It came first for certain: by the moment where both are known to it, else by days that do not overlap."""
        if self.instant is not None and other.instant is not None:
            return self.instant < other.instant
        return self.reach[1] < other.reach[0]

    @property
    def order(self) -> tuple[float, float, str]:
        """How dates are listed: those that may begin first come first, the vaguer later."""
        return self.begin, self.end, self.value


def _ordinal(moment: dt.datetime) -> float:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return moment.toordinal() + seconds / SECONDS
