"""Days that the words of a page give as that of its publication, far from its headline as well.

Three forms: a label and a day ('Datum', '3.5.2019'), a sentence about the page ('This entry was posted on …'), and
the place and day at the beginning of its prose ('Quayside, 3 May 2019 – …').
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from archive.ingest.html.days_in_figures import is_month_first
from archive.ingest.html.moments import in_words
from archive.ingest.html.signs import Signs, Stated, holds_others
from archive.ingest.html.wording import lines_of, pieces_in

_MOST_LETTERS = 100_000  # of a page
_LONGEST_LINE = 120
_PROSE = 160  # characters of a line: more is the article
_MOST_PROSE = 4  # lines of prose that may be its first; those of notices stand above it on some pages
_BEGINNING = 200  # characters of a sentence about the page, of a line of prose
_LABELS = (
    r"(?:(?:first |originally )?(?:published|posted)|(?:publication|publish(?:ed|ing)?|posting) date"
    r"|date(?: (?:published|posted|of publication|de publication))?|veröffentlicht|veröffentlichung(?:sdatum)?"
    r"|erschienen|eingestellt|datum|publié|paru|mise? en ligne|publicado|publicada|fecha(?: de publicación)?"
    r"|pubblicato|data(?: di pubblicazione| de publicação| publikacji)?|gepubliceerd|geplaatst|publicerad|publicerat"
    r"|publisert|udgivet|dato|julkaistu|opublikowano|опубликовано|дата(?: публикации)?|公開日|掲載日|投稿日|发布时间"
    r"|发布日期|發布日期|등록일|입력)(?!\w)"
)
_LABEL = re.compile(rf"(?:^|[|·•(–]\s*){_LABELS}", re.IGNORECASE)
_UP_TO_DAY = re.compile(
    r"[\W_]*(?:(?:by|von|par|por|da|door|av)\s[^\d!?]{2,40}?\s)?(?:(?:on|am|vom|den|le|il|el|em|op)\b)?[\W_]*"
    r"(?:[^\W\d_]{2,12}[.,]\s*)?",
    re.IGNORECASE,
)
_OF_PAGE = re.compile(
    r"(?:this|dieser?|cet(?:te)?|est[ae]|quest[oa]|dit|deze|detta|dette|denne) "
    r"(?:entry|post|article|story|blog|beitrag|artikel|eintrag|billet|entrée|entrada|artículo|articolo|artigo|bericht"
    r"|inlägg|indlæg|innlegg)\b[^.!?\d]{2,80}",
    re.IGNORECASE,
)
_VERBS = (
    r"\b(?:posted|published|written|veröffentlicht|geschrieben|erstellt|publiée?|publicad[ao]|pubblicato|geplaatst"
    r"|gepubliceerd|publicerades|udgivet|publisert)\b"
)
_WAS_PUBLISHED = re.compile(_VERBS, re.IGNORECASE)
_UP_TO_VERB = 40  # characters after the day, where the verb ends the sentence
_PLACE = re.compile(r"(?:[^\W\d_][^\d()!?;:]{1,40}[,.(/–—-]\s*)?[(\[]?\s*(?:(?:den|le|il)\s)?$")
_MOST_WORDS = 4  # of a place
_AFTER_DATELINE = re.compile(r"[)\]]\W|\s*(?:[–—:.|/(]|-+\s)")
_TEXT = etree.XPath(".//text()[not(parent::script or parent::style)]", smart_strings=False)
_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d\d?([./-]) ?\d\d?\1 ?\d\d)(?!\d)")
_TOLD = re.compile(rf"\b{_LABELS}|{_VERBS}", re.IGNORECASE)
_LEADS = re.compile(r"\s*[])–—:.|/(年년-]")
_LONGEST_DAY = 30  # characters
_FAR = 120  # characters between a label and the end of its day, in the markup


def of_words(signs: Signs) -> Stated | None:
    """Return the one day that the page's words label as its own, or else that of the dateline of its prose."""
    body, month_first = signs.tree.find("body"), is_month_first(signs)
    if body is None or not _may_tell("\n".join(_TEXT(body))[:_MOST_LETTERS], month_first):
        return None
    lines = list(_lines(body))
    labelled = list(_labelled(lines, month_first))
    if len({one.value[:10] for one in labelled}) == 1:
        return labelled[0]
    return _of_dateline(lines, month_first)


def _may_tell(text: str, month_first: bool | None) -> bool:
    """Tell quickly whether a day stands where one of the forms can be: most pages hold none, and lines cost more."""
    return any(
        (_LEADS.match(text, year.end()) or _TOLD.search(text, max(0, year.start() - _FAR), year.end() + _FAR))
        and in_words(text[max(0, year.start() - _LONGEST_DAY) : year.end() + _LONGEST_DAY], month_first=month_first)
        for year in _YEAR.finditer(text)
    )


def _lines(body: HtmlElement) -> Iterator[str]:
    return lines_of(pieces_in(body, _MOST_LETTERS, apart=True, without=holds_others))


def _labelled(lines: list[str], month_first: bool | None) -> Iterator[Stated]:
    for at, line in enumerate(lines):
        found = _of_label(line, lines[at + 1 : at + 2], month_first) or _of_sentence(line, month_first)
        if found:
            yield Stated(found, f"stated: line on the page, “{line[:80]}”")


def _of_label(line: str, following: list[str], month_first: bool | None) -> str:
    """The day that follows a label, in its line, or in the next where the label has a line for itself."""
    label = _LABEL.search(line) if len(line) <= _LONGEST_LINE else None
    if label is None:
        return ""
    if not line[label.end() :].strip(" :") and not label.start():
        line = " ".join([line, *(one for one in following if len(one) <= _LONGEST_LINE)])
    for date, match in in_words(line, month_first=month_first):
        if match.start() >= label.end() and _UP_TO_DAY.fullmatch(line[label.end() : match.start()]):
            return date
    return ""


def _of_sentence(line: str, month_first: bool | None) -> str:
    """The day of a sentence that says of the page itself that it was published then."""
    if not _OF_PAGE.match(line):
        return ""
    line = line[:_BEGINNING]
    for date, match in in_words(line, month_first=month_first)[:1]:
        around = line[: match.start()], line[match.end() : match.end() + _UP_TO_VERB]
        if _OF_PAGE.fullmatch(around[0]) and any(map(_WAS_PUBLISHED.search, around)):
            return date
    return ""


def _of_dateline(lines: list[str], month_first: bool | None) -> Stated | None:
    for line in [one[:_BEGINNING] for one in lines if len(one) > _PROSE][:_MOST_PROSE]:
        for date, match in in_words(line, month_first=month_first)[:1]:
            place = line[: match.start()]
            is_place = not place or (place.lstrip("([")[:1].isupper() and len(place.split()) <= _MOST_WORDS)
            if is_place and _PLACE.fullmatch(place) and _AFTER_DATELINE.match(line, match.end()):
                return Stated(date[:10], f"stated: dateline, “{line[:80]}”")
    return None
