"""When an article was published: as the page states it for machines, as a reader sees it, or as its address shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import islice

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from archive.ingest.html.days_in_figures import is_month_first, of_address
from archive.ingest.html.json_ld import Node
from archive.ingest.html.marks import called
from archive.ingest.html.moments import from_machine, in_words
from archive.ingest.html.names import starts_as_byline
from archive.ingest.html.signs import Signs, Stated, holds_others, is_elsewhere, is_of_others
from archive.ingest.html.visible import Surroundings
from archive.ingest.html.wording import plain, words_in

_META = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publication_date",
    "published-date",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article.published",
    "article:post_date",
    "article_date_original",
    "date",
    "bt:pubdate",
    "displaydate",
    "pdate",
    "ptime",
    "rnews:datepublished",
    "dcsext.articlefirstpublished",
    "release_date",
    "og:pubdate",
    "video:release_date",
    "article.created",
    "datecreated",
    "created",
    "last-published",
)
_MICRODATA = "stated: microdata datePublished"
_MONTH = len("2019-05")
_VAGUE = frozenset({"date", "dc.date", "dcterms.date", "created", "datecreated", "pdate"})  # of what they do not say
_CHANGED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_LONGEST_LINE = 120
_MOST_BESIDE = 30  # characters beside a date on a line that is a date line
_TIME_WORDS = re.compile(r"[\W\d]|(?:mon|tues|wednes|thurs|fri|satur|sun)day|[ap]m|[ecmpg][sd]?t|utc", re.IGNORECASE)
_OFFSET = re.compile(r"[+-]\d\d:\d\d$")
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
_QUOTED = re.compile(r"\(@\w+\)")  # the line beneath a quoted post of a social network
_MOST_ELEMENTS = 60
_PROPERTY = etree.XPath(
    "/descendant::*/@itemprop[.='datePublished' or .='dateCreated']/.. | /descendant::*/@pubdate/.."
    " | /descendant::*/@property[.='datePublished' or .='schema:datePublished']/.."
)
_MARKED = called("date", "Date", "time", "Time", "ublish", "osted", "ubmitted", "meta", "dateline")
_ALL = etree.XPath("(.//*)[position() <= $most + 1]")
_MOST_SEARCHED = 20_000  # elements


def published_of(signs: Signs, around: Surroundings) -> Stated | None:
    """Return the publication date in EDTF."""
    stated = next(_stated(signs), None)
    if stated and len(stated.value) > _MONTH and _is_weak(stated, signs):
        stated = _borne_out(stated, _of_lines(signs, around, sure=True))
    found = stated or _unstated(signs, around)
    return _local(found, signs, around) if found else None


def _is_weak(stated: Stated, signs: Signs) -> bool:
    """Tell whether a statement is one that can be of something else: of the last change, or of a comment below."""
    if stated.basis == _MICRODATA:
        return len({one.value[:10] for one in _of_property(signs)}) > 1
    name = stated.basis.removeprefix("stated: meta ")
    return name in _VAGUE or len({from_machine(value)[:10] for value in signs.meta.get(name, ())}) > 1


def _borne_out(stated: Stated, seen: Iterator[Stated]) -> Stated:
    """What is stated, unless lines near the headline tell of an earlier day and none of the stated one."""
    days = list(seen)
    if any(_day(one) == _day(stated) for one in days):
        return stated
    return next((one for one in days if _day(one) < _day(stated)), stated)


def _unstated(signs: Signs, around: Surroundings) -> Stated | None:
    seen = next(_seen(signs, around), None) or _set_apart(signs)
    return seen or of_address(signs) or _of_change(signs) or _searched(signs)


def _stated(signs: Signs) -> Iterator[Stated]:
    yield from _of_json(signs)
    for one in signs.stated(*_META):
        if date := from_machine(one.value):
            yield replace(one, value=date)
    yield from _of_property(signs)


def _of_property(signs: Signs) -> Iterator[Stated]:
    for element in islice(_PROPERTY(signs.tree), _MOST_ELEMENTS):
        if not is_elsewhere(element) and (date := _of_element(element, signs)):
            yield Stated(date, _MICRODATA)


def _of_json(signs: Signs) -> Iterator[Stated]:
    article = signs.article
    for node in (article, *signs.linked.pages()):
        for name in ("datePublished", "dateCreated", "uploadDate"):
            value = node.get(name)
            if isinstance(value, list) and value:
                value = value[0]
            if date := from_machine(plain(value)):
                yield Stated(_first_published(date, node, signs), f"stated: JSON-LD {name}")


def _first_published(date: str, node: Node, signs: Signs) -> str:
    """Some sites move datePublished with each change; an earlier date stated in a meta element is then the first."""
    modified = from_machine(plain(node.get("dateModified")))
    earlier = from_machine(signs.first("article:published_time"))
    return earlier if modified == date and earlier and earlier[:10] < date[:10] else date


def _of_element(element: HtmlElement, signs: Signs) -> str:
    for name in ("datetime", "content", "title"):
        if date := from_machine(element.get(name) or ""):
            return date
    return next((date for date, _ in in_words(words_in(element), month_first=is_month_first(signs))), "")


def _local(stated: Stated, signs: Signs, around: Surroundings) -> Stated:
    """A time in UTC, or of no zone, may fall on the day before or after the page's own: that day is kept then."""
    if "T" not in stated.value:
        return stated
    if _OFFSET.search(stated.value):
        return _before_stated(stated, signs, around)
    for seen in (*_of_lines(signs, around, sure=True), *_of_times(signs), of_address(signs)):
        days = abs((_day(seen) - _day(stated)).days) if seen and len(seen.value) > _MONTH else 2
        if seen and days == 0:
            return stated
        if seen and days == 1:
            return _day_shown(seen, stated)
    return stated


