"""The Haystack engine on Whoosh, the only place that knows Whoosh."""

from archive.search.engine import which_whoosh

which_whoosh.refuse_mixture()  # before anything imports a Whoosh that may be a mixture of two

from archive.search.engine.backend import ArchiveEngine  # noqa: E402

__all__ = ["ArchiveEngine"]
