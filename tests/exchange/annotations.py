"""Annotations as tools write them, for tests to change."""

from __future__ import annotations

from typing import Any

CLAIM = "The ferry is late more often than not."


def quoting(exact: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def at(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def body(purpose: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, **more}


def annotation(source: Any = "urn:x-article:ferry", selector: Any = None, **changes: Any) -> dict[str, Any]:
    """A whole annotation; `claim`, `slug`, `stance`, `tags` change its bodies, other names its members."""
    slug = changes.pop("slug", "the-ferry-is-late")
    bodies = [
        body("identifying", changes.pop("claim", CLAIM), **({"id": f"urn:x-claim:{slug}"} if slug else {})),
        body("classifying", changes.pop("stance", "asserts")),
        *(body("tagging", tag) for tag in changes.pop("tags", ["ferries"])),
    ]
    return {
        "id": "urn:x-passage:1",
        "type": "Annotation",
        "motivation": ["identifying", "classifying"],
        "body": bodies,
        "target": {"source": source, "selector": selector or [quoting("came at noon")]},
    } | changes


def collection(*items: Any, **page: Any) -> dict[str, Any]:
    return {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": list(items), **page}}
