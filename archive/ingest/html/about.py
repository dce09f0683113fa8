"""What a page says that its article is about: its section, its summary and its keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive.ingest.html.signs import Signs, Stated
from archive.ingest.html.wording import plain, same

_LONGEST_SECTION = 80
_MOST_KEYWORDS = 30
_LONGEST_KEYWORD = 100
_CUT_SHORT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")
_FOR_MACHINES = re.compile(r"^[@/&]|://|\w[_:]\w")  # keys, paths and settings among the words
_NO_SECTION = re.compile(
    r"(?:home(?:page)?|start(?:seite)?|accueil|inicio|all|uncategori[sz]ed|articles?|null|none)$", re.IGNORECASE
)


def section_of(signs: Signs, title: str) -> Stated | None:
    """Return what the site files the article under."""
    for one in _sections(signs):
        if _is_section(one.value) and same(one.value) != same(title):
            return one
    return None


def _is_section(words: str) -> bool:
    return bool(words) and len(words) <= _LONGEST_SECTION and "://" not in words and not _NO_SECTION.match(words)


def _sections(signs: Signs) -> Iterator[Stated]:
    value = signs.article.get("articleSection")
    for item in value if isinstance(value, list) else [value]:
        yield Stated(plain(item), "stated: JSON-LD articleSection")
    yield from signs.stated(
        "article:section",
        "parsely-section",
        "sailthru.section",
        "dc.subject.section",
        "section",
        "og:section",
        "category",
    )
    for node in signs.linked.of_type("BreadcrumbList")[:1]:
        for name in reversed(list(_crumbs(node.get("itemListElement")))[1:]):
            yield Stated(name, "inferred from the JSON-LD breadcrumbs")


def _crumbs(items: object) -> Iterator[str]:
    for item in items[:20] if isinstance(items, list) else ():
        if isinstance(item, Mapping):
            inner = item.get("item")
            yield plain(item.get("name") or (inner.get("name") if isinstance(inner, Mapping) else ""))


def description_of(signs: Signs, title: str) -> Stated | None:
    """Return the page's own summary; of several the first that was not cut short and is more than the title."""
    found = [one for one in _descriptions(signs) if one.value and same(one.value) != same(title)]
    whole = [one for one in found if not _CUT_SHORT.search(one.value)]
    return next(iter(whole or found), None)


def _descriptions(signs: Signs) -> Iterator[Stated]:
    yield from signs.stated("og:description", "description")
    yield Stated(plain(signs.article.get("description")), "stated: JSON-LD description")
    yield from signs.stated("twitter:description", "dc.description", "sailthru.description", "citation_abstract")


def keywords_of(signs: Signs) -> tuple[tuple[str, ...], str]:
    """Return the keywords, each once, and how they are known; the first place that states any."""
    for values, basis in _keywords(signs):
        words = (word.strip() for value in values for word in re.split("[,;]", plain(value)))
        kept = {same(word): word for word in words if _is_keyword(word)}
        if kept:
            return tuple(list(kept.values())[:_MOST_KEYWORDS]), basis
    return (), ""


def _is_keyword(word: str) -> bool:
    return 1 < len(word) <= _LONGEST_KEYWORD and not _FOR_MACHINES.search(word)


def _keywords(signs: Signs) -> Iterator[tuple[list[str], str]]:
    value = signs.article.get("keywords")
    values = [item if isinstance(item, str) else "" for item in (value if isinstance(value, list) else [value])]
    yield values[:200], "stated: JSON-LD keywords"
    for name in (
        "article:tag",
        "news_keywords",
        "keywords",
        "parsely-tags",
        "sailthru.tags",
        "citation_keywords",
        "dc.subject",
    ):
        yield list(signs.meta.get(name, ())), f"stated: meta {name}"
