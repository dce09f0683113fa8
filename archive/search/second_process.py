"""Where the other process of a rebuild begins: it can import nothing that needs Django before Django is set up."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import django


def build(parts: list[Any], database: Any) -> Any:
    """What `rebuilding.build` returns, of the database of this name."""
    django.setup()
    import_module("django.db").connection.settings_dict["NAME"] = database
    return import_module("archive.search.rebuilding").build(parts)
