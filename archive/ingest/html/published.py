"""When an article was published: as the page states it for machines, as a reader sees it, or as its address shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import islice

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from archive.ingest.html.days_in_figures import is_month_first, of_address
from archive.ingest.html.days_in_lines import of_lines, tells_of_change
from archive.ingest.html.days_labelled import of_words
from archive.ingest.html.json_ld import Node
from archive.ingest.html.marks import called, having
from archive.ingest.html.moments import from_machine, in_words
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
_OFFSET = re.compile(r"[+-]\d\d:\d\d$")
_MOST_ELEMENTS = 60
_LONGEST_NAMES = 300  # characters of a class that are looked at
_PROPERTY = having(
    _MOST_ELEMENTS,
    "/descendant::*/@itemprop[.='datePublished' or .='dateCreated']",
    "/descendant::*/@pubdate",
    "/descendant::*/@property[.='datePublished' or .='schema:datePublished']",
)
_MARKED = called(_MOST_ELEMENTS, "date", "Date", "time", "Time", "ublish", "osted", "ubmitted", "meta", "dateline")
_ALL = etree.XPath("(.//*)[position() <= $most + 1]")
_MOST_SEARCHED = 20_000  # elements


def published_of(signs: Signs, around: Surroundings) -> Stated | None:
    """Return the publication date in EDTF."""
    stated = next(_stated(signs), None)
    if stated and len(stated.value) > _MONTH:
        if _is_vague(stated):
            stated = _shown_instead(stated, signs, around)
        elif _is_weak(stated, signs):
            stated = _borne_out(stated, of_lines(signs, around, sure=True))
        elif others := _others_stated(stated, signs):
            stated = _shown_among([stated, *others], of_lines(signs, around, sure=True))
    found = stated or _unstated(signs, around)
    return _local(found, signs, around) if found else None


def _is_weak(stated: Stated, signs: Signs) -> bool:
    """Tell whether a statement is one that can be of something else: of the last change, or of a comment below."""
    if stated.basis == _MICRODATA:
        return len({one.value[:10] for one in _of_property(signs)}) > 1
    name = stated.basis.removeprefix("stated: meta ")
    return len({from_machine(value)[:10] for value in signs.meta.get(name, ())}) > 1


def _is_vague(stated: Stated) -> bool:
    return stated.basis.removeprefix("stated: meta ") in _VAGUE


def _shown_instead(stated: Stated, signs: Signs, around: Surroundings) -> Stated:
    """A vague statement, unless all that the reader is shown beneath the headline, or all microdata, is another day."""
    beneath = list(of_lines(signs, replace(around, before=()), sure=True))  # the day of a visit stands above
    days = {one.value[:10] for one in beneath or _of_property(signs, is_of_others)}
    if len(days) == 1 and stated.value[:10] not in days:
        return next(iter(beneath or _of_property(signs, is_of_others)))
    seen = list(of_lines(signs, around, sure=True)) or [one for one in (_set_apart(signs),) if one]
    return _borne_out(stated, iter(seen))


def _others_stated(stated: Stated, signs: Signs) -> list[Stated]:
    """What meta elements state beside JSON-LD, where that is another day and not for the sake of a zone."""
    if not stated.basis.startswith("stated: JSON-LD"):
        return []
    firm = (replace(one, value=from_machine(one.value)) for one in signs.stated(*_META) if not _is_vague(one))
    return [one for one in firm if len(one.value) > _MONTH and abs((_day(one) - _day(stated)).days) > 1]


def _shown_among(stated: list[Stated], seen: Iterator[Stated]) -> Stated:
    """Of several days that are stated, the first that the reader is shown near the headline; else the first."""
    return next((one for line in seen for one in stated if _day(one) == _day(line)), stated[0])


def _borne_out(stated: Stated, seen: Iterator[Stated]) -> Stated:
    """What is stated, unless lines near the headline tell of an earlier day and none of the stated one."""
    days = list(seen)
    if any(_day(one) == _day(stated) for one in days):
        return stated
    return next((one for one in days if _day(one) < _day(stated)), stated)


def _unstated(signs: Signs, around: Surroundings) -> Stated | None:
    seen = next(_seen(signs, around), None) or _set_apart(signs)
    return seen or of_address(signs) or of_words(signs) or _of_change(signs) or _searched(signs)


def _stated(signs: Signs) -> Iterator[Stated]:
    yield from _of_json(signs)
    for one in signs.stated(*_META):
        if date := from_machine(one.value):
            yield replace(one, value=date)
    yield from _of_property(signs)


def _of_property(signs: Signs, without: Callable[[HtmlElement], bool] = is_elsewhere) -> Iterator[Stated]:
    for element in islice(_PROPERTY(signs.tree), _MOST_ELEMENTS):
        if not without(element) and (date := _of_element(element, signs)):
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
    for seen in (*of_lines(signs, around, sure=True), *_of_times(signs), of_address(signs)):
        days = abs((_day(seen) - _day(stated)).days) if seen and len(seen.value) > _MONTH else 2
        if seen and days == 0:
            return stated
        if seen and days == 1:
            return _day_shown(seen, stated)
    return stated


def _before_stated(stated: Stated, signs: Signs, around: Surroundings) -> Stated:
    """Some sites state a time in UTC with their own offset: the reader is then shown the day before, with its time."""
    seen = next(of_lines(signs, around, sure=True), None)
    return _day_shown(seen, stated) if seen and "T" in seen.value and (_day(stated) - _day(seen)).days == 1 else stated


def _day_shown(seen: Stated, stated: Stated) -> Stated:
    return Stated(seen.value[:10], f"{seen.basis}; {stated.basis.removeprefix('stated: ')} has {stated.value}")


def _day(one: Stated) -> dt.date:
    return dt.date.fromisoformat(one.value[:10])


def _seen(signs: Signs, around: Surroundings) -> Iterator[Stated]:
    times = list(_of_times(signs))
    label = next(of_lines(signs, around, labelled=True), None)
    if label and all(
        one.value[:10] != label.value[:10] for one in times
    ):  # these are then of comments or of other articles
        yield label
    yield from times
    yield from of_lines(signs, around)
    yield from _of_marked(signs)


def _of_times(signs: Signs) -> Iterator[Stated]:
    """The time elements that belong to the article, those that say so first."""
    elements = [one for one in _times(signs.tree) if not is_elsewhere(one)]
    elements = [one for one in elements if not tells_of_change(_names(one)) or "published" in _names(one)]
    for element in sorted(elements, key=lambda one: "publish" not in _names(one)):
        if not tells_of_change(words_in(element)) and (date := _of_element(element, signs)):
            yield Stated(date, "stated: time element on the page")


def _times(tree: HtmlElement) -> list[HtmlElement]:
    return list(islice(tree.iter("time"), _MOST_ELEMENTS))


def _names(element: HtmlElement) -> str:
    parent = element.getparent()
    names = [element.get("class"), element.get("itemprop"), parent.get("class") if parent is not None else ""]
    return " ".join(re.sub(r"[-_]", " ", name[:_LONGEST_NAMES].lower()) for name in names if name)


def _of_marked(signs: Signs) -> Iterator[Stated]:
    for element in _MARKED(signs.tree)[:_MOST_ELEMENTS]:
        text = words_in(element)
        if not 6 <= len(text) <= _LONGEST_LINE or tells_of_change(text) or is_elsewhere(element):
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
            and not tells_of_change(f"{text} {_names(element)}")
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
