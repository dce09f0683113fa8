"""Rows for tests, made by the functions that users' rows are made by."""

from __future__ import annotations

import itertools
from typing import Any

from archive import content_store, curation
from archive.models import Article, Capture, Claim, Passage, Source, Stance, Status
from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.selectors import Selectors, TextQuote

_numbers = itertools.count(1)


def make_source(name: str = "", **fields: Any) -> Source:
    return Source.objects.create(name=name or f"Source {next(_numbers)}", **fields)


def paragraphs(text: str) -> CanonicalText:
    """A canonical text of paragraphs that are given apart by blank lines."""
    blocks, start = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(part)))
        start += len(part) + 2
    return CanonicalText(text, tuple(blocks))


def make_article(text: str = "Lanterns are lit. The quay sleeps.", **fields: Any) -> Article:
    """An article with its capture; `content` gives a text with its blocks, `text` one of plain paragraphs."""
    content = fields.pop("content", None) or paragraphs(text)
    number = next(_numbers)
    if "source" not in fields:
        fields["source"] = make_source()
    article = Article(title=fields.pop("title", f"Article {number}"), **fields)
    article.content = content
    article.save()
    raw = f"{content.text}\n#{number}".encode()
    capture = Capture.objects.create(
        article=article, sha256=content_store.write(raw), size=len(raw), media_type="text/plain", name=f"{number}.txt"
    )
    article.capture = capture
    article.save()
    return article


def make_claim(statement: str = "", tags: tuple[str, ...] = (), **fields: Any) -> Claim:
    claim = Claim.objects.create(statement=statement or f"Claim {next(_numbers)} holds.", **fields)
    curation.tag_claim(claim, tags)
    return claim


def make_passage(
    article: Article, claim: Claim | None = None, quote: str = "", stance: str = Stance.ASSERTS, **fields: Any
) -> Passage:
    """An accepted passage on `quote`, which must stand in the article; its first words where none is given."""
    passage, _ = curation.add_passage(
        article,
        claim or make_claim(),
        stance,
        Selectors(TextQuote(quote or article.text.split(".")[0])),
        status=fields.pop("status", Status.ACCEPTED),
        **fields,
    )
    return passage
