"""Lines to groups: adjacent lines that are one heading, list item, quotation or run of plain lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.text.blocks import BlockKind
from archive.text.lines import Line

_BLANK = re.compile(r"$|>[> ]*$|([-_*=~·•])(?: ?\1){2,}$")  # nothing, an empty line of a quotation, a rule
_HEADING = re.compile(r"(#{1,6}) (\S.*?)(?: #+)?$")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})$")
_LONGEST_UNDERLINED = 120  # characters; dashes under a longer line are a rule
_DEEPEST = 9  # list items further in stay at this depth: no page shows more
_QUOTED = re.compile(r"(?:>+ )+(?=\S)")
_BULLET = re.compile(r"[•‣◦⁃▪▫▸●○∙·] ?(?=\S)")
# May be a marker, but begins plain lines too: only two of them together make a list.
_PERHAPS_MARKER = re.compile(r"(?:[-*+]|\(?(?P<place>\d{1,3}|[a-z])[.)]) (?=\S)")


@dataclass(frozen=True, slots=True)
class Group:
    """Adjacent lines of one kind, without their markers; of a list item also the marker."""

    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0
    marker: str = ""


def grouped(lines: Sequence[Line]) -> list[Group]:
    """Return the groups that stand in `lines`, in order; blank lines and rules part them and are in none."""
    groups = _without_false_items(list(_groups(lines)))
    return list(_with_depths(groups))


def _groups(lines: Sequence[Line]) -> Iterator[Group]:
    at = 0
    while at < len(lines):
        if _BLANK.match(lines[at].text):
            at += 1
            continue
        group, at = _group_at(lines, at)
        yield group


def _group_at(lines: Sequence[Line], at: int) -> tuple[Group, int]:
    """Return the group that begins on line `at`, which is not blank, and the place of the line after it."""
    line = lines[at]
    if heading := _HEADING.match(line.text):
        return Group(BlockKind.HEADING, (replace(line, text=heading[2]),), len(heading[1])), at + 1
    if _is_underlined(lines, at):
        return Group(BlockKind.HEADING, (line,), 1 if lines[at + 1].text[0] == "=" else 2), at + 2
    if marker := _marker(line.text):
        end = _end(lines, at + 1, lambda place: lines[place].indent > line.indent and _is_plain(lines, place))
        first = replace(line, text=line.text[len(marker) :])
        return Group(BlockKind.LIST_ITEM, (first, *lines[at + 1 : end]), 0, marker), end
    if _QUOTED.match(line.text):
        end = _end(lines, at + 1, lambda place: bool(_QUOTED.match(lines[place].text)))
        quoted = tuple(replace(each, text=_QUOTED.sub("", each.text, count=1)) for each in lines[at:end])
        return Group(BlockKind.QUOTATION, quoted), end
    end = _end(lines, at + 1, lambda place: _is_plain(lines, place))
    return Group(BlockKind.PARAGRAPH, tuple(lines[at:end])), end


def _end(lines: Sequence[Line], start: int, goes_on: Callable[[int], bool]) -> int:
    """Return the place of the first line from `start` with which the group does not go on."""
    return next((place for place in range(start, len(lines)) if not goes_on(place)), len(lines))


def _is_plain(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    marked = _BLANK.match(text) or _HEADING.match(text) or _marker(text) or _QUOTED.match(text)
    return not marked and not _is_underlined(lines, at)


def _is_underlined(lines: Sequence[Line], at: int) -> bool:
    """Tell whether line `at` stands alone above a row of = or -."""
    if at + 1 == len(lines) or not _UNDERLINE.match(lines[at + 1].text):
        return False
    return len(lines[at].text) <= _LONGEST_UNDERLINED and (at == 0 or bool(_BLANK.match(lines[at - 1].text)))


def _marker(text: str) -> str:
    match = _BULLET.match(text) or _PERHAPS_MARKER.match(text)
    return match[0] if match else ""


def _without_false_items(groups: list[Group]) -> list[Group]:
    """Return the groups, those items that only looked like items as paragraphs with their marker in the text."""
    return [
        group if group.kind is not BlockKind.LIST_ITEM or _is_item(groups, at) else _as_paragraph(group)
        for at, group in enumerate(groups)
    ]


def _is_item(groups: Sequence[Group], at: int) -> bool:
    """Tell whether a group with a marker is an item: by a bullet, or by an item before or after it that it fits."""
    if _BULLET.match(groups[at].marker + "x"):
        return True
    beside = [groups[place] for place in (at - 1, at + 1) if 0 <= place < len(groups)]
    return any(_fit(groups[at].marker, other.marker) for other in beside if other.kind is BlockKind.LIST_ITEM)


def _fit(marker: str, other: str) -> bool:
    """Tell whether two markers may stand in one list: numbers and letters count on by one."""
    places = [_place(marker), _place(other)]
    return None in places or abs((places[0] or 0) - (places[1] or 0)) == 1


def _place(marker: str) -> int | None:
    match = _PERHAPS_MARKER.match(marker + "x")
    place = match["place"] if match else None
    return None if place is None else int(place) if place.isdecimal() else ord(place)


def _as_paragraph(group: Group) -> Group:
    first = replace(group.lines[0], text=group.marker + group.lines[0].text)
    return Group(BlockKind.PARAGRAPH, (first, *group.lines[1:]))


def _with_depths(groups: Sequence[Group]) -> Iterator[Group]:
    """Yield the groups, each list item with its depth from 1 by the indentation of its marker."""
    indents: list[int] = []
    for group in groups:
        if group.kind is not BlockKind.LIST_ITEM:
            indents.clear()
            yield group
            continue
        indent = group.lines[0].indent
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        yield replace(group, level=min(len(indents), _DEEPEST))
