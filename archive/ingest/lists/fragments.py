"""The article within a page, as readers save it and lists hold it: a fragment of HTML, all of which is the article."""

from __future__ import annotations

import re

from archive.ingest import clues
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.html.body_text import text_of
from archive.ingest.html.parsing import tree_of
from archive.ingest.html.structure import pieces_of
from archive.ingest.languages import language_of
from archive.ingest.lists.row_facts import RowFacts
from archive.ingest.plain import UNKNOWN_SOURCE
from archive.ingest.received import Given, Received

_PAGE = re.compile(r"<(?:html|head|body|frameset|main|article)[\s>]", re.IGNORECASE)
_NOTHING = "Its HTML holds no words, only markup. Export the list again with the texts, or leave the row out."


def is_fragment(html: str) -> bool:
    """Whether the markup was cut out of a page, so that nothing in it need be looked for."""
    return not _PAGE.search(html[:20_000])


def extract(facts: RowFacts, received: Received, given: Given) -> ExtractedArticle:
    """Return the article in a row whose html is a fragment. Raises IngestError where it holds no words."""
    content = text_of(pieces_of(tree_of(facts.html)), facts.url)
    if not content.blocks:
        raise IngestError(_NOTHING)
    title = clues.Title(facts.title, supplied=False) if facts.title else clues.title_of(content)
    source, source_basis = _source(facts, given)
    return ExtractedArticle(
        content=content,
        raw=received.raw,
        title=title.words,
        supplied_title=title.supplied,
        source=source,
        source_basis=source_basis,
        byline=facts.byline,
        url=facts.url,
        language=facts.language or given.language or language_of(content.text),
        section=facts.section,
        abstract=facts.abstract,
        published=facts.published,
        published_basis=facts.basis.get("published", ""),
        name=received.name,
    )


def _source(facts: RowFacts, given: Given) -> tuple[str, str]:
    """Who publishes, and how that is known."""
    if facts.source:
        return facts.source, facts.basis["source"]
    if given.source:
        return given.source, "given on ingest"
    return UNKNOWN_SOURCE, ""
