"""What stands behind a field's name -> its leaf: words, a stance, a year, a date, or a range of them."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from archive.search.grammar.fields import Field, Kind
from archive.search.grammar.notes import Told
from archive.search.grammar.notes import gettext_noop as _
from archive.search.grammar.tree import Pattern, Phrase, Range, Word

STANCES = ("asserts", "disputes", "qualifies")

_YEAR = r"\d{4}"
_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_RANGE = re.compile(r"(?P<low>[\d-]*|\*)(?:\.\.\.?|…|–|—)(?P<high>[\d-]*|\*)")
_YEARS = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
_COMPARED = re.compile(r"(?P<sign>[<>]?=|[<>]|≤|≥)(?P<value>[\d-]+)")


def field_value(field: Field, text: str, *, quoted: bool) -> Word | Phrase | Pattern | Range | None:
    """The leaf for `field:text`; None where the field takes no such value."""
    if not field.has_words and text and not text.strip("*"):
        return Pattern("*", field.name)
    if field.kind is Kind.STANCE:
        return _stance(field, text)
    if field.kind in {Kind.YEAR, Kind.DATE}:
        return _time(field, text, re.compile(_YEAR if field.kind is Kind.YEAR else _DATE, re.ASCII))
    return Phrase(text, field.name) if quoted else Word(text, field.name)


def refusal(field: Field) -> Told:
    """What values the field takes, for a note on one that it does not take."""
    kinds = {
        Kind.STANCE: _("one of asserts, disputes, qualifies"),
        Kind.YEAR: _("a year of four digits, or a range such as 2013..2019"),
        Kind.DATE: _("a date such as 2014, 2014-09 or 2014-09-27, or a range of them"),
    }
    return Told(kinds.get(field.kind, _("words")))


def _stance(field: Field, text: str) -> Word | None:
    text = text.lower()
    meant = [
        stance for stance in STANCES if text in {stance, stance.removesuffix("s"), stance.removesuffix("ies") + "y"}
    ]
    return Word(meant[0], field.name) if meant else None


def _time(field: Field, text: str, form: re.Pattern[str]) -> Word | Range | None:
    if form.fullmatch(text):
        return Word(text, field.name)
    if years := _YEARS.fullmatch(text):
        return _between(field, years[1], years[2])
    if compared := _COMPARED.fullmatch(text):
        return _compared(field, compared["sign"], compared["value"]) if form.fullmatch(compared["value"]) else None
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    low, high = (end.replace("*", "") for end in found.groups())
    if not (low or high) or not all(end == "" or form.fullmatch(end) for end in (low, high)):
        return None
    return _between(field, low, high)


def _between(field: Field, low: str, high: str) -> Range:
    # Compared at the precision that both have, 2014-09..2014 runs to the end of the year.
    if low and high and low[: len(high)] > high[: len(low)]:
        low, high = high, low
    return Range(field.name, low, high)


def _compared(field: Field, sign: str, value: str) -> Word | Range | None:
    if sign == "=":
        return Word(value, field.name)
    after = sign in {">", ">=", "≥"}
    end: str | None = value
    if sign in {">", "<"}:
        end = _neighbour(value, 1 if after else -1)
    if end is None:
        return None
    return Range(field.name, end, "") if after else Range(field.name, "", end)


def _neighbour(date: str, step: int) -> str | None:
    """The year, month or day before or after, at the precision given; None past the years 1 to 9999."""
    year, month, day = (*(int(part) for part in date.split("-")), 0, 0)[:3]
    try:
        if day:
            last = calendar.monthrange(year, month)[1]
            moved = dt.date(year, month, min(day, last)) + dt.timedelta(days=step)
            # Of a day that the month does not have, the one before is the month's last.
            return (moved if step > 0 or day <= last else dt.date(year, month, last)).isoformat()
        months = year * 12 + (month or 1) - 1 + (step if month else step * 12)
        moved = dt.date(months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError):
        return None
    return moved.isoformat()[:7] if month else moved.isoformat()[:4]
