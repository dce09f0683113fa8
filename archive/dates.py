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

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

# What of EDTF is taken: years, decades, months, days, seasons and instants, each perhaps uncertain (?), approximate (~)
# or both (%), and intervals of two of them. Sets and inner qualifiers are left out: no list could sort or word them.
FORM = r"(?:\d{4}|\d{3}X|\d{4}-\d{2}|\d{4}-\d{2}-\d{2})[?~%]?"
INSTANT = r"\d{4}-\d{2}-\d{2}T[\d:]+(?:Z|[+-]\d{2}:\d{2})?"
TAKEN = re.compile(rf"(?:{FORM}(?:/{FORM})?|{INSTANT})", re.ASCII)

DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T|\Z)", re.ASCII)

SEASONS = {
    "21": gettext_lazy("Spring %(year)s"),
    "22": gettext_lazy("Summer %(year)s"),
    "23": gettext_lazy("Autumn %(year)s"),
    "24": gettext_lazy("Winter %(year)s"),
}
QUALIFIERS = {
    "?": gettext_lazy("%(date)s (uncertain)"),
    "~": gettext_lazy("%(date)s (approximate)"),
    "%": gettext_lazy("%(date)s (uncertain and approximate)"),
}


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
        """The date as a reader of the active language writes it.

        In English '27 September 2014, 06:21 (UTC+9)', 'July 2019', '2013 (uncertain)', '2013 to 2015'.
        """
        first, *last = (_in_words(part) for part in self.value.split("/"))
        return _("%(first)s to %(last)s") % {"first": first, "last": last[0]} if last else first


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
    return str(QUALIFIERS[part[-1]]) % {"date": plain} if part[-1] in QUALIFIERS else plain


def _plain_in_words(part: str) -> str:
    if "T" in part:
        return _moment_in_words(dt.datetime.fromisoformat(part))
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", part):
        return date_format(dt.date(*map(int, match.groups())), "DATE_FORMAT")
    if match := re.fullmatch(r"(\d{4})-(0\d|1[012])", part):
        return date_format(dt.date(int(match[1]), int(match[2]), 1), "YEAR_MONTH_FORMAT")
    if match := re.fullmatch(r"(\d{4})-(2[1-4])", part):
        return str(SEASONS[match[2]]) % {"year": match[1]}
    if re.fullmatch(r"\d{3}X", part):
        return _("%(decade)ss") % {"decade": f"{part[:3]}0"}
    return part


def _moment_in_words(moment: dt.datetime) -> str:
    offset = moment.utcoffset()
    zone = "" if offset is None else f" ({_zone_in_words(offset)})"
    return moment_in_words(moment) + zone


def moment_in_words(moment: dt.datetime) -> str:
    """Day and time as they are given, to the minute: '27 September 2014, 06:21' in English."""
    day, time = date_format(moment, "DATE_FORMAT"), date_format(moment, pgettext("time of day", "H:i"))
    return _("%(day)s, %(time)s") % {"day": day, "time": time}


def _zone_in_words(offset: dt.timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
