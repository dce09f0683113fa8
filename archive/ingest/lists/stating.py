"""What a list or a front matter states of an article, in the place of what its text says."""

from __future__ import annotations

from dataclasses import replace

from archive.ingest.catalogue import Row
from archive.ingest.extracted import ExtractedArticle
from archive.ingest.lists.row_facts import RowFacts

_EXPLAINED = ("title", "byline", "url", "language", "section")  # whose basis stands in ExtractedArticle.basis


def as_row(facts: RowFacts, name: str) -> Row:
    """The facts as a catalogue would state them, for readers that ask one."""
    return Row(
        number=0,
        file=name,
        title=facts.title or None,
        source=facts.source or None,
        source_basis=facts.basis.get("source") if facts.source else None,
        byline=facts.byline or None,
        url=facts.url or None,
        language=facts.language or None,
        section=facts.section or None,
        abstract=facts.abstract or None,
        published=facts.published or None,
        published_basis=facts.basis.get("published") if facts.published else None,
    )


def with_basis(extracted: ExtractedArticle, facts: RowFacts) -> ExtractedArticle:
    """The article, which was read with these facts, with how each of them is known, or why it was left out."""
    basis = dict(extracted.basis)
    for name in _EXPLAINED:
        unread = name in facts.basis and not getattr(facts, name)
        if name in facts.basis and not (unread and name in basis):
            basis[name] = facts.basis[name]
    return replace(
        extracted, published_basis=extracted.published_basis or facts.basis.get("published", ""), basis=basis
    )
