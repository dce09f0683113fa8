"""The curators' desk: one noun a module. The admin's site imports this to register them all."""

from archive.admin import article, capture, claim, fetch, likeness, passage, pending, reanchoring, source, tag

__all__ = ["article", "capture", "claim", "fetch", "likeness", "passage", "pending", "reanchoring", "source", "tag"]
