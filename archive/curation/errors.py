"""What a curator is told when a change cannot be."""

from __future__ import annotations


class CurationError(ValueError):
    """A change that would break what the archive promises; the message says why and what to do."""


class QuoteNotFoundError(CurationError):
    """The quotation does not stand in the article's text."""
