"""Primary keys as requests give them: what cannot be one is passed over before it reaches the database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple


def is_key(value: object) -> bool:
    """Whether a row may have this key: a whole number that fits the column, in the digits of ASCII."""
    return re.fullmatch("[0-9]{1,18}", str(value)) is not None


class KeySelect(AutocompleteSelect):
    """Django's own asks the database for whatever it is given, and fails with it where that is no number."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value if is_key(value) else None

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [one for one in value if is_key(one)], attr)


class KeySelectMultiple(AutocompleteSelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [one for one in super().value_from_datadict(data, files, name) or () if is_key(one)]

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [one for one in value if is_key(one)], attr)
