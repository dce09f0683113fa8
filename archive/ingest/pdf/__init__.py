"""A PDF's text layer to an article: its lines to paragraphs, its pages kept, what repeats on them told apart."""

from archive.ingest.pdf.article import extract

__all__ = ["extract"]
