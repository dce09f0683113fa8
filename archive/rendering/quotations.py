"""Fragments of a text: a passage in its context, and what a search found."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.models import Passage
from archive.search.excerpts import Excerpt

CONTEXT = 160  # code points of the text shown on either side of a quotation: about two lines
LONGEST_WORD = 40  # code points: what goes on for longer without a space is of a script that puts none between words


def render_excerpt(excerpt: Excerpt) -> SafeString:
    """A fragment of a text with the words that a search matched."""
    pieces = format_html_join(
        "",
        "{}",
        (
            (format_html('<mark class="match">{}</mark>', piece.text) if piece.matched else piece.text,)
            for piece in excerpt.pieces
        ),
    )
    return format_html("{}{}{}", "" if excerpt.at_start else "… ", pieces, "" if excerpt.at_end else " …")


def render_quotation(passage: Passage) -> SafeString:
    """A passage in its context, as with_context() annotated it, cut at word boundaries within its block."""
    return format_html(
        '<span class="context">{}</span><mark class="passage {}">{}</mark><span class="context">{}</span>',
        _tail(passage.before or ""),
        passage.stance,
        passage.exact,
        _head(passage.after or ""),
    )


def _tail(before: str) -> str:
    """The end of what stands before a quotation, in its own block, from a whole word on."""
    rest = before.rpartition("\n")[2]
    if len(rest) < CONTEXT:
        return rest
    return f"… {rest[rest.find(' ', 0, LONGEST_WORD) + 1 :]}"


def _head(after: str) -> str:
    """The beginning of what stands after a quotation, in its own block, up to a whole word."""
    line = after.partition("\n")[0]
    if len(line) < CONTEXT:
        return line
    last = line.rfind(" ", len(line) - LONGEST_WORD)
    return f"{line[:last] if last >= 0 else line} …"
