"""What a page says of itself: title, byline, date and the like, each with how it is known."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from lxml.html import HtmlElement

from archive.ingest.extracted import LONGEST
from archive.ingest.html.about import description_of, keywords_of, section_of
from archive.ingest.html.bylines import byline_of
from archive.ingest.html.page_addresses import address_of
from archive.ingest.html.page_languages import language_of
from archive.ingest.html.published import published_of
from archive.ingest.html.signs import Stated, signs_of
from archive.ingest.html.site_names import site_name_of, site_names
from archive.ingest.html.titles import title_of
from archive.ingest.html.visible import Surroundings, surroundings
from archive.text.blocks import CanonicalText

_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")
_LANGUAGE_LETTERS = 5_000  # of a text: more add nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page states of its article; '' (or an empty tuple) where it states nothing that can be believed.

    title: as the headline reads. byline: names alone, joined by ', '. published: EDTF, with the time and the offset
    where they are stated. language: a BCP 47 tag. section: what the site files it under. url: the canonical address,
    http or https. description: what the page says that the article is about. keywords: in the page's order.
    basis: how each fact that is not empty is known, by its name: 'stated: JSON-LD headline'; 'inferred from …'.
    """

    title: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""
    section: str = ""
    site_name: str = ""
    url: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    basis: Mapping[str, str] = field(default_factory=dict)


def facts_of(tree: HtmlElement, url: str, content: CanonicalText | None = None) -> Facts:
    """Gather the facts of a page. Never raises; never changes the tree. A rule that fails is logged as a warning.

    url: where the page was found; '' where that is not known. content: the article's text, which may gainsay the
    language that the page states; None where it is not read yet.
    """
    tried = _Tried(url)
    signs = tried("what it states", lambda: signs_of(tree, url))
    if signs is None:
        return Facts()
    names = tried("names of the site", lambda: site_names(signs)) or frozenset()
    title, heading = tried("title", lambda: title_of(signs, names)) or (None, None)
    around = tried("lines near the headline", lambda: surroundings(tree, heading)) or Surroundings()
    words = title.value if title else ""
    readings: dict[str, Callable[[], Stated | None]] = {
        "byline": lambda: byline_of(signs, around, names),
        "published": lambda: published_of(signs, around),
        "language": lambda: language_of(signs, _beginning(content)),
        "section": lambda: section_of(signs, words),
        "site_name": lambda: site_name_of(signs),
        "url": lambda: address_of(signs),
        "description": lambda: description_of(signs, words),
    }
    found = {"title": title} | {name: tried(name, reading) for name, reading in readings.items()}
    return _facts(found, *(tried("keywords", lambda: keywords_of(signs)) or ((), "")))


@dataclass(frozen=True, slots=True)
class _Tried:
    """Takes readings of the page at an address, one by one: where one fails the other facts are still worth having."""

    url: str

    def __call__(self, what: str, reading: Callable[[], _T]) -> _T | None:
        """What a reading finds; None where the page is so broken that it fails, which the log tells."""
        try:
            return reading()
        except Exception:  # noqa: BLE001 (a page can break a rule in ways that no list of errors foresees)
            _LOG.warning("A rule failed on the page at %r: %s left out.", self.url, what, exc_info=True)
            return None


def _beginning(content: CanonicalText | None) -> str:
    if content is None:
        return ""
    texts = (content.text[block.start : block.end] for block in content.body or content.blocks)
    return "\n".join(texts)[:_LANGUAGE_LETTERS]


def _facts(found: Mapping[str, Stated | None], keywords: tuple[str, ...], basis_of_keywords: str) -> Facts:
    """The facts that fit the archive's columns."""
    kept = {
        name: one for name, one in found.items() if one and one.value and len(one.value) <= LONGEST.get(name, 5_000)
    }
    basis = {name: one.basis for name, one in kept.items()}
    if keywords:
        basis["keywords"] = basis_of_keywords
    return Facts(**{name: one.value for name, one in kept.items()}, keywords=keywords, basis=basis)
