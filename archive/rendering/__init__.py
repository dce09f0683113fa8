"""Text and passages to HTML, all that comes from outside escaped: the only place where a highlight becomes markup."""

from archive.rendering.body import DEEPEST, render_body
from archive.rendering.claims import COLOURS, ClaimOnPage, colour_class, group_by_claim, number_claims
from archive.rendering.marks import SIGNS, Mark, marks_of
from archive.rendering.notes import render_claims, render_notes
from archive.rendering.quotations import CONTEXT, render_excerpt, render_quotation

__all__ = [
    "COLOURS",
    "CONTEXT",
    "DEEPEST",
    "SIGNS",
    "ClaimOnPage",
    "Mark",
    "colour_class",
    "group_by_claim",
    "marks_of",
    "number_claims",
    "render_body",
    "render_claims",
    "render_excerpt",
    "render_notes",
    "render_quotation",
]
