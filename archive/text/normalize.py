"""Raw text to canonical text: characters folded, lines joined, blocks told apart.

A block is found by what plain text itself shows: Markdown's marks, bullets, `>`, a short line directly above a list or
a long paragraph. Where the signs are weak it is a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.text.blocks import BlockKind, CanonicalText
from archive.text.drafts import Draft, placed, with_headings, with_quotations
from archive.text.folding import TextError, decode, fold, fold_line
from archive.text.groups import Group, grouped
from archive.text.lines import Line, Margin, joined, source_lines

__all__ = ["NormalizedText", "TextError", "decode", "fold", "fold_line", "normalize"]


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A canonical text and, for each of its blocks, the first and last line of the source that it stands on, from 1."""

    content: CanonicalText
    lines: tuple[tuple[int, int], ...]


def normalize(raw: bytes | str) -> NormalizedText:
    """Return the canonical text of a plain text, and the source lines of its blocks; no blocks where it is blank.

    Blocks are parted by a blank line, the items of a list by a line end; no block holds a line end. The markers of
    headings, list items and quotations, and rules of dashes or stars, leave the text. Lines that a margin broke are
    joined; elsewhere each line is a block. Raises TextError for bytes that are no text.
    """
    text = decode(raw) if isinstance(raw, bytes) else raw
    groups = grouped(list(source_lines(text)))
    margin = Margin.of([group.lines for group in groups])
    drafts = [draft for group in groups for draft in _drafts(group, margin)]
    drafts = with_quotations(with_headings(drafts))
    return NormalizedText(placed(drafts), tuple((draft.first, draft.last) for draft in drafts))


def _drafts(group: Group, margin: Margin) -> Iterator[Draft]:
    """Yield a list item as one draft, and of other groups one for each run of lines that belong together."""
    runs = [list(group.lines)] if group.kind is BlockKind.LIST_ITEM else list(_runs(group.lines, margin))
    for run in runs:
        alone = len(group.lines) == 1
        yield Draft(group.kind, joined(run), run[0].number, run[-1].number, group.level, alone)


def _runs(lines: Sequence[Line], margin: Margin) -> Iterator[list[Line]]:
    run = [lines[0]]
    for line in lines[1:]:
        if not margin.broke(run[-1], line):
            yield run
            run = []
        run.append(line)
    yield run
