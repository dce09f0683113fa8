"""Publication dates in the forms of others: CSL-JSON's date-parts and RIS's slashes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from archive.dates import SEASONS, PublicationDate

QUALIFIERS = "?~%"


def csl_date(date: PublicationDate) -> dict[str, Any]:
    """A date of CSL-JSON: one list of parts, or two for an interval; circa where anything of it is not certain."""
    ends = date.value.split("/")
    if len(ends) == 1 and (decade := re.match(r"\d{3}X", date.value)):
        ends = [decade[0].replace("X", digit) + date.value[4:] for digit in "09"]
    found: dict[str, Any] = {"date-parts": [_parts(end) for end in ends]}
    if len(ends) == 1 and (season := re.match(r"\d{4}-(2[1-4])", date.value)):
        found["season"] = int(season[1]) - 20
    if any(sign in date.value for sign in QUALIFIERS):
        found["circa"] = True
    return found


def csl_day(day: dt.date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _parts(value: str) -> list[int]:
    """Year, month and day, as many as are known; of a season the year alone, of a decade its first year."""
    numbers = [int(number) for number in value.rstrip(QUALIFIERS).partition("T")[0].replace("X", "0").split("-")]
    return numbers[:1] if len(numbers) > 1 and str(numbers[1]) in SEASONS else numbers


def ris_date(date: PublicationDate) -> str:
    """RIS's 'year/month/day/other': what is known in its place, and in words what the places cannot say."""
    first = date.value.split("/")[0]
    places = [f"{part:02}" for part in _parts(first)]
    places[0] = places[0].zfill(4)
    plain = re.fullmatch(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d{2})?)?", date.value)
    return "/".join([*places, *([""] * (3 - len(places))), "" if plain else str(date)])


def year_of(date: PublicationDate) -> str:
    """The year; of a date that may lie in several, the first and the last."""
    first, last = date.earliest.year, date.latest.year
    return f"{first:04}" if first == last else f"{first:04}/{last:04}"
