"""Days in the short lines around a headline: which of them are of the publication, as their wording and place tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.html.days_in_figures import is_month_first
from archive.ingest.html.moments import in_words
from archive.ingest.html.names import starts_as_byline
from archive.ingest.html.signs import Signs, Stated
from archive.ingest.html.visible import Surroundings

_LONGEST_LINE = 120
_MOST_BENEATH = 8  # lines beneath the headline that are nearer to it than the one above
_MOST_BESIDE = 30  # characters beside a date on a line that is a date line
_TIME_WORDS = re.compile(r"[\W\d]|(?:mon|tues|wednes|thurs|fri|satur|sun)day|[ap]m|[ecmpg][sd]?t|utc", re.IGNORECASE)
_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|revised|last|aktualisiert|geändert|stand|mis à jour|actualizado|aggiornato"
    r"|atualizado|bijgewerkt|uppdaterad|обновлено|更新|수정|expires?|deadline|event|born|died|copyright|©|until|since"
    r"|retrieved|accessed|archived|registered|joined|registriert|photo|foto|bild)\b|写真|撮影",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|original(?:ly)?|first published|created|issued|released|written|veröffentlicht"
    r"|erstellt|publié|publicado|pubblicato|gepubliceerd|publicerad|опубликовано|date)\b|公開|发布|发表|入力|입력|등록",
    re.IGNORECASE,
)
_PUBLISHED_THEN = re.compile(r"[\W\d時分]{0,16}(?:公開|掲載|配信|发布|發布|发表|등록)")  # labels that follow their date
_TAKEN_THEN = re.compile(r"[\W\d時分]{0,16}撮影")  # of a photograph; a day that 更新 follows is often the only one
_QUOTED = re.compile(r"\(@\w+\)")  # the line beneath a quoted post of a social network


def tells_of_change(text: str) -> bool:
    """Tell whether words name a day's cause as a change, a photograph, an event or another that is no publication."""
    return _UPDATED.search(text) is not None


def of_lines(signs: Signs, around: Surroundings, *, sure: bool = False, labelled: bool = False) -> Iterator[Stated]:
    """Short lines near the headline; first those that say that it is the day of publication.

    sure: none but these and lines that hold little else. labelled: none but these.
    """
    month_first = is_month_first(signs)
    found = []
    for line in (*around.after[:_MOST_BENEATH], *around.before[:1], *around.after[_MOST_BENEATH:], *around.before[1:]):
        if len(line) > _LONGEST_LINE or _QUOTED.search(line):
            continue
        for date, match in in_words(line, month_first=month_first):
            before = line[: match.start()]
            updated = [one.end() for one in _UPDATED.finditer(before)]
            label = [one.end() for one in _PUBLISHED.finditer(before)]
            if (updated and max(updated) > max(label, default=-1)) or _TAKEN_THEN.match(line, match.end()):
                continue
            is_labelled = bool(label) or _PUBLISHED_THEN.match(line, match.end()) is not None
            alone = starts_as_byline(line) or _is_little_else(line, match)
            if is_labelled or (not labelled and (alone or not sure)):
                known = "stated:" if is_labelled or alone else "inferred from a"
                found.append(
                    (not is_labelled, not alone, Stated(date, f"{known} line near the headline, “{line[:80]}”"))
                )
    for *_, one in sorted(found, key=lambda each: each[:2]):
        yield one


def _is_little_else(line: str, date: re.Match[str]) -> bool:
    return len(_TIME_WORDS.sub("", line[: date.start()] + line[date.end() :])) <= _MOST_BESIDE
