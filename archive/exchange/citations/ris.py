"""RIS, as reference managers read it: one tag a line, https://en.wikipedia.org/wiki/RIS_(file_format)"""

from __future__ import annotations

from typing import Any

import rispy  # type: ignore[import-untyped]

from archive.exchange.citations.issued import ris_date
from archive.exchange.citations.prose import notes, reading
from archive.exchange.citations.reference import ARCHIVE, Reference
from archive.models.source import SourceKind

_TYPES = {
    SourceKind.NEWSPAPER: "NEWS",
    SourceKind.AGENCY: "NEWS",
    SourceKind.MAGAZINE: "MGZN",
    SourceKind.TRADE: "MGZN",
    SourceKind.BLOG: "BLOG",
}


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    NEWLINE = "\r\n"  # as the format's specification has it

    def set_header(self, count: int) -> str:
        """No number before an entry: not all readers know it."""
        return ""


def ris(reference: Reference) -> str:
    """One entry. Authors stand as printed, whichever comes first, family name or given name."""
    fields = _digest_fields(reference) if reference.digest_of else _published_fields(reference)
    said = notes(reference)
    if reference.quotation:
        said = [f"“{reference.quotation.exact}”", *said]
        fields["research_notes"] = reading(reference.quotation)
    fields |= {
        "id": reference.key,
        "language": reference.language,
        "urls": [reference.url if reference.url and not reference.digest_of else reference.address],
        "access_date": f"{reference.kept.received:%Y/%m/%d}/",
        "name_of_database": ARCHIVE,
        "notes": said,
    }
    if reference.kept.sha256:
        fields["accession_number"] = f"sha256:{reference.kept.sha256}"
    written: str = rispy.dumps([fields], implementation=_Writer)
    return written


def _published_fields(reference: Reference) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type_of_reference": _TYPES.get(reference.kind, "ELEC"),
        "authors": list(reference.authors),
        "title": reference.title,
        "secondary_title": reference.source,
    }
    if reference.date:
        fields |= {"year": f"{reference.date.earliest.year:04}", "date": ris_date(reference.date)}
    return fields


def _digest_fields(reference: Reference) -> dict[str, Any]:
    return {
        "type_of_reference": "ELEC",
        "title": f"Digest of “{reference.title}”",
        "secondary_title": ARCHIVE,
        "original_publication": reference.digest_of,
    }
