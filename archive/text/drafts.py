"""Blocks before they have their place in the text, and the kinds that only their neighbours show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.text.blocks import Block, BlockKind, CanonicalText

_LONGEST_HEADING = 80  # characters, where only its shape makes it one
_MOST_WORDS = 10
_LONG = 80  # characters: what a heading heads is a paragraph at least this long
_HEADING_LEVEL = 2  # an article's title is the first level
_COLON = (":", "：")
_OPEN_END = re.compile(r"[\w)\]%’]$")  # a line that ends so has no end punctuation
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b")
_BYLINE = re.compile(r"(?:by|von|par|por|di|door)\b", re.IGNORECASE)
_WHOLLY_QUOTED = re.compile('“[^“]*”|„[^„]*[“”]|«[^«]*»|「.*」|『.*』|"[^"]*"', re.DOTALL)
_ATTRIBUTION = re.compile(r"[—–―-]{1,2} ?[^\W\d_].{0,160}$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A block's text and the source lines that it stands on; alone: its one line has a blank line on either side."""

    kind: BlockKind
    text: str
    first: int
    last: int
    level: int = 0
    alone: bool = False


def with_headings(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, short lines that announce what follows them as headings of the second level."""
    result = list(drafts)
    for at in range(len(drafts) - 2, -1, -1):  # from the end, since a heading may stand above another
        if _announces(result[at], result[at + 1]):
            result[at] = replace(result[at], kind=BlockKind.HEADING, level=_HEADING_LEVEL)
    return result


def _announces(draft: Draft, following: Draft) -> bool:
    if draft.kind is not BlockKind.PARAGRAPH or not draft.alone or len(draft.text) > _LONGEST_HEADING:
        return False
    if draft.text.endswith(_COLON):
        return following.kind in (BlockKind.LIST_ITEM, BlockKind.HEADING)
    heads = following.kind is BlockKind.LIST_ITEM or following.text.endswith(_COLON) or len(following.text) >= _LONG
    return heads and _is_title_like(draft.text)


def _is_title_like(text: str) -> bool:
    words = text.split()
    return (
        len(words) <= _MOST_WORDS
        and _OPEN_END.search(text) is not None
        and any(char.isalpha() for char in text)
        and not text[0].islower()
        and not _DATED.search(text)
        and not _BYLINE.match(text)
    )


def with_quotations(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, a paragraph wholly in quotation marks above its speaker's line as quotations, both.

    Without such a line it stays a paragraph: reports are full of paragraphs that are one person's words.
    """
    result = list(drafts)
    for at, (draft, following) in enumerate(pairwise(drafts)):
        kinds = {draft.kind, following.kind}
        if (
            kinds == {BlockKind.PARAGRAPH}
            and _ATTRIBUTION.match(following.text)
            and _WHOLLY_QUOTED.fullmatch(draft.text)
        ):
            result[at : at + 2] = [replace(each, kind=BlockKind.QUOTATION) for each in (draft, following)]
    return result


def placed(drafts: Sequence[Draft]) -> CanonicalText:
    """Give each draft its place: the text is the blocks and, between them, line ends, one between items of a list."""
    parts: list[str] = []
    blocks: list[Block] = []
    end = 0
    for at, draft in enumerate(drafts):
        if at:
            in_list = draft.kind is BlockKind.LIST_ITEM is drafts[at - 1].kind
            parts.append("\n" if in_list else "\n\n")
        start = end + len(parts[-1]) if at else 0
        end = start + len(draft.text)
        parts.append(draft.text)
        blocks.append(Block(draft.kind, start, end, draft.level))
    return CanonicalText("".join(parts), tuple(blocks))