def _before_stated(stated: Stated, signs: Signs, around: Surroundings) -> Stated:
    """Some sites state a time in UTC with their own offset: the reader is then shown the day before, with its time."""
    seen = next(_of_lines(signs, around, sure=True), None)
    return _day_shown(seen, stated) if seen and "T" in seen.value and (_day(stated) - _day(seen)).days == 1 else stated


def _day_shown(seen: Stated, stated: Stated) -> Stated:
    return Stated(seen.value[:10], f"{seen.basis}; {stated.basis.removeprefix('stated: ')} has {stated.value}")


def _day(one: Stated) -> dt.date:
    return dt.date.fromisoformat(one.value[:10])


def _seen(signs: Signs, around: Surroundings) -> Iterator[Stated]:
    times = list(_of_times(signs))
    label = next(_of_lines(signs, around, labelled=True), None)
    if label and all(
        one.value[:10] != label.value[:10] for one in times
    ):  # these are then of comments or of other articles
        yield label
    yield from times
    yield from _of_lines(signs, around)
    yield from _of_marked(signs)


def _of_times(signs: Signs) -> Iterator[Stated]:
    """The time elements that belong to the article, those that say so first."""
    elements = [one for one in _times(signs.tree) if not is_elsewhere(one)]
    elements = [one for one in elements if not _UPDATED.search(_names(one)) or "published" in _names(one)]
    for element in sorted(elements, key=lambda one: "publish" not in _names(one)):
        if not _UPDATED.search(words_in(element)) and (date := _of_element(element, signs)):
            yield Stated(date, "stated: time element on the page")


def _times(tree: HtmlElement) -> list[HtmlElement]:
    return list(islice(tree.iter("time"), _MOST_ELEMENTS))


def _names(element: HtmlElement) -> str:
    parent = element.getparent()
    names = [element.get("class"), element.get("itemprop"), parent.get("class") if parent is not None else ""]
    return " ".join(re.sub(r"[-_]", " ", name.lower()) for name in names if name)


def _of_lines(signs: Signs, around: Surroundings, *, sure: bool = False, labelled: bool = False) -> Iterator[Stated]:
    """Short lines near the headline; first those that say that it is the day of publication.

    sure: none but these and lines that hold little else. labelled: none but these.
    """
    month_first = is_month_first(signs)
    found = []
    for line in around.near:
        if len(line) > _LONGEST_LINE or _QUOTED.search(line):
            continue
        for date, match in in_words(line, month_first=month_first):
            before = line[: match.start()]
            updated = [one.end() for one in _UPDATED.finditer(before)]
            label = [one.end() for one in _PUBLISHED.finditer(before)]
            if updated and max(updated) > max(label, default=-1):
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


def _of_marked(signs: Signs) -> Iterator[Stated]:
    for element in _MARKED(signs.tree)[:_MOST_ELEMENTS]:
        text = words_in(element)
        if not 6 <= len(text) <= _LONGEST_LINE or _UPDATED.search(text) or is_elsewhere(element):
            continue
        for date, _ in in_words(text, month_first=is_month_first(signs)):
            yield Stated(date, f"stated: line on the page, “{text[:80]}”")


def _set_apart(signs: Signs) -> Stated | None:
    """A date marked as one in a part that is named like a sidebar or a teaser, where all such parts have one day."""
    for elements in (_PROPERTY(signs.tree), _times(signs.tree) + _MARKED(signs.tree)[:_MOST_ELEMENTS]):
        dates = [
            date
            for element in elements
            if len(text := words_in(element)) <= _LONGEST_LINE
            and not _UPDATED.search(f"{text} {_names(element)}")
            and not is_of_others(element)
            and (date := _of_element(element, signs))
        ]
        if len({date[:10] for date in dates}) == 1:
            return Stated(dates[0], "stated: the one date on the page")
    return None


def _of_change(signs: Signs) -> Stated | None:
    """The day of the last change, where no other is known: the article was out by then, as most were the same day."""
    stated = [plain(signs.article.get("dateModified")), *(one.value for one in signs.stated(*_CHANGED))]
    date = next((date for value in stated if (date := from_machine(value))), "")
    return Stated(date, "inferred from the date of the last change") if date else None


def _is_beside(element: HtmlElement) -> bool:
    return element.tag in ("aside", "footer", "nav") or holds_others(element) or "sidebar" in _names(element)


def _searched(signs: Signs) -> Stated | None:
    """The last resort, as it is slow: a date anywhere in the article's part of the page, as htmldate judges it."""
    body = signs.tree.find("body")
    if body is None or len(_ALL(body, most=_MOST_SEARCHED)) > _MOST_SEARCHED:
        return None
    copy = deepcopy(body)
    for element in [one for one in copy.iter(etree.Element) if one is not copy and _is_beside(one)]:
        if element.getparent() is not None:
            element.drop_tree()
    # Its extensive search finds a wrong day as often as the right one.
    date = from_machine(find_date(copy, extensive_search=False, original_date=True) or "")
    return Stated(date, "inferred from the dates in the page") if date else None
