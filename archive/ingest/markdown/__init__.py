"""Markdown to an article: its front matter, its blocks, and what of them stands around the article."""

from archive.ingest.markdown.article import extract

__all__ = ["extract"]
