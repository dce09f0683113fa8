"""BibTeX: an entry that biblatex reads in full (its `date` takes EDTF) and classic BibTeX in its main fields.

Entry types and fields: the biblatex manual, sections 2.1 to 2.3, https://ctan.org/pkg/biblatex
"""

from __future__ import annotations

import re

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from archive.exchange.citations.issued import year_of
from archive.exchange.citations.prose import notes, reading
from archive.exchange.citations.reference import ARCHIVE, Reference
from archive.models.source import SourceKind

_PERIODICALS = {
    SourceKind.NEWSPAPER: "newspaper",
    SourceKind.AGENCY: "newspaper",
    SourceKind.MAGAZINE: "magazine",
    SourceKind.TRADE: "magazine",
}
# LaTeX's special signs. Braces are written by name: BibTeX counts them even behind a backslash.
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)


def bibtex(reference: Reference) -> str:
    """One entry in UTF-8, with LaTeX's special signs escaped; names stand in braces, so that none is split."""
    fields = _digest_fields(reference) if reference.digest_of else _published_fields(reference)
    quotation = reference.quotation
    if quotation:
        fields["note"] = escape(f"“{quotation.exact}”")
        fields["annotation"] = escape(reading(quotation))
    fields |= {
        "langid": reference.language,
        "url": _address(reference.url if reference.url and not reference.digest_of else reference.address),
        "urldate": reference.kept.received.isoformat(),
        "addendum": escape(" ".join(notes(reference))),
    }
    periodical = not reference.digest_of and reference.kind in _PERIODICALS
    entry = Entry("article" if periodical else "online", reference.key, [Field(*pair) for pair in fields.items()])
    return write_string(Library([entry]))


def escape(words: str) -> str:
    """`words` as LaTeX that prints them."""
    return words.translate(_SPECIAL)


def _published_fields(reference: Reference) -> dict[str, str]:
    fields = {"author": _names(reference.authors)} if reference.authors else {}
    fields["title"] = f"{{{escape(reference.title)}}}"
    if subtype := _PERIODICALS.get(reference.kind):
        fields |= {"journal": escape(reference.source), "entrysubtype": subtype}
    else:
        fields["organization"] = escape(reference.source)
    if reference.date is None:
        return {**fields, "year": "n.d."}
    return {**fields, "date": reference.date.value, "year": year_of(reference.date)}


def _digest_fields(reference: Reference) -> dict[str, str]:
    """The archive's own work, undated; what is known of the original in the fields for that."""
    fields = {
        "title": f"{{Digest of “{escape(reference.title)}”}}",
        "organization": ARCHIVE,
        "origtitle": escape(reference.title),
        "origpublisher": escape(reference.source),
    }
    return {**fields, "origdate": reference.date.value} if reference.date else fields


def _names(authors: tuple[str, ...]) -> str:
    return " and ".join(f"{{{escape(name)}}}" for name in authors)


def _address(url: str) -> str:
    """Read as it stands, so what BibTeX itself would stumble over is percent-encoded."""
    return re.sub(r"[{}\\ ]", lambda sign: f"%{ord(sign[0]):02X}", url)
