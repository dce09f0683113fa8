"""Expressions for elements by their attributes, in the page's order.

They go by the attributes themselves, of which a page has fewer than it has elements. libxml2 compares each element that
it reaches by them with all before it: so only the first that are asked for are gone to.
"""

from __future__ import annotations

from lxml import etree

_NAMING = ("class", "id", "data-testid")


def called(most: int, *parts: str) -> etree.XPath:
    """The elements in the body whose class, id or test id holds any of the parts: see `having`."""
    holds = " or ".join(f"contains(.,'{part}')" for part in parts)
    return having(most, *(f"/descendant::body/descendant::*/@{name}[{holds}]" for name in _NAMING))


def having(most: int, *paths: str) -> etree.XPath:
    """The elements that have an attribute to which any of the paths leads: the first `most`, and perhaps some more."""
    return etree.XPath(" | ".join(f"({path})[position() <= {most}]/.." for path in paths))
