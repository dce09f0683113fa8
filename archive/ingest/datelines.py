"""Lines that are a date and no more, as pages set them above or below an article, and the date that they state."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = (
    "jan janv gen ene",
    "feb fév févr fev",
    "mar mär maa mrt",
    "apr avr abr",
    "may mai mag mei",
    "jun juin giu",
    "jul juil lug",
    "aug aoû ago",
    "sep set",
    "oct okt ott out",
    "nov",
    "dec dez dic déc",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_LONGEST_FIRST = sorted(_MONTH_OF, key=len, reverse=True)  # as "juil", before any shorter one
_FULL_MONTHS = re.compile(
    "(?:january|february|march|april|may|june|july|august|september|october|november|december|sept"
    "|januar|februar|märz|mai|juni|juli|oktober|dezember"
    "|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    "|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
    "|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    "|januari|februari|maart|mei|augustus)"
)
_BESIDE_WORDS = (
    "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday "
    "mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag lun mer jeu ven sam dim "
    "am pm a p m gmt utc est edt et pst pdt pt cst cdt cet cest bst kst jst ist uhr at on the "
    "de le of um à h st nd rd th "
    "posted published updated input modified first last date time z t du el em del "
    "ago day days hour hours minute minutes min mins week weeks month months year years"
)
_BESIDE = frozenset(_BESIDE_WORDS.split())
_SIGNS = re.compile("[年月日时時分秒点點上午下後后前년월일시분]")
_LONGEST = 80  # characters
_WIDEST = 1000  # characters of a table's row

_NAMED_FIRST = re.compile(r"\b([^\W\d_]{3,10})\.? ?(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:de |of )?([^\W\d_]{3,10})\.?,? (?:de |of )?(\d{4})\b")
_YEAR_FIRST = re.compile(
    r"\b(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})(?!\d)|年 ?(\d{1,2})月 ?(\d{1,2})日|년 ?(\d{1,2})월 ?(\d{1,2})일)"
)
_TIME = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b(?! ?[ap]\.?m)", re.IGNORECASE)
_CHANGED = re.compile(
    r"\W*(?:(?:last )?(?:updated|modified|edited)|aktualisiert|mis à jour|actualizado)\b", re.IGNORECASE
)
_FIGURE = r"[-+−]?[$€£¥]?\d[\d.,]*(?<![.,])%?"
_FIGURES = re.compile(rf"{_FIGURE}(?:[\s|]+{_FIGURE})+")
_SPACED_DATE = re.compile(r"\d{1,2} \d{1,2} \d{4}|\d{4} \d{1,2} \d{1,2}|.*\d([./])\d{1,2}\1\d.*")


def is_row_of_figures(text: str) -> bool:
    """Tell whether a line is figures side by side that are no date, as a row of a table is: '2009 40 812'."""
    text = text.strip()
    return len(text) <= _WIDEST and _FIGURES.fullmatch(text) is not None and not _SPACED_DATE.fullmatch(text)


def is_date_line(text: str) -> bool:
    """Tell whether a line is a date or a time and no more, as in 'Posted 3 May 2019, 10:15'."""
    if len(text) > _LONGEST or not re.search(r"\d", text) or is_row_of_figures(text):
        return False
    words = re.findall(r"[^\W\d_]+", _SIGNS.sub(" ", text).lower())
    return all(word in _BESIDE or month_of(word) for word in words)


def stated_date(line: str) -> str:
    """Return the EDTF date that a date line states for its publication; '' for none, or the date of a change alone.

    A time of day is kept, without a zone. A date whose order is doubtful, such as 3/4/2019, is not read.
    """
    if not is_date_line(line) or _CHANGED.match(line):
        return ""
    for year, month, day in _dates(line):
        try:
            date = dt.date(year, month, day).isoformat()
        except ValueError:
            continue
        time = _TIME.search(line)
        return f"{date}T{int(time[1]):02}:{time[2]}:00" if time else date
    return ""


def _dates(line: str) -> list[tuple[int, int, int]]:
    """Return the (year, month, day) that the line may state."""
    named = [(int(match[3]), month_of(match[1].lower()), int(match[2])) for match in _NAMED_FIRST.finditer(line)]
    named += [(int(match[3]), month_of(match[2].lower()), int(match[1])) for match in _DAY_FIRST.finditer(line)]
    numbered = []
    for match in _YEAR_FIRST.finditer(line):
        month, day = (int(part) for part in match.groups()[2:] if part)
        numbered.append((int(match[1]), month, day))
    return named + numbered


def month_of(word: str) -> int:
    """Return the number of the month that a word in lower case names, in full or in short; 0 for none."""
    if word in _MONTH_OF:
        return _MONTH_OF[word]
    if not _FULL_MONTHS.fullmatch(word):
        return 0
    return next(_MONTH_OF[short] for short in _LONGEST_FIRST if word.startswith(short))
