"""Publication dates as they are known: EDTF, the Extended Date/Time Format of ISO 8601-2:2019.

`2013?` is an uncertain year, `2019-07` a month, `2014-09-27T06:21:00+09:00` an instant: each keeps its precision,
sorts and filters by the days that it may stand for, and reads as a person would write it.
Grammar: https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils import dateformat
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

# What of EDTF is taken: years, decades, months, days, seasons and instants, each perhaps uncertain (?), approximate (~)
# or both (%), and intervals of two of them. Sets and inner qualifiers are left out: no list could sort or word them.
FORM = r"(?:\d{4}|\d{3}X|\d{4}-\d{2}|\d{4}-\d{2}-\d{2})[?~%]?"
INSTANT = r"\d{4}-\d{2}-\d{2}T[\d:]+(?:Z|[+-]\d{2}:\d{2})?"
TAKEN = re.compile(rf"(?:{FORM}(?:/{FORM})?|{INSTANT})", re.ASCII)

DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T|\Z)", re.ASCII)

SEASONS = {"21": "Spring", "22": "Summer", "23": "Autumn", "24": "Winter"}
QUALIFIERS = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}


class DateError(ValueError):
    """Not a date that the archive can keep; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """A parsed EDTF value.

    value: the EDTF text, as given.
    earliest, latest: the first and last civil day it may stand for, at the place of publication.
    instant: where it sorts, in UTC: the stated time, or the first moment of `earliest`.
    """

    value: str
    earliest: dt.date
    latest: dt.date
    instant: dt.datetime

    def __str__(self) -> str:
        """The date as a person writes it: '27 September 2014, 06:21 (UTC+9)', 'July 2019', '2013 (uncertain)'."""
        return " to ".join(_in_words(part) for part in self.value.split("/"))


@lru_cache(maxsize=4096)  # the grammar costs milliseconds, and a list of articles asks for the same few dates
def parse(value: str) -> PublicationDate:
    """Parse an EDTF date of the years 1 to 9999 with known bounds. Raises DateError."""
    value = value.strip()
    advice = f"{value[:60]!r} is not a date in EDTF. Write 2014-09-27, 2019-07, 2013, 2013? (uncertain), 2013~ (about)."
    if value.startswith("/") or value.endswith("/") or ".." in value:
        raise DateError(f"{value[:60]!r} has an open end. Write both ends, as in 2013/2015.")
    if not TAKEN.fullmatch(value):
        raise DateError(advice)
    try:
        instant = dt.datetime.fromisoformat(value) if "T" in value else None
        earliest, latest = _bounds(value)
    except (
        EDTFParseException,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
        RecursionError,
    ) as error:
        raise DateError(advice) from error
    if earliest > latest:
        raise DateError(f"{value!r} ends before it begins. Write the earlier date first.")
    if instant is None:
        instant = dt.datetime.combine(earliest, dt.time(), dt.UTC)
    elif instant.tzinfo is None:
        instant = instant.replace(tzinfo=dt.UTC)
    try:
        return PublicationDate(value, earliest, latest, instant.astimezone(dt.UTC))
    except OverflowError as error:
        raise DateError(advice) from error


def _bounds(value: str) -> tuple[dt.date, dt.date]:
    """The first and last day. Raises what the grammar raises."""
    if DAY.match(value):  # most dates are plain days, and the grammar takes ten thousand times as long
        day = dt.date.fromisoformat(value[:10])
        return day, day
    parsed = parse_edtf(value)
    earliest, latest = (dt.date(*moment[:3]) for moment in (parsed.lower_strict(), parsed.upper_strict()))
    return earliest, latest


def _in_words(part: str) -> str:
    """One date of an interval, or the whole, with its qualifier."""
    plain = _plain_in_words(part.rstrip("?~%"))
    return f"{plain} ({QUALIFIERS[part[-1]]})" if part[-1] in QUALIFIERS else plain


def _plain_in_words(part: str) -> str:
    if "T" in part:
        return _moment_in_words(dt.datetime.fromisoformat(part))
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", part):
        return dateformat.format(dt.date(*map(int, match.groups())), "j F Y")
    if match := re.fullmatch(r"(\d{4})-(0\d|1[012])", part):
        return dateformat.format(dt.date(int(match[1]), int(match[2]), 1), "F Y")
    if match := re.fullmatch(r"(\d{4})-(2[1-4])", part):
        return f"{SEASONS[match[2]]} {match[1]}"
    if re.fullmatch(r"\d{3}X", part):
        return f"{part[:3]}0s"
    return part


def _moment_in_words(moment: dt.datetime) -> str:
    offset = moment.utcoffset()
    zone = "" if offset is None else f" ({_zone_in_words(offset)})"
    return dateformat.format(moment, "j F Y, H:i") + zone


def _zone_in_words(offset: dt.timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
