"""The search index in tests: a real one, in the worker's own data folder."""

from __future__ import annotations

from haystack import connections


def reset_index() -> None:
    """Make the search index exist and hold nothing."""
    backend = connections["default"].get_backend()
    backend.create()
    backend.clear()
