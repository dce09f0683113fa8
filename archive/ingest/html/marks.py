"""Expressions for elements by how their attributes call them, in the page's order.

They go by the attributes themselves, of which a page has fewer than it has elements.
"""

from __future__ import annotations

from lxml import etree

_NAMING = ("class", "id", "data-testid")


def called(*parts: str) -> etree.XPath:
    """The elements in the body whose class, id or test id holds any of the parts."""
    holds = " or ".join(f"contains(.,'{part}')" for part in parts)
    return etree.XPath(" | ".join(f"/descendant::body/descendant::*/@{name}[{holds}]/.." for name in _NAMING))
