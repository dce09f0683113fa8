"""Dates as lists and exports of other tools write them, to EDTF.

Known: EDTF and ISO 8601, 'May 3, 2019' and the like in seven languages, RFC 2822, seconds or milliseconds since 1970,
and the date objects of CSL (https://docs.citationstyles.org/en/stable/specification.html). A date whose order is
doubtful, such as 3/4/2019, is not guessed at.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from archive import dates
from archive.ingest.datelines import stated_date

_LONGEST = 100  # characters; a longer value is no date
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?)? ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})Z?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?", re.ASCII)
_DAY_OR_MONTH_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_RFC2822 = re.compile(
    r"(?:[a-z]{3}, ?)?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? \S{1,5}", re.ASCII | re.IGNORECASE
)
# Of fewer digits it would be before 1973, and is rather a day without strokes that is none.
_EPOCH = re.compile(r"-?\d{9,10}(?:\d{3})?(?:\.\d+)?", re.ASCII)
_MILLISECONDS = 100_000_000_000  # a greater number counts milliseconds: in seconds it would be the year 5138
_SEASONS = {"1": 21, "2": 22, "3": 23, "4": 24, "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


class UnreadDateError(ValueError):
    """A value that is no date, or one that could be read in two ways."""


def edtf_of(value: object) -> str:
    """Return the EDTF date that a value of a list states; '' for none. Raises UnreadDateError.

    A time is kept with its zone, without fractions of a second; midnight, which stands for a day, is not.
    """
    try:
        found = _of_object(value) if isinstance(value, Mapping) else _of_scalar(value)
        if found:
            dates.parse(found)
    except (ValueError, OverflowError, OSError, TypeError, LookupError) as error:
        raise UnreadDateError(f"{str(value)[:60]!r} is no date, or could be two") from error
    return found


def _of_scalar(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnreadDateError
    text = str(value).strip()
    if not text:
        return ""
    if len(text) > _LONGEST:
        raise UnreadDateError
    for reader in (_iso, _numbered, _epoch, _rfc2822, stated_date, _edtf):
        found = reader(text)
        if found:
            return found
    raise UnreadDateError


def _iso(text: str) -> str:
    match = _ISO.fullmatch(text)
    if not match:
        return ""
    day, hour, minute, second, zone = match.groups()
    if hour is None:
        return day
    moment = dt.datetime.fromisoformat(f"{day}T{hour}:{minute}:{second or '00'}{_offset(zone)}")
    return _written(moment)


def _offset(zone: str | None) -> str:
    if zone is None:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _written(moment: dt.datetime) -> str:
    if moment.time() == dt.time():
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _numbered(text: str) -> str:
    """Dates of digits alone. With full stops the day comes first everywhere; with strokes it depends on the country."""
    if (match := _YEAR_FIRST.fullmatch(text)) and match[3]:
        return dt.date(*map(int, match.groups())).isoformat()
    if match:
        return f"{match[1]}-{int(match[2]):02}"
    if match := _DAY_OR_MONTH_FIRST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] != "." and first <= 12 and second <= 12 and first != second:
            raise UnreadDateError
        month_first = match[2] != "." and second > 12
        return dt.date(year, *((first, second) if month_first else (second, first))).isoformat()
    match = _COMPACT.fullmatch(text)
    if match and 1000 <= int(match[1]) <= 2999 and 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31:
        of_year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        return _written(dt.datetime(of_year, month, day, hour, minute, second))  # noqa: DTZ001 - no zone is stated
    return ""


def _epoch(text: str) -> str:
    if not _EPOCH.fullmatch(text):
        return ""
    number = float(text)
    seconds = number / 1000 if abs(number) >= _MILLISECONDS else number
    return _written(dt.datetime.fromtimestamp(int(seconds), dt.UTC))


def _edtf(text: str) -> str:
    try:
        dates.parse(text)
    except dates.DateError:
        return ""
    return text


def _rfc2822(text: str) -> str:
    return _written(parsedate_to_datetime(text)) if _RFC2822.fullmatch(text) else ""


def _of_object(value: Mapping[str, object]) -> str:
    """The date of a CSL item: its parts, or the words that were typed."""
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and any(parts):
        ends = [_of_parts(end) for end in parts[:2] if end]
        season = _SEASONS.get(str(value.get("season", "")).lower())
        if season and len(ends) == 1 and len(ends[0]) == 4:
            ends = [f"{ends[0]}-{season}"]
        return "/".join(end + ("~" if value.get("circa") else "") for end in ends)
    for key in ("raw", "literal", "date", "value"):
        if value.get(key):
            return _of_scalar(value[key])
    return ""


def _of_parts(parts: object) -> str:
    if not isinstance(parts, list):
        raise UnreadDateError
    numbers = [int(part) for part in parts[:3] if part not in (None, "")]
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])
