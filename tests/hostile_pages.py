"""Markup that was written to break parsers, alone and amid an article."""

from __future__ import annotations

import json
from pathlib import Path

BEFORE = (
    "<p>The keeper of the harbour counted thirty lanterns on the quay that evening, and none of them was lit.</p>"
    "<p>He wrote the number down, went back to his hut, and waited for the ferry, which came late with nobody.</p>"
)
AFTER = (
    "<p>In the morning the clerk asked him what he had seen, and he said that the storm had put them all out.</p>"
    "<p>Nobody has counted the lanterns since, as far as the clerk knows, though he was asked about it twice.</p>"
)


def html5lib_inputs(shared_data: Path) -> list[str]:
    lines = (shared_data / "hostile_html5lib/tree_construction_inputs.jsonl").read_text().splitlines()
    return [json.loads(line)["html"] for line in lines]


def page(markup: str, *, head: str = "", title: str = "Lanterns at dusk") -> bytes:
    """A page whose article has this markup in its midst."""
    whole = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><article>'
        f"<h1>{title}</h1>{BEFORE}{markup}{AFTER}</article></body></html>"
    )
    return whole.encode("utf-8", "surrogatepass")
