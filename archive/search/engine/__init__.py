"""The Haystack engine on Whoosh, the only place that knows Whoosh."""

from archive.search.engine.backend import ArchiveEngine

__all__ = ["ArchiveEngine"]
