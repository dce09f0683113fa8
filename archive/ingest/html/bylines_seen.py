"""The places on a page where a reader sees its authors named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from lxml import etree
from lxml.html import HtmlElement

from archive.ingest.html import names_unspaced
from archive.ingest.html.byline_words import AGENCIES
from archive.ingest.html.marks import called, having
from archive.ingest.html.moments import in_words
from archive.ingest.html.names import (
    byline_within,
    is_byline_label,
    is_full_name,
    is_organisation,
    login,
    people,
    starts_as_byline,
)
from archive.ingest.html.signs import Signs, is_concealed, is_elsewhere, is_of_others
from archive.ingest.html.visible import Surroundings
from archive.ingest.html.wording import plain, same, words_in

_LONGEST_BYLINE = 200  # characters
_MOST_BARE = 8  # lines after the headline
_NO_NAMES = re.compile(
    r"\b(?:your?|the|of|for|in|more|find|next|latest|news|real|best|all|new|top|our|how|updated|original|posted)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:day|tag)\b|\b(?:mon|tue|wed|thu|fri|sat|sun)\b", re.IGNORECASE)
_IN_CAPITALS = re.compile(r" ?[A-Z]{2,}\b")
_LATELY = re.compile(
    r"\b\d+ (?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?) ago\b|\b(?:\w{3,6}day|today) \d{1,2}:\d\d"
    r"|\bvor \d+ \w+(?:n|r|en)\b"
    r"|\bil y a \d+ \w+|\bhace \d+ \w+",
    re.IGNORECASE,
)
_AGENCY = re.compile(rf"({AGENCIES})(?:,(?: [^\W\d_][\w.]*){{1,2}},?)?")
_QUOTING, _TELLING = frozenset("–—―"), frozenset(",:：")
_IN_BRACKETS = re.compile(
    r"[\[［(（【]\s*([^\[\]()（）【】［］:：©]{2,60}[,，、/][^\[\]()（）【】［］:：©]{2,60})[\]］)）】]"
)
_LONGEST_BARE = 60  # characters

_MOST_ELEMENTS = 40
_MARKED = called(_MOST_ELEMENTS, "uthor", "yline", "YLINE")  # without their first letters, which some write large
_RELATED = having(_MOST_ELEMENTS, "/descendant::a/@rel[contains(concat(' ',.,' '),' author ')]")
_NAME = etree.XPath("(descendant-or-self::*[@itemprop='name'])[1]")


@dataclass(frozen=True, slots=True)
class Named:
    """Names from one place of a page, and how they are known."""

    names: tuple[str, ...]
    basis: str


def visible(signs: Signs, around: Surroundings) -> Iterator[Named]:
    """The places on the page that name authors, the surest first."""
    yield from _of_property(signs)
    yield from of_lines(around)
    yield from _of_links(signs.tree)
    yield from _of_marked(signs.tree)
    yield from _of_bare_lines(around)
    yield from _of_dated_lines(around)
    yield from _of_brackets(around)
    yield from _of_property(signs, is_of_others)
    yield from _of_links(signs.tree, is_of_others)


def _of_property(signs: Signs, is_left_out: Callable[[HtmlElement], bool] = is_elsewhere) -> Iterator[Named]:
    found: list[str] = []
    for element in signs.having("author", "creator"):
        if is_left_out(element):
            continue
        inner = _NAME(element)
        named = inner[0] if inner else element
        text = plain(named.get("content") or "") or words_in(named)
        if is_words(text) and len(text) <= _LONGEST_BYLINE:
            found.extend(people(text))
    if found:
        yield Named(tuple(unique(found)), "stated: microdata author")


def of_lines(around: Surroundings) -> Iterator[Named]:
    """'By …' on a line, or on two."""
    lines = around.near
    for at, line in enumerate(lines):
        text = byline_within(line) or line
        if is_byline_label(line) and at + 1 < len(lines):
            text = f"By {lines[at + 1]}"
        if starts_as_byline(text) and len(text) <= _LONGEST_BYLINE:
            names = tuple(name for name in people(text) if is_full_name(name) or is_organisation(name))
            if names:
                yield Named(names, "stated: byline on the page, beginning ‘By’")


def of_logins(signs: Signs, around: Surroundings) -> Iterator[Named]:
    """Who is named by one word, as on blogs and in forums: after 'by', or by a link to the author."""
    for line in around.near:
        text = byline_within(line) or line
        if starts_as_byline(text) and len(text) <= _LONGEST_BARE and (name := login(text)):
            yield Named((name,), "stated: byline on the page, beginning ‘By’")
    for elements, known in ((_RELATED, "link to the author"), (_MARKED, "byline on the page")):
        for element in elements(signs.tree)[:_MOST_ELEMENTS]:
            if not is_of_others(element) and (name := login(words_in(element)[:_LONGEST_BARE])):
                yield Named((name,), f"stated: {known}")


def _of_bare_lines(around: Surroundings) -> Iterator[Named]:
    """Names alone on a line, right above or below one that tells the date."""
    lines, headline = around.after[:_MOST_BARE], same(around.headline)
    for line, neighbour in (*pairwise(lines), *pairwise(reversed(lines))):
        if (names := _of_bare_line(line, headline)) and _tells_when(neighbour) and not _is_button(line, lines):
            yield Named(names, "stated: line near the headline")


def _of_bare_line(line: str, headline: str) -> tuple[str, ...]:
    """The names on a line that holds nothing else, unless it is a tag, for whom the article is about."""
    if len(line) > _LONGEST_BARE or _NO_NAMES.search(line) or _is_credit(line):
        return ()
    names = people(line)
    told_of = any(same(name) in headline for name in names)
    return names if not told_of and all(is_full_name(name) and _can_stand_alone(name) for name in names) else ()


def _is_credit(line: str) -> bool:
    """Tell whether a line says who took a picture, and for whom: 'Ines Faro/Reuters', 'Ines Faro/TIDEWATER'."""
    _, _, owner = line.partition("/")
    return "©" in line or is_organisation(owner) or (_IN_CAPITALS.match(owner) is not None and not line.isupper())


def _can_stand_alone(name: str) -> bool:
    return names_unspaced.is_name(name) or not names_unspaced.is_unspaced(name)


def _tells_when(line: str) -> bool:
    return bool(in_words(line[:100])) or _LATELY.search(line[:100]) is not None


def of_agencies(around: Surroundings) -> Iterator[Named]:
    """A news agency's name on a line of its own, or before the place from where it reports."""
    for line in around.near[:_MOST_BARE]:
        if match := _AGENCY.fullmatch(line):
            yield Named((match[1],), "stated: line near the headline")


