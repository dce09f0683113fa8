"""Hypothesis's annotations, as its search API and its client's export give them, to highlights.

https://h.readthedocs.io/en/latest/api-reference/: an object with `rows`, or with `annotations`, or a list of them. The
quotation finds the place. The positions beside it count UTF-16 units of what the browser made of the page, and ranges
name its elements; neither holds for our text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from archive.exchange.annotation_places import DOCUMENT
from archive.exchange.annotation_selectors import read_selectors
from archive.exchange.highlights import Highlight, Highlights, item_name
from archive.exchange.json_ld import AnnotationError, Node, as_list, node, types
from archive.text.normalize import fold_line
from archive.text.selectors import TextQuote


def is_hypothesis(value: object) -> bool:
    """Whether decoded JSON looks like Hypothesis's annotations, and not like the W3C's, which have a type."""
    rows = _rows(value)
    first = rows[0] if rows else None
    if not isinstance(first, Mapping):
        return isinstance(value, Mapping) and [] in (value.get("rows"), value.get("annotations"))
    return "Annotation" not in types(first) and ("target" in first or "uri" in first)


def read(value: object, article: str = "") -> Highlights:
    """Read decoded JSON, each annotation for itself.

    article: whose annotations they are where they name no address, as a Target's source.
    """
    found = Highlights()
    for number, row in enumerate(_rows(value), start=1):
        name = item_name(number, _words(row, "id") if isinstance(row, Mapping) else "")
        try:
            _read_row(node(row, "It"), number, name, article, found)
        except AnnotationError as error:
            found.leave(name, str(error), failed=True)
    return found


def _read_row(row: Node, number: int, name: str, article: str, found: Highlights) -> None:
    if row.get("references"):
        found.leave(name, "It is a reply to another annotation, not a highlight.")
        return
    selectors = [one for target in as_list(row.get("target")) for one in _selectors(target)]
    if not selectors:
        found.leave(name, "It is a note on the whole page: it quotes no words of it.")
        return
    note = row.get("text")
    found.take(
        Highlight(
            number=number,
            id=_words(row, "id"),
            source=next(_sources(row), article),
            quote=_quote(selectors),
            note=note if isinstance(note, str) else "",
            tags=tuple(tag for tag in as_list(row.get("tags")) if isinstance(tag, str)),
            origin=_origin(row),
        )
    )


def _rows(value: object) -> list[object]:
    if isinstance(value, Mapping):
        lists = (value.get("rows"), value.get("annotations"))
        return next((rows for rows in lists if isinstance(rows, list)), [value] if "target" in value else [])
    return list(value) if isinstance(value, list) else []


def _selectors(target: object) -> list[object]:
    return as_list(target.get("selector")) if isinstance(target, Mapping) else []


def _quote(selectors: list[object]) -> TextQuote:
    quotes = [one for one in selectors if isinstance(one, Mapping) and "TextQuoteSelector" in types(one)]
    if not quotes:
        raise AnnotationError("It has no TextQuoteSelector, and its positions count in another text than ours.")
    quote = read_selectors(quotes[:1], "Its selector").quote
    if quote is None:
        raise AnnotationError("Its TextQuoteSelector quotes nothing.")
    return quote


def _sources(row: Node) -> Iterator[str]:
    """Yield the addresses of what is annotated; last the name of a file that was opened from a disk."""
    document = row.get("document")
    links = as_list(document.get("link")) if isinstance(document, Mapping) else []
    stated = [target.get("source") for target in as_list(row.get("target")) if isinstance(target, Mapping)]
    stated += [row.get("uri"), *(link.get("href") for link in links if isinstance(link, Mapping))]
    addresses = [fold_line(one) for one in stated if isinstance(one, str)]
    yield from (address for address in addresses if address.lower().startswith(("http://", "https://")))
    for address in addresses:
        if address.lower().startswith("file:"):
            yield DOCUMENT + PurePosixPath(unquote(_path(address))).name


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _origin(row: Node) -> str:
    """Who marked it, when, and where that is to be seen."""
    links = row.get("links")
    shown = _words(links, "html") if isinstance(links, Mapping) else ""
    user = _words(row, "user").removeprefix("acct:") or _words(row, "username")
    parts = [user, _words(row, "created")[:10], shown]
    return "Hypothesis: " + ", ".join(filter(None, parts)) if any(parts) else "Hypothesis"


def _words(row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    return fold_line(value) if isinstance(value, str) else ""
