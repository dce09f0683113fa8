"""The meta elements of a page, by name."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from lxml.html import HtmlElement

from archive.ingest.html.wording import plain

_MOST = 2_000
_NAMED_BY = ("property", "name", "itemprop", "http-equiv")


def metas(tree: HtmlElement) -> Mapping[str, tuple[str, ...]]:
    """What the page's meta elements state, by their names in lower case, in order and each once."""
    found: dict[str, list[str]] = {}
    for element in islice(tree.iter("meta"), _MOST):
        given = dict(element.items())
        names = {name for mark in _NAMED_BY if mark in given for name in given[mark].lower().split()}
        stated = plain(given.get("content") or given.get("value") or "") if names else ""
        for name in names if stated else ():
            if stated not in found.setdefault(name, []):
                found[name].append(stated)
    return {name: tuple(values) for name, values in found.items()}
