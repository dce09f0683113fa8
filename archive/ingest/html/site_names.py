"""The name of the site that a page stands on, and whether some words are such a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive.ingest.html.signs import Signs, Stated
from archive.ingest.html.wording import plain, same

_LONGEST = 80
_MOST_WORDS = 8
_SHARED = {"www", "news", "blog", "blogs", "com", "org", "net", "gov", "edu", "info", "amp", "mobile"}


def site_name_of(signs: Signs) -> Stated | None:
    """The site's name as the page states it."""
    return next((one for one in _stated(signs) if _is_name(one.value, signs)), None)


def site_names(signs: Signs) -> frozenset[str]:
    """All names of the site, folded as wording.same folds them: stated ones and the labels of its host."""
    names = {same(one.value) for one in _stated(signs) if _is_name(one.value, signs)}
    names |= {same(label) for label in _labels(signs.host)}
    names |= {same(signs.host), same(signs.host).removeprefix("the")}
    return frozenset(name for name in names if len(name) > 1)


def names_site(words: str, names: frozenset[str]) -> bool:
    """Tell whether words are a name of the site: one of `names`, part of it, or it with a few words more."""
    folded = same(words).removeprefix("the")
    if not folded:
        return True
    plain_names = {name.removeprefix("the") for name in names}
    if folded in plain_names or re.sub(r"\W", "", _initials(words)).casefold() in plain_names:
        return True
    return any(
        len(name) >= 4 and len(folded) >= 4 and len(folded) <= 2 * len(name)
        and (folded.startswith(name) or folded.endswith(name) or name.startswith(folded))
        for name in plain_names
    )  # fmt: skip


def _initials(words: str) -> str:
    return "".join(word[0] for word in words.split() if word[0].isupper()) if words.count(" ") else ""


def _stated(signs: Signs) -> Iterator[Stated]:
    yield from signs.stated("og:site_name")
    publisher = signs.linked.resolved(signs.article.get("publisher"))
    yield from _named(publisher, "stated: JSON-LD publisher")
    for kind in ("WebSite", "NewsMediaOrganization"):
        for node in signs.linked.of_type(kind):
            yield from _named(node, f"stated: JSON-LD {kind} name")
    yield from signs.stated("application-name", "apple-mobile-web-app-title", "citation_publisher", "dc.publisher")
    for node in signs.linked.of_type("Organization")[:3]:
        yield from _named(node, "stated: JSON-LD Organization name")
    for handle in signs.stated("twitter:site"):
        yield Stated(handle.value.lstrip("@"), "inferred from the site's Twitter handle")


def _named(node: object, basis: str) -> Iterator[Stated]:
    names = (node.get("name"), node.get("alternateName")) if isinstance(node, Mapping) else ()
    for name in names:
        if words := plain(name):
            yield Stated(words, basis)


def _is_name(value: str, signs: Signs) -> bool:
    if len(value.split()) > _MOST_WORDS or value in (signs.page_title, *signs.meta.get("og:title", ())):
        return False  # some pages give each article's title for the site's name
    return (
        1 < len(value) <= _LONGEST and "://" not in value and not value.startswith("@") and any(map(str.isalpha, value))
    )


def _labels(host: str) -> list[str]:
    return [label for label in host.split(".") if label not in _SHARED and len(label) > 2]
