"""One row of a list to an article: what its columns state, and the page or the text that one of them holds."""

from __future__ import annotations

from dataclasses import replace

from archive.ingest import plain
from archive.ingest.extracted import LONGEST, ExtractedArticle, IngestError
from archive.ingest.lists.row_facts import RowFacts, facts_of_row, row_of
from archive.ingest.lists.stating import as_row, with_basis
from archive.ingest.received import Given, Received


def extract(received: Received, given: Given) -> ExtractedArticle:
    """Return the article in a row of a list, whose raw is a JSON object. Raises IngestError.

    What the row states holds; what it leaves out is read from its page or its text. A fact that cannot be kept, as a
    date that is none, is left out, and the basis of that fact says what the row has. The row's keywords are its tags.
    """
    facts = facts_of_row(row_of(received.raw))
    if not facts.has_body:
        raise IngestError("It holds no text. Give it a column 'text' or 'html', or leave the row out.")
    _check_lengths(facts)
    extracted = _of_page(facts, received, given) if facts.html else _of_text(facts, received, given)
    return replace(
        with_basis(extracted, facts),
        raw=received.raw,
        name=received.name,
        origin=received.origin,
        media_type="application/json",
        received_at=received.received_at,
        keywords=facts.tags or extracted.keywords,
    )


def _check_lengths(facts: RowFacts) -> None:
    for name, longest in LONGEST.items():
        value = getattr(facts, name, "")
        if len(value) > longest:
            raise IngestError(
                f"Its {name} has {len(value):,} characters ({facts.basis[name]}); at most {longest:,} can be kept. "
                "Shorten it, or leave the column out."
            )


def _of_page(facts: RowFacts, received: Received, given: Given) -> ExtractedArticle:
    from archive.ingest.html import page
    from archive.ingest.lists import fragments  # with their large libraries, which a list of plain texts does without

    if fragments.is_fragment(facts.html):
        return fragments.extract(facts, received, given)
    inner = replace(
        received,
        raw=facts.html.encode(),
        media_type="text/html; charset=utf-8",
        url=facts.url or received.url,
        row=as_row(facts, received.name),
    )
    return page.extract(inner, given)


def _of_text(facts: RowFacts, received: Received, given: Given) -> ExtractedArticle:
    return plain.extract(facts.text.encode(), received.name, as_row(facts, received.name), given)
