"""Dates and times as pages write them, for machines and for readers, to EDTF.

Forms: ISO 8601, RFC 2822, seconds since 1970, and day, month and year in words or in figures.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from archive.ingest.datelines import month_of

EARLIEST = 1900  # no web page that says so was published before
_LONGEST = 200  # characters of a statement

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ,]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:]\d+)?)?\s*(?:([AaPp])\.?[Mm]\.?)?\s*"
    r"(Z\b|UTC|GMT|[+-]\d{1,2}:?\d{2}(?!\d)|[+-]\d{2}(?!\d))?)?",
)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$")
_MONTH_ONLY = re.compile(r"(\d{4})[-/](\d{1,2})$")
_YEAR_ONLY = re.compile(r"\d{4}$")
_SECONDS = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?$")
_MAIL = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}")

_MONTH = r"([^\W\d_]{3,12})"
_NAMED = (
    (re.compile(rf"\b{_MONTH}\.?[ -](\d{{1,2}})(?:st|nd|rd|th)?,? ?[ -](\d{{4}})\b"), (3, 1, 2)),
    (
        re.compile(
            rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª|-?го)?[ -](?:de |of |di )?{_MONTH}\.?,?"
            r"[ -](?:de |del |of )?(\d{4})\b"
        ),
        (3, 2, 1),
    ),
    (re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]"), (1, 2, 3)),
    (re.compile(r"\b(\d{1,2}) tháng (\d{1,2}),? (\d{4})\b"), (3, 2, 1)),
    (re.compile(r"(?<![\d.,/-])(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})(?![\d/-])"), (1, 3, 4)),
)  # fmt: skip
# How months begin in languages that archive.ingest.datelines does not know, the longer first where two begin alike.
_MORE_MONTHS = [
    (short, number)
    for number, names in (
        (7, "июл лип červenc lip tem ιουλ heinä iul"), (1, "янв січ sty led oca ιαν tammi ian jan"),
        (2, "фев лют lut úno şub φεβ helmi feb"), (3, "мар бер bře μαρ maalis mar"),
        (4, "апр кві kwi dub nis απρ huhti apr"),
        (5, "мая май тра maj kvě μαΐ μαι touko may mai mei"), (6, "июн чер cze červ haz ιουν kesä iun jun"),
        (8, "авг сер sie srp ağu αυγ elo aug agu ago"), (9, "сен вер wrz zář eyl σεπ syys sep szept"),
        (10, "окт жов paź říj eki οκτ loka okt"), (11, "ноя лис lis kas νοε marras noi nov"),
        (12, "дек гру gru pro ara δεκ joulu dec des"),
    )
    for short in names.split()
]  # fmt: skip
_FIGURES = re.compile(r"(?<![\d.,/-])(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?![\d/-])")
_TIME = re.compile(
    r"(?<![\d:+-])([01]?\d|2[0-3])(?::|[.h](?=\d\d ?(?:[ap]m|uhr|\b)))([0-5]\d)(?::[0-5]\d)? ?(?:([ap])\.? ?m\b)?",
    re.IGNORECASE,
)
_NEAR = 28  # characters between a date and its time of day


def from_machine(text: str) -> str:
    """Return the EDTF value of what a page states for machines; '' where it is no date, or none that can be believed.

    The civil day is the one that is stated, in whatever zone. Midnight to the second is a day without a time.
    """
    text = text.strip()[:_LONGEST]
    if not any(map(str.isdigit, text)):
        return ""
    try:
        return _machine(text)
    except (ValueError, OverflowError, TypeError, OSError):
        return ""


def _machine(text: str) -> str:
    if match := _ISO.match(text):
        return _instant(*match.groups())
    if match := _BASIC.match(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _instant(year, month, day, hour, minute, second, None, zone)
    if _SECONDS.match(text):
        seconds = float(text)
        return _believed(
            dt.datetime.fromtimestamp(seconds / (1000 if seconds > 1e11 else 1), dt.UTC).replace(microsecond=0)
        )
    if _MAIL.match(text):
        return _believed(parsedate_to_datetime(text))
    if match := _MONTH_ONLY.match(text):
        return (
            dt.date(int(match[1]), int(match[2]), 1).isoformat()[:7]
            if is_plausible(int(match[1]), int(match[2]))
            else ""
        )
    if _YEAR_ONLY.match(text):
        return text if is_plausible(int(text)) else ""
    return next((date for date, _ in in_words(text)), "")


def _instant(
    year: str, month: str, day: str,
    hour: str | None, minute: str | None, second: str | None, half: str | None, zone: str | None,
) -> str:  # fmt: skip
    date = dt.date(int(year), int(month), int(day))
    if hour is None or minute is None:
        return date.isoformat() if is_plausible(date.year, date.month, date.day) else ""
    hours = int(hour) % 12 + (12 if half in ("p", "P") else 0) if half else int(hour)
    if hours == 24:
        hours = 0
    return _believed(dt.datetime.combine(date, dt.time(hours, int(minute), int(second or 0)), _zone(zone)))


def _zone(zone: str | None) -> dt.timezone | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return dt.UTC
    figures = zone[1:].replace(":", "")
    hours, minutes = (int(figures[:-2]), int(figures[-2:])) if len(figures) > 2 else (int(figures), 0)
    offset = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-offset if zone[0] == "-" else offset)


def _believed(moment: dt.datetime) -> str:
    if not is_plausible(moment.year, moment.month, moment.day):
        return ""
    if not (moment.hour or moment.minute or moment.second):
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def is_plausible(year: int, month: int = 1, day: int = 1) -> bool:
    """Tell whether a page can have been published on a day: not in the future beyond a day, not before 1900."""
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return False
    return year >= EARLIEST and date <= dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)


def in_words(line: str, *, month_first: bool | None = None) -> list[tuple[str, re.Match[str]]]:
    """Return the dates that a line states to a reader, in order: the EDTF value of each, and where it stands.

    month_first: how 3/4/2019 is read; None reads only figures that can mean one day alone. A time of day is kept where
    it stands beside its date, without a zone.
    """
    found = sorted(_dates(line[:2000], month_first), key=lambda one: one[1].start())
    return [(_with_time(date, match), match) for date, match in found]


def _dates(line: str, month_first: bool | None) -> Iterator[tuple[dt.date, re.Match[str]]]:
    for pattern, order in _NAMED:
        for match in pattern.finditer(line):
            year, month, day = (match[at] for at in order)
            if (number := _month_number(month)) and is_plausible(int(year), number, int(day)):
                yield dt.date(int(year), number, int(day)), match
    for match in _FIGURES.finditer(line):
        by_dots = False if match[2] == "." and month_first is None else month_first  # hardly anyone else writes dots
        if date := _figures(int(match[1]), int(match[3]), int(match[4]), by_dots):
            yield date, match


def _month_number(word: str) -> int:
    word = word.lower()
    if word.isdigit():
        return int(word)
    return month_of(word) or next((number for short, number in _MORE_MONTHS if word.startswith(short)), 0)


def _figures(first: int, second: int, year: int, month_first: bool | None) -> dt.date | None:
    """The day that figures mean; None where two can be meant."""
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    readings = {(first, second), (second, first)} if month_first is None else {
        (first, second) if (month_first and first <= 12) or second > 12 else (second, first)
    }  # fmt: skip
    days = {dt.date(year, month, day) for month, day in readings if is_plausible(year, month, day)}
    return days.pop() if len(days) == 1 else None


def _with_time(date: dt.date, match: re.Match[str]) -> str:
    after = match.string[match.end() : match.end() + _NEAR]
    time = _TIME.search(after)
    if time is None:
        return date.isoformat()
    hour = int(time[1])
    if time[3] and not 1 <= hour <= 12:
        return date.isoformat()
    if time[3]:
        hour = hour % 12 + (12 if time[3] in "pP" else 0)
    return f"{date.isoformat()}T{hour:02}:{time[2]}:00"
