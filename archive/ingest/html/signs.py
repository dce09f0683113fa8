"""All that a page says outside its text, gathered once: meta elements, JSON-LD, its title element, its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.ingest.html.json_ld import LinkedData, Node, linked_data
from archive.ingest.html.lazily import Lazily
from archive.ingest.html.meta import metas
from archive.ingest.html.wording import is_silent, plain, same, words_in
from archive.ingest.sites import host_of

_MOST_HEADINGS = 40
_LONGEST_HEADLINE = 400
_LONGEST_NAMES = 1000  # characters of a class or an id that are looked at, and kept
_FAR_UP = 40  # ancestors that are looked at; deeper nesting is no page's design
_ELSEWHERE = re.compile(
    r"related|recirc|sidebar|side-bar|comment|footer|promo|advert|trending|most-?(?:read|popular|viewed)|newsletter"
    r"|recommend|read-?(?:more|next)|also-?(?:like|read)|widget|popular|teaser|breaking|ticker|outbrain|taboola"
    r"|modal|popup|cookie|consent|(?:^|[\s_-])menu|masthead|site-?(?:header|title|name|branding|logo)|logo|navbar|(?:^|\s)navigation(?=\s|$)|(?:site|main)-navigation",
)

_OTHERS = re.compile(
    r"related|recirc|comment|repl(?:y|ies)|respond|trending|most-?(?:read|popular|viewed)|newsletter|recommend"
    r"|read-?(?:more|next)|also-?(?:like|read)|popular|latest|recent|archive|calendar|event|advert|ticker|outbrain"
    r"|taboola|cookie|consent|copyright|user-?(?:info|profile)",
)

_PROPERTIES = etree.XPath("/descendant::*/@itemprop")


@dataclass(frozen=True, slots=True)
class Stated:
    """A value and how it is known, as Facts.basis words it."""

    value: str
    basis: str


@dataclass(frozen=True, slots=True)
class Signs:
    """What facts are made of. url and host: of the page, '' where unknown; host without www.

    article: the JSON-LD node of the page's article, empty where none is; properties: the elements of microdata;
    headings: those a reader sees, by level.
    """

    tree: HtmlElement
    url: str
    host: str
    meta: Mapping[str, tuple[str, ...]]
    linked: LinkedData
    article: Node
    page_title: str
    properties: tuple[HtmlElement, ...] = field(repr=False)
    headings: Lazily[tuple[HtmlElement, str]] = field(repr=False)

    def stated(self, *names: str) -> Iterator[Stated]:
        """The values of the meta elements of these names, in the order of the names."""
        for name in names:
            for value in self.meta.get(name, ()):
                yield Stated(value, f"stated: {_LABELS.get(name, f'meta {name}')}")

    def having(self, *names: str) -> Iterator[HtmlElement]:
        """The elements whose microdata property is one of the names."""
        for element in self.properties:
            if not set(names).isdisjoint(element.get("itemprop").split()):
                yield element

    def first(self, *names: str) -> str:
        return next((one.value for one in self.stated(*names)), "")


_LABELS = {
    "og:title": "Open Graph title",
    "og:description": "Open Graph description",
    "og:site_name": "Open Graph site name",
    "og:url": "Open Graph address",
    "og:locale": "Open Graph locale",
    "description": "meta description",
}


def signs_of(tree: HtmlElement, url: str) -> Signs:
    """Gather the signs of a page. The tree is not changed."""
    meta, linked = metas(tree), linked_data(tree)
    title = next((plain(title.text_content()) for title in islice(tree.iter("title"), 3) if _of_page(title)), "")
    headings = Lazily(_headings(tree))
    known = Lazily(chain((title, *meta.get("og:title", ())), (text for _, text in islice(headings, 3))))
    article = _article(linked, url, meta, known)
    return Signs(tree, url, host_of(url), meta, linked, article, title, _properties(tree), headings)


def _properties(tree: HtmlElement) -> tuple[HtmlElement, ...]:
    return tuple(name.getparent() for name in _PROPERTIES(tree))  # libxml2 would compare each element with all others


def _of_page(title: HtmlElement) -> bool:
    """An SVG's title names a picture."""
    return all(parent.tag != "svg" for parent in title.iterancestors())


