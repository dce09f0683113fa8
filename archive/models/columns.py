"""The columns of an article that only its own page reads: lists leave them in the database."""

from __future__ import annotations

LONG = ("text", "blocks", "inlines")
LONG_OF_ARTICLE = tuple(f"article__{name}" for name in LONG)  # from a row that names an article
