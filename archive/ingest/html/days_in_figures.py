"""Days as figures: in the address of a page, and which of two figures is the month on it."""

from __future__ import annotations

import datetime as dt
import re

from archive.ingest.html.moments import is_plausible
from archive.ingest.html.signs import Signs, Stated

_IN_ADDRESS = (
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=[/.-]|$)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d{2})-(\d{2})(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(\d{2})(\d{2})(?!\d)"),
    re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(\d{1,2})(?=/|$)"),
)
_DAY_FIRST_IN_ADDRESS = re.compile(r"(?<!\d)(\d\d)([-_.]?)(\d\d)\2((?:19|20)\d\d)(?!\d)")
_IN_THE_ADDRESS = "inferred from the address"
_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_FIRST = {"en-us", "en_us"}
_DAY_FIRST_ENDS = (".uk", ".au", ".nz", ".ie", ".in", ".za", ".sg", ".my", ".pk", ".ng", ".ke")


def is_month_first(signs: Signs) -> bool | None:
    """Whether 3/4/2019 is the fourth of March on this page: in American English; None where English does not say."""
    language = (signs.first("og:locale") or signs.tree.get("lang") or "").lower()
    if language in _MONTH_FIRST:
        return True
    if signs.host.endswith(_DAY_FIRST_ENDS):
        return False
    if language.startswith("en"):
        return True if language == "en" and signs.host.endswith((".com", ".us", ".gov", ".edu")) else None
    return False if language else None


def of_address(signs: Signs) -> Stated | None:
    """Return the day that the address holds, if any."""
    for pattern in _IN_ADDRESS:
        if match := pattern.search(signs.url):
            year, month, day = match.groups()
            number = _SHORT_MONTHS.index(month) + 1 if month in _SHORT_MONTHS else int(month) if month.isdigit() else 0
            if is_plausible(int(year), number, int(day)):
                return Stated(dt.date(int(year), number, int(day)).isoformat(), _IN_THE_ADDRESS)
    return _of_address_by_day(signs)


def _of_address_by_day(signs: Signs) -> Stated | None:
    """A day, a month and a year in the address, where they cannot mean another day or the page is not in English."""
    if match := _DAY_FIRST_IN_ADDRESS.search(signs.url):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        month_first = is_month_first(signs)
        day, month = (second, first) if (month_first and first <= 12) or second > 12 else (first, second)
        is_sure = first > 12 or second > 12 or month_first is not None
        if is_sure and is_plausible(year, month, day):
            return Stated(dt.date(year, month, day).isoformat(), _IN_THE_ADDRESS)
    return None
