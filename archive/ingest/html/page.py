"""A page, as a browser saved it or a server sent it, to an article."""

from __future__ import annotations

from dataclasses import replace

from archive.ingest import clues
from archive.ingest.catalogue import Row
from archive.ingest.decoding import as_utf8
from archive.ingest.extracted import LONGEST, ExtractedArticle, IngestError
from archive.ingest.html.body import body_of
from archive.ingest.html.body_text import base_of, text_of
from archive.ingest.html.facts import Facts, facts_of
from archive.ingest.html.parsing import tree_of
from archive.ingest.plain import UNKNOWN_SOURCE
from archive.ingest.received import Given, Received
from archive.ingest.sites import can_be_kept, host_of
from archive.text.blocks import CanonicalText

_NO_ARTICLE = (
    "The page shows no article: it is empty, holds frames or links alone, or is written by its scripts. "
    "Open it in a browser and save it from there as it is shown, or take its text as a plain text file."
)
_LINES = "body_lines in a catalogue are lines of a plain text; this is a page. Leave them out."
_KNOWN = ("title", "byline", "url", "language", "section", "keywords")  # fields whose basis goes by their own name


def extract(received: Received, given: Given | None = None) -> ExtractedArticle:
    """Return the article on a page. Raises IngestError.

    What the row of a catalogue states holds; what it leaves out the page's own statements say, then what is given of
    all files, then where the page was found. A title is supplied where the page has none.
    """
    given = given or Given()
    row = received.row or Row(0, received.name)
    if received.row is not None:
        row.describes(received.raw)
        if row.body_lines is not None:
            raise IngestError(_LINES)
    tree = tree_of(as_utf8(received.raw, received.media_type))
    content = text_of(body_of(tree), base_of(tree, received.url))
    if not content.blocks:
        raise IngestError(_NO_ARTICLE)
    facts = _with_address(facts_of(tree, received.url, content), received.url)
    return _article(received, row, facts, content, given)


def _article(received: Received, row: Row, facts: Facts, content: CanonicalText, given: Given) -> ExtractedArticle:
    title = clues.Title(row.title, row.title_supplied) if row.title else _title(facts, content)
    source, source_basis = _source(row, facts, given)
    return ExtractedArticle(
        content=content,
        raw=received.raw,
        title=title.words,
        supplied_title=title.supplied,
        source=source,
        source_basis=source_basis,
        byline=facts.byline if row.byline is None else row.byline,
        url=facts.url if row.url is None else row.url,
        language=row.language or facts.language or given.language or "und",
        section=facts.section if row.section is None else row.section,
        abstract=facts.description if row.abstract is None else row.abstract,
        published=facts.published if row.published is None else row.published,
        published_basis=_published_basis(row, facts),
        digest_of=row.digest_of or "",
        basis=_basis(row, facts),
        keywords=facts.keywords,
        media_type=received.media_type[: LONGEST["media_type"]] or "text/html",
        name=received.name,
        origin=received.origin,
        received_at=received.received_at,
    )


def _title(facts: Facts, content: CanonicalText) -> clues.Title:
    """The page's title, or one that is made of the article's first words."""
    if facts.title:
        return clues.Title(facts.title, supplied=False)
    return clues.title_of(replace(content, blocks=content.body))


def _with_address(facts: Facts, found_at: str) -> Facts:
    """The facts with the address where the page was found, where it states none of its own that can be kept."""
    if can_be_kept(facts.url):
        return facts
    url = found_at if can_be_kept(found_at) else ""
    basis = {**facts.basis, "url": "where it was found"} if url else facts.basis
    return replace(facts, url=url, basis=basis)


def _source(row: Row, facts: Facts, given: Given) -> tuple[str, str]:
    """Who publishes, and how that is known."""
    if row.source:
        return row.source, row.source_basis or ""
    if facts.site_name:
        return facts.site_name, facts.basis.get("site_name", "")
    if given.source:
        return given.source, "given on ingest"
    host = host_of(row.url or facts.url)
    return (host[: LONGEST["source"]], "inferred from the address") if host else (UNKNOWN_SOURCE, "")


def _published_basis(row: Row, facts: Facts) -> str:
    basis = facts.basis.get("published", "") if row.published is None else row.published_basis or ""
    return basis[: LONGEST["published_basis"]]


def _basis(row: Row, facts: Facts) -> dict[str, str]:
    """How the page states what the row does not, by the names of the article's fields."""
    basis = {name: facts.basis[name] for name in _KNOWN if name in facts.basis and getattr(row, name, None) is None}
    if row.abstract is None and "description" in facts.basis:
        basis["abstract"] = facts.basis["description"]
    return basis