def _is_button(line: str, lines: tuple[str, ...]) -> bool:
    return line.isupper() and lines.count(line) > 1


def _of_dated_lines(around: Surroundings) -> Iterator[Named]:
    """Names and a date on one line: 'Ines Faro 3 May 2019'."""
    for line in around.after[:_MOST_BARE]:
        dates = in_words(line[:100])
        before = line[: dates[0][1].start()].strip(" |·•-/(") if dates else ""
        told_of = before[:1] in _QUOTING or before[-1:] in _TELLING  # a quotation's source; a place, a label
        if before and not told_of and len(before) <= _LONGEST_BARE and not _NO_NAMES.search(before):
            names = people(before)
            if names and all(_is_beside_date(name) for name in names):
                yield Named(names, "stated: line near the headline, with the date")


def _is_beside_date(name: str) -> bool:
    if names_unspaced.is_unspaced(name):
        return names_unspaced.can_be_name(name)
    return is_full_name(name) and not _WEEKDAY.search(name)


def _of_brackets(around: Surroundings) -> Iterator[Named]:
    """Names and who employs them in brackets on a line of their own: '[Ines Faro, The Lantern]'."""
    for line in around.after[:_MOST_BARE]:
        if (match := _IN_BRACKETS.fullmatch(line)) and not _NO_NAMES.search(match[1]):
            names = people(match[1])
            kept = tuple(name for name in names if is_full_name(name) and _can_be_name(name))
            if kept:
                yield Named(kept, "stated: line in brackets near the headline")


def _can_be_name(name: str) -> bool:
    return names_unspaced.can_be_name(name) or not names_unspaced.is_unspaced(name)


def _of_links(tree: HtmlElement, is_left_out: Callable[[HtmlElement], bool] = is_elsewhere) -> Iterator[Named]:
    links = [link for link in _RELATED(tree)[:_MOST_ELEMENTS] if not is_left_out(link)]
    if names := tuple(unique(name for link in _together(links) for name in people(words_in(link)))):
        yield Named(names, "stated: link to the author")


def _together(links: list[HtmlElement]) -> list[HtmlElement]:
    """The first link with words, and those that stand close to it."""
    links = [link for link in links if words_in(link)]
    if not links:
        return []
    near = set(islice(links[0].iterancestors(), 3))
    return [link for link in links if near & set(islice(link.iterancestors(), 3))]


def _of_marked(tree: HtmlElement) -> Iterator[Named]:
    """Elements that are called a byline or an author by their class, with those of the same class that stand close."""
    seen: set[str] = set()
    named = {element: _named_in(element) for element in _MARKED(tree)[:_MOST_ELEMENTS]}
    outer = {parent for element, names in named.items() if names for parent in element.iterancestors()}
    for element, names in named.items():
        mark = _mark(element)
        if element in outer or mark in seen or not names:
            continue
        seen.add(mark)
        alike = [one for one in named if _mark(one) == mark]
        if found := tuple(unique(name for one in _together(alike) for name in named[one])):
            yield Named(found, "stated: byline on the page")


def _mark(element: HtmlElement) -> str:
    return element.get("class") or element.get("id") or ""


def _named_in(element: HtmlElement) -> tuple[str, ...]:
    text = words_in(element, apart=True)
    if not text or len(text) > _LONGEST_BYLINE or is_elsewhere(element) or is_concealed(element):
        return ()
    return tuple(name for name in people(text) if is_full_name(name) and _can_be_name(name))


def unique(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if same(name) not in seen:
            seen.add(same(name))
            yield name


def is_words(text: str) -> bool:
    return bool(text) and len(text) <= 500 and "://" not in text[:12] and not text.startswith(("@", "www.", "/"))