def _headings(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The first-level headings, or else the second-level ones, that are seen and have words."""
    for level in ("h1", "h2"):
        for heading in islice(tree.iter(level), _MOST_HEADINGS):
            if not is_concealed(heading) and 0 < len(text := words_in(heading)) <= _LONGEST_HEADLINE:
                yield heading, text


def is_concealed(element: HtmlElement) -> bool:
    """Tell whether an element, or one that it stands in, is not shown."""
    return any(is_silent(node) for node in (element, *islice(element.iterancestors(), _FAR_UP)) if node.tag != "html")


def is_elsewhere(element: HtmlElement) -> bool:
    """Tell whether an element stands in what surrounds an article: asides, comments, lists of other articles."""
    for node in (element, *islice(element.iterancestors(), _FAR_UP)):
        if node.tag in ("body", "html", "main"):
            return False
        if is_apart(node):
            return True
    return False


def is_apart(node: HtmlElement) -> bool:
    """Tell whether an element itself is no part of an article, by its tag or its names."""
    if node.tag in ("aside", "footer", "nav", "form"):
        return True
    if node.tag == "article":
        return False
    own, name = node.get("class"), node.get("id")
    called = (own and _names_elsewhere(own[:_LONGEST_NAMES])) or (name and _names_elsewhere(name[:_LONGEST_NAMES]))
    return bool(called) and node.find(".//h1") is None  # some layouts are named for the sidebar that they make room for


def is_of_others(element: HtmlElement) -> bool:
    """Tell whether an element stands among comments, other articles or what else is surely not of the article."""
    for node in (element, *islice(element.iterancestors(), _FAR_UP)):
        if node.tag in ("body", "html", "main"):
            return False
        if holds_others(node):
            return True
    return False


def holds_others(node: HtmlElement) -> bool:
    """Tell whether an element itself is named for comments, other articles and the like."""
    own, name = node.get("class") or "", node.get("id") or ""
    return _names_others(f"{own[:_LONGEST_NAMES]} {name[:_LONGEST_NAMES]}")


@lru_cache(maxsize=4096)  # the pages of a site, and the parts of a page, share their classes
def _names_elsewhere(names: str) -> bool:
    return _ELSEWHERE.search(names.lower()) is not None


@lru_cache(maxsize=4096)
def _names_others(names: str) -> bool:
    return _OTHERS.search(names.lower()) is not None


def _article(linked: LinkedData, url: str, meta: Mapping[str, tuple[str, ...]], known: Iterable[str]) -> Node:
    """The node of the article that the page is about, among those of other articles that it lists."""
    nodes = linked.articles()
    words = Lazily(same(text) for text in known if text)
    for node in nodes:
        headline = same(plain(node.get("headline") or node.get("name")))
        if headline and any(_overlap(headline, text) for text in words):
            return node
    addresses = {_path(one) for one in (url, *meta.get("og:url", ())) if _path(one)}
    for node in nodes:
        if addresses & {_path(address) for address in addresses_of(node)}:
            return node
    if nodes and (len(nodes) == 1 or not any(True for _ in words)) and not _of_another(nodes[0], addresses):
        return nodes[0]
    return {}


def _overlap(one: str, other: str) -> bool:
    """Whether two wordings, folded, begin alike or contain each other."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and (short in long or one[:20] == other[:20])


def _of_another(node: Node, addresses: set[str]) -> bool:
    own = {path for address in addresses_of(node) if (path := _path(address))}
    return bool(own and addresses and not own & addresses)


def addresses_of(node: Node) -> list[str]:
    """The addresses that a node gives for itself or its page."""
    page = node.get("mainEntityOfPage")
    values = [node.get("url"), page, page.get("@id") if isinstance(page, Mapping) else None, node.get("@id")]
    return [plain(value) for value in values if isinstance(value, str) and value.lower().startswith("http")]


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/").lower()
    except ValueError:
        return ""
