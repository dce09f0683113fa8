"""Highlights in CSV, as Taguette and Hypothesis's client export them.

Taguette: `id,document,tag,content`, one row for each tag of a highlight, without places: the words alone find them, in
the article whose file or title is the document's name. Hypothesis: `URL`, `Quote`, `Comment`, `Tags` among others.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping

from archive.exchange.annotation_places import DOCUMENT
from archive.exchange.highlights import Highlight, Highlights, item_name
from archive.exchange.json_ld import AnnotationError
from archive.text.normalize import TextError, decode
from archive.text.selectors import TextQuote

_TAGUETTE = {"document", "tag", "content"}
_HYPOTHESIS = {"url", "quote"}
_CODEBOOK = {"tag", "description", "number of highlights"}

Row = Mapping[str, str]


def read(raw: bytes, article: str = "") -> Highlights:
    """Read a CSV file in UTF-8. Raises AnnotationError for a file with other columns.

    article: whose highlights they are where they name no document, as a Target's source.
    """
    columns, rows = _table(raw)
    found = Highlights()
    if columns >= _TAGUETTE:
        _of_taguette(found, rows, article)
    elif columns >= _HYPOTHESIS:
        for number, row in enumerate(rows, start=1):
            _of_hypothesis(found, number, row, article)
    elif columns >= _CODEBOOK:
        raise AnnotationError(
            "It is a codebook, which holds no highlights. Export the highlights from Taguette as CSV."
        )
    else:
        raise AnnotationError(
            "It is not JSON, nor a list of highlights in CSV: its first line does not name the columns document, tag "
            "and content (Taguette) or URL and Quote (Hypothesis)."
        )
    return found


def _table(raw: bytes) -> tuple[set[str], list[Row]]:
    csv.field_size_limit(sys.maxsize)  # the file's size is bounded before it is read
    try:
        text = decode(raw)
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        names = [name.strip().lower() for name in next(reader, [])]
        return set(names), [dict(zip(names, [*cells, *[""] * len(names)], strict=False)) for cells in reader if cells]
    except TextError as error:
        raise AnnotationError(f"It is no text. {error}") from error
    except csv.Error as error:
        raise AnnotationError(f"It is no CSV that can be read: {error}.") from error


def _of_taguette(found: Highlights, rows: list[Row], article: str) -> None:
    """Take each highlight with all its tags, which stand in rows of their own."""
    tags: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        tags.setdefault((row.get("id", ""), row["document"].strip(), row["content"]), []).append(row["tag"])
    for number, ((id_, document, content), named) in enumerate(tags.items(), start=1):
        found.take(
            Highlight(
                number=number,
                id=id_,
                source=DOCUMENT + document if document else article,
                quote=TextQuote(content),
                tags=tuple(named),
                origin=f"Taguette: {document}",
            )
        )


def _of_hypothesis(found: Highlights, number: int, row: Row, article: str) -> None:
    if row.get("type", "").lower() == "reply":
        found.leave(item_name(number, ""), "It is a reply to another annotation, not a highlight.")
        return
    if not row["quote"].strip():
        found.leave(item_name(number, ""), "It is a note on the whole page: it quotes no words of it.")
        return
    found.take(
        Highlight(
            number=number,
            id="",
            source=row["url"].strip() or article,
            quote=TextQuote(row["quote"]),
            note=row.get("comment", ""),
            tags=tuple(row.get("tags", "").split(",")),
            origin=f"Hypothesis: {row.get('author', '')} {row.get('created at', '')[:10]}",
        )
    )
