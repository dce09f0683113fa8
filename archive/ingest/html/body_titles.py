"""What a page calls its article, so that the text does not repeat it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_NAMED = {"og:title", "twitter:title", "dc.title", "title", "headline"}
_SEPARATOR = re.compile(r"\s+[|–—·•»-]\s+")  # between a title and the site's name
_LONGEST = 1000  # characters
_LEAST = 12  # letters and digits: a shorter title may stand in the text for its own sake


def key_of(text: str) -> str:
    """Letters and digits alone, in one case: what two writings of a title have in common."""
    return "".join(filter(str.isalnum, text.casefold()))


def titles_of(tree: HtmlElement) -> frozenset[str]:
    """Return the keys of all that may be the title: what the page's head states, whole and without the site's name."""
    stated = [meta.get("content") or "" for meta in tree.iter("meta") if _name(meta) in _NAMED]
    stated += [title.text or "" for title in tree.iter("title")]
    stated = [" ".join(title[:_LONGEST].split()) for title in stated]  # else many spaces are slow to split at
    parts = [part for title in stated for part in (title, *_SEPARATOR.split(title))]
    return frozenset(key for part in parts if len(key := key_of(part)) >= _LEAST)


def _name(meta: HtmlElement) -> str:
    return (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
