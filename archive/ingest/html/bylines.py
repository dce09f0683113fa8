"""The authors of an article: as the page states them for machines, or in a byline that a reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from archive.ingest.html.bylines_seen import Named, is_words, of_agencies, of_lines, of_logins, unique, visible
from archive.ingest.html.lazily import Lazily
from archive.ingest.html.names import (
    is_full_name,
    is_login,
    is_organisation,
    people,
    staff,
    starts_as_byline,
)
from archive.ingest.html.signs import Signs, Stated
from archive.ingest.html.site_names import names_site
from archive.ingest.html.visible import Surroundings
from archive.ingest.html.wording import plain, same

_META = (
    "author", "article:author", "parsely-author", "sailthru.author", "citation_author", "dc.creator", "dcterms.creator",
    "dc.creator.creator", "byl", "byline", "article:author_name", "og:article:author", "og:author", "book:author",
    "authors", "cxenseparse:author", "dcsext.author", "article.author", "rbauthors", "creator", "twitter:data1",
)  # fmt: skip
_WEAK = "stated: meta twitter:data1"  # often who put the page in
_OF_JSON = "stated: JSON-LD author"
_MOST_PEOPLE = 12
_MOST_BARE = 8  # lines after the headline


def byline_of(signs: Signs, around: Surroundings, site: frozenset[str]) -> Stated | None:
    """Return the authors' names, joined by ', '. site: the names that are the site's own, as site_names gives them."""
    stated = list(_stated(signs))
    best = _first(stated, site)
    weak = best is not None and best.basis == _WEAK
    sure = best is not None and not weak and all(map(is_full_name, best.names))
    told = _apart_from(stated, best)
    shown = Lazily(visible(signs, around))
    seen = _first(of_lines(around), site) if sure else None
    if not seen and (told or not sure):
        seen = _first(shown, site)
    if best and seen and (weak or (_alike(seen, told) and not _alike(best, [seen]))):  # two places outvote the first
        best = seen
    chosen = _chosen(best, seen) or _organisation(stated, site, around)
    chosen = chosen or _first_of_any(shown) or next(of_agencies(around), None) or _staff(signs, around)
    chosen = chosen or next(of_logins(signs, around), None)
    return Stated(", ".join(chosen.names), chosen.basis) if chosen else None


def _apart_from(stated: list[Named], best: Named | None) -> list[Named]:
    """The places that name none of those whom the first names."""
    return [one for one in stated if best and not _alike(best, [one])]


def _alike(one: Named, others: Iterable[Named]) -> bool:
    """Tell whether any of the others shares a name with the one."""
    names = set(map(same, one.names))
    return any(names & set(map(same, other.names)) for other in others)


def _organisation(stated: list[Named], site: frozenset[str], around: Surroundings) -> Named | None:
    """Who is named where no person is: an agency, another paper; the site itself where a line near the headline shows
    its name, since else its source says so already. A site named after one who writes it is a person.
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
    """The first place that names people; what names only the site or an organisation is passed over.

    An agency that JSON-LD states among the authors is one.
    """
    for one in found:
        others = [name for name in one.names if not is_login(name) and not _is_site(name, site)]
        people = [name for name in others if not is_organisation(name)]
        if people:
            return Named(tuple(others if one.basis == _OF_JSON else people)[:_MOST_PEOPLE], one.basis)
    return None


def _first_of_any(found: Iterable[Named]) -> Named | None:
    """The first place that names anyone, an organisation if need be."""
    return next((Named(one.names[:_MOST_PEOPLE], one.basis) for one in found if one.names), None)


def _is_site(name: str, site: frozenset[str]) -> bool:
    if len(words := name.split()) == 1:
        return same(name) in site
    return same(name) in site or names_site(" ".join(word for word in words if len(word) > 1), site)


def _stated(signs: Signs) -> Iterator[Named]:
    for name in ("author", "creator"):
        if names := tuple(unique(_of_json(signs, signs.article.get(name)))):
            yield Named(names, f"stated: JSON-LD {name}")
    for name in _META:
        values = signs.meta.get(name, ())
        texts = (
            _turned(value) if name.startswith(("citation", "dc")) else value for value in values if is_words(value)
        )
        if names := tuple(unique(found for text in texts for found in people(text))):
            yield Named(names, f"stated: meta {name}")
    for page in signs.linked.pages():
        if names := tuple(unique(_of_json(signs, page.get("author")))):
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
    elif is_words(text := plain(value)):
        yield from people(text)


def _given_and_family(node: Mapping[str, object]) -> str:
    return f"{plain(node.get('givenName'))} {plain(node.get('familyName'))}".strip()


def _turned(text: str) -> str:
    """'Faro, Ines' as 'Ines Faro'."""
    last, comma, first = text.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first and len(last.split()) < 3 else text
