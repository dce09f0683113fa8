"""The curators' desk: one noun a module. The admin's site imports this to register them all."""

from archive.admin import article, capture, claim, passage, pending, source, tag

__all__ = ["article", "capture", "claim", "passage", "pending", "source", "tag"]
