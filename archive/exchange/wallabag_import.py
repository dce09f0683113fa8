"""The annotations in a JSON export of Wallabag, whose articles `ingest` takes from the same file, to highlights.

https://doc.wallabag.org/: a list of entries with `url` and `annotations`, each with the words that it marks (`quote`)
and what was written about them (`text`). Its ranges name elements of Wallabag's own page.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.exchange.highlights import Highlight, Highlights, item_name
from archive.exchange.json_ld import as_list
from archive.text.normalize import fold_line
from archive.text.selectors import TextQuote


def is_wallabag(value: object) -> bool:
    """Whether decoded JSON is a list of Wallabag's entries."""
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, Mapping) and "annotations" in first and "url" in first


def read(value: object) -> Highlights:
    """Read the annotations of all entries. Those without words are left out, and told."""
    found = Highlights()
    entries = [entry for entry in as_list(value) if isinstance(entry, Mapping)]
    marked = [
        (entry, row) for entry in entries for row in as_list(entry.get("annotations")) if isinstance(row, Mapping)
    ]
    for number, (entry, row) in enumerate(marked, start=1):
        quote = _words(row.get("quote"))
        if not quote.strip():
            found.leave(item_name(number, ""), "It is a note on the whole article: it quotes no words of it.")
            continue
        found.take(
            Highlight(
                number=number,
                id=fold_line(_words(row.get("id"))),
                source=fold_line(_words(entry.get("url"))),
                quote=TextQuote(quote),
                note=_words(row.get("text")),
                origin=f"Wallabag: {fold_line(_words(row.get('user')))} {_words(row.get('created_at'))[:10]}",
            )
        )
    return found


def _words(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
