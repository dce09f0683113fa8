"""The authors of an article: as the page states them for machines, or in a byline that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise

from lxml import etree
from lxml.html import HtmlElement

from archive.ingest.html.moments import in_words
from archive.ingest.html.names import (
    byline_within,
    is_byline_label,
    is_full_name,
    is_login,
    is_organisation,
    people,
    staff,
    starts_as_byline,
)
from archive.ingest.html.signs import Signs, Stated, is_concealed, is_elsewhere, is_of_others
from archive.ingest.html.site_names import names_site
from archive.ingest.html.visible import Surroundings
from archive.ingest.html.wording import plain, same, words_in

_META = (
    "author", "article:author", "parsely-author", "sailthru.author", "citation_author", "dc.creator", "dcterms.creator",
    "dc.creator.creator", "byl", "byline", "article:author_name", "og:article:author", "og:author", "book:author",
    "authors", "cxenseparse:author", "dcsext.author", "article.author", "rbauthors", "creator", "twitter:data1",
)  # fmt: skip
_WEAK = "stated: meta twitter:data1"  # often who put the page in
_LONGEST_BYLINE = 200  # characters
_MOST_PEOPLE = 12
_MOST_BARE = 8  # lines after the headline
_NO_NAMES = re.compile(
    r"\b(?:your?|the|of|for|in|more|find|next|latest|news|real|best|all|new|top|our|how|updated|original|posted)\b",
    re.IGNORECASE,
)
_LONGEST_BARE = 60  # characters

_MOST_ELEMENTS = 40
_CALLED = " or ".join(
    f"contains(@{name},'{part}')" for name in ("class", "id", "data-testid") for part in ("uthor", "yline", "YLINE")
)  # without their first letters, which some write large
_MARKED = etree.XPath(f"(/descendant::body/descendant::*[{_CALLED}])[position() <= {_MOST_ELEMENTS}]")
_RELATED = etree.XPath(
    f"(/descendant::a[@rel][contains(concat(' ',@rel,' '),' author ')])[position() <= {_MOST_ELEMENTS}]"
)
_PROPERTY = etree.XPath(
    "//*[@itemprop][contains(concat(' ',@itemprop,' '),' author ') or contains(concat(' ',@itemprop,' '),' creator ')]"
)
_NAME = etree.XPath("(descendant-or-self::*[@itemprop='name'])[1]")


@dataclass(frozen=True, slots=True)
class Named:
    """Names from one place of a page, and how they are known."""

    names: tuple[str, ...]
    basis: str


def byline_of(signs: Signs, around: Surroundings, site: frozenset[str]) -> Stated | None:
    """Return the authors' names, joined by ', '. site: the names that are the site's own, as site_names gives them."""
    stated = list(_stated(signs))
    best = _first(stated, site)
    weak = best is not None and best.basis == _WEAK
    sure = best is not None and not weak and all(map(is_full_name, best.names))
    told = _apart_from(stated, best)
    seen = _first(_of_lines(around), site) if sure else None
    if not seen and (told or not sure):
        seen = _first(_visible(signs, around), site)
    if best and seen and (weak or (_alike(seen, told) and not _alike(best, [seen]))):  # two places outvote the first
        best = seen
    chosen = _chosen(best, seen) or _organisation(stated, site, around)
    chosen = chosen or _first_of_any(_visible(signs, around)) or _staff(signs, around)
    return Stated(", ".join(chosen.names), chosen.basis) if chosen else None


def _apart_from(stated: list[Named], best: Named | None) -> list[Named]:
    """The places that name none of those whom the first names."""
    return [one for one in stated if best and not _alike(best, [one])]


def _alike(one: Named, others: Iterable[Named]) -> bool:
    """Tell whether any of the others shares a name with the one."""
    names = set(map(same, one.names))
    return any(names & set(map(same, other.names)) for other in others)


def _organisation(stated: list[Named], site: frozenset[str], around: Surroundings) -> Named | None:
    """Who is named where no person is; the site itself only where a line near the headline shows its name.

    A site named after one who writes it is a person.
    """
    shown = [same(line) for line in around.near[:_MOST_BARE]]

    def is_meant(name: str) -> bool:
        if len(name) > 3 and any(line.endswith(same(name)) for line in shown):
            return True
        return not is_login(name) and (is_full_name(name) or not _is_site(name, site))

    return _first_of_any(one for one in stated if any(map(is_meant, one.names)))


def _staff(signs: Signs, around: Surroundings) -> Named | None:
    """'Staff Reports', 'Editorial': the words with which a byline names nobody, where it names nobody else."""
    for line in around.near:
        if starts_as_byline(line) and (words := staff(line)):
            return Named((words,), "stated: byline on the page, beginning ‘By’")
    stated = (words for value in signs.meta.get("author", ()) if (words := staff(value)))
    return next((Named((words,), "stated: meta author") for words in stated), None)


def _chosen(stated: Named | None, seen: Named | None) -> Named | None:
    """What is stated, unless the byline that a reader sees names the same people and more, or a full name instead."""
    if stated is None or seen is None:
        return stated or seen
    of_stated, of_seen = (set(map(same, one.names)) for one in (stated, seen))
    if of_stated < of_seen:
        return seen
    if len(stated.names) == 1 and not is_full_name(stated.names[0]) and is_full_name(seen.names[0]):
        return seen
    return stated


def _first(found: Iterable[Named], site: frozenset[str]) -> Named | None:
    """The first place that names people; what names only the site or an organisation is passed over."""
    for one in found:
        names = tuple(
            name for name in one.names if not is_organisation(name) and not is_login(name) and not _is_site(name, site)
        )
        if names:
            return Named(names[:_MOST_PEOPLE], one.basis)
    return None


def _first_of_any(found: Iterable[Named]) -> Named | None:
    """The first place that names anyone, an organisation if need be."""
    return next((Named(one.names[:_MOST_PEOPLE], one.basis) for one in found if one.names), None)


def _is_site(name: str, site: frozenset[str]) -> bool:
    return same(name) in site or (len(name.split()) > 1 and names_site(name, site))


def _stated(signs: Signs) -> Iterator[Named]:
    for name in ("author", "creator"):
        if names := tuple(_unique(_of_json(signs, signs.article.get(name)))):
            yield Named(names, f"stated: JSON-LD {name}")
    for name in _META:
        values = signs.meta.get(name, ())
        texts = (
            _turned(value) if name.startswith(("citation", "dc")) else value for value in values if _is_words(value)
        )
        if names := tuple(_unique(found for text in texts for found in people(text))):
            yield Named(names, f"stated: meta {name}")
    for page in signs.linked.pages():
        if names := tuple(_unique(_of_json(signs, page.get("author")))):
            yield Named(names, "stated: JSON-LD author")


def _of_json(signs: Signs, value: object, depth: int = 0) -> Iterator[str]:
    """The names in a value: a text, an object with a name, a reference to one, or a list of such."""
    value = signs.linked.resolved(value)
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[: _MOST_PEOPLE * 2]:
            yield from _of_json(signs, item, depth + 1)
    elif isinstance(value, Mapping):
        yield from _of_json(signs, value.get("name") or _given_and_family(value), depth + 1)
    elif _is_words(text := plain(value)):
        yield from people(text)


def _given_and_family(node: Mapping[str, object]) -> str:
    return f"{plain(node.get('givenName'))} {plain(node.get('familyName'))}".strip()


def _is_words(text: str) -> bool:
    return bool(text) and len(text) <= 500 and "://" not in text[:12] and not text.startswith(("@", "www.", "/"))


def _turned(text: str) -> str:
    """'Faro, Ines' as 'Ines Faro'."""
    last, comma, first = text.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first and len(last.split()) < 3 else text


def _unique(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if same(name) not in seen:
            seen.add(same(name))
            yield name


def _visible(signs: Signs, around: Surroundings) -> Iterator[Named]:
    """The places on the page that name authors, the surest first."""
    yield from _of_property(signs.tree)
    yield from _of_lines(around)
    yield from _of_links(signs.tree)
    yield from _of_marked(signs.tree)
    yield from _of_bare_lines(around)
    yield from _of_property(signs.tree, is_of_others)
    yield from _of_links(signs.tree, is_of_others)


def _of_property(tree: HtmlElement, is_left_out: Callable[[HtmlElement], bool] = is_elsewhere) -> Iterator[Named]:
    found: list[str] = []
    for element in _PROPERTY(tree):
        if is_left_out(element):
            continue
        inner = _NAME(element)
        named = inner[0] if inner else element
        text = plain(named.get("content") or "") or words_in(named)
        if _is_words(text) and len(text) <= _LONGEST_BYLINE:
            found.extend(people(text))
    if found:
        yield Named(tuple(_unique(found)), "stated: microdata author")


def _of_lines(around: Surroundings) -> Iterator[Named]:
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


def _of_bare_lines(around: Surroundings) -> Iterator[Named]:
    """Names alone on a line, right above or below one that tells the date."""
    lines, headline = around.after[:_MOST_BARE], same(around.headline)
    for line, neighbour in (*pairwise(lines), *pairwise(reversed(lines))):
        names = people(line) if len(line) <= _LONGEST_BARE and not _NO_NAMES.search(line) else ()
        told_of = any(same(name) in headline for name in names)  # a tag, for whom the article is about
        if names and not told_of and all(map(is_full_name, names)) and in_words(neighbour[:100]):
            yield Named(names, "stated: line near the headline")


def _of_links(tree: HtmlElement, is_left_out: Callable[[HtmlElement], bool] = is_elsewhere) -> Iterator[Named]:
    links = [link for link in _RELATED(tree) if not is_left_out(link)]
    if names := tuple(_unique(name for link in _together(links) for name in people(words_in(link)))):
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
    marked = _MARKED(tree)
    outer = {parent for element in marked if _named_in(element) for parent in element.iterancestors()}
    for element in marked:
        if element in outer:
            continue
        names = element.get("class") or element.get("id") or ""
        if names in seen or not _named_in(element):
            continue
        seen.add(names)
        alike = [one for one in marked if (one.get("class") or one.get("id") or "") == names]
        if found := tuple(_unique(name for one in _together(alike) for name in _named_in(one))):
            yield Named(found, "stated: byline on the page")


def _named_in(element: HtmlElement) -> tuple[str, ...]:
    text = words_in(element, apart=True)
    if not text or len(text) > _LONGEST_BYLINE or is_elsewhere(element) or is_concealed(element):
        return ()
    return tuple(name for name in people(text) if is_full_name(name))
