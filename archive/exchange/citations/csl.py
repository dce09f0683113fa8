"""CSL-JSON, what citation processors read.

Schema: https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
"""

from __future__ import annotations

import json
from typing import Any

from archive.exchange.citations.issued import csl_date, csl_day
from archive.exchange.citations.prose import notes, reading
from archive.exchange.citations.reference import ARCHIVE, Reference
from archive.models.source import SourceKind

_TYPES = {
    SourceKind.NEWSPAPER: "article-newspaper",
    SourceKind.AGENCY: "article-newspaper",
    SourceKind.MAGAZINE: "article-magazine",
    SourceKind.TRADE: "article-magazine",
    SourceKind.BLOG: "post-weblog",
}


def csl_json(reference: Reference) -> str:
    """A list of one item. Names are literal: nobody has said which part of a byline is the family name."""
    return json.dumps([_item(reference)], ensure_ascii=False, indent=2) + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    item = _digest_item(reference) if reference.digest_of else _published_item(reference)
    said, quotation = notes(reference), reference.quotation
    if quotation:
        said = [f"“{quotation.exact}”", *said]
        item["annote"] = reading(quotation)
    custom = {"sha256": reference.kept.sha256, "edtf": reference.date.value if reference.date else ""}
    return item | {
        "id": reference.key,
        "language": reference.language,
        "accessed": csl_day(reference.kept.received),
        "archive": ARCHIVE,
        "archive_location": reference.address,
        "note": " ".join(said),
        "custom": {name: value for name, value in custom.items() if value},
    }


def _published_item(reference: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "type": _TYPES.get(reference.kind, "webpage"),
        "title": reference.title,
        "container-title": reference.source,
        "URL": reference.url or reference.address,
    }
    if reference.authors:
        item["author"] = _names(reference.authors)
    if reference.section:
        item["section"] = reference.section
    return {**item, "issued": csl_date(reference.date)} if reference.date else item


def _digest_item(reference: Reference) -> dict[str, Any]:
    """The archive's own work, undated; what is known of the original in the variables for that."""
    item: dict[str, Any] = {
        "type": "webpage",
        "title": f"Digest of “{reference.title}”",
        "container-title": ARCHIVE,
        "URL": reference.address,
        "original-title": reference.title,
        "original-publisher": reference.source,
    }
    if reference.authors:
        item["original-author"] = _names(reference.authors)
    return {**item, "original-date": csl_date(reference.date)} if reference.date else item


def _names(authors: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"literal": name} for name in authors]
