"""Text of several lines, as it was before it went through a browser."""

from __future__ import annotations

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Text whose line ends stay as they were stored: a browser sends \\r\\n for every \\n."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text
