"""Which boxes of a page are little but links: menus, lists of other articles, lines of tags."""

from __future__ import annotations

from archive.ingest.html.body_outline import Box

_LISTS = frozenset({"dl", "ol", "ul"})
_LINKED = _LISTS | {"div", "p", "table"}
_CELLS = frozenset({"dd", "dt", "li", "td", "th"})
_MOSTLY, _WHOLLY = 0.8, 0.9  # of a box's characters
_TABLE, _LONG_TABLE = 200, 1000  # characters; fewer are no list of articles, and of more half is enough
_TITLE = 100  # characters: a longer link holds more than a title, as in a list that is itself the content


def is_dense(box: Box) -> bool:
    """Tell whether a box holds little but links. A paragraph in a list or a table is judged with that."""
    if not box.links or box.tag not in _LINKED:
        return False
    if box.tag == "table":
        return box.length >= _TABLE and box.linked > (_MOSTLY if box.length < _LONG_TABLE else 0.5) * box.length
    if box.tag == "p" and _is_in_cell(box):
        return False
    if box.links == 1 and box.linked > _TITLE:
        return box.linked > _WHOLLY * box.length
    if box.length < _few(box):
        return box.linked > _MOSTLY * box.length or (box.links > 1 and box.short > _MOSTLY * box.links)
    if box.tag in _LISTS and box.links > 1:
        return box.linked > _MOSTLY * box.length
    return box.links > 4 and box.linked > _WHOLLY * box.length and box.linked < _TITLE * box.links


def _few(box: Box) -> int:
    """Characters that a box of prose would be longer than; more for the last of its neighbours, where menus stand."""
    is_last = box.element.getnext() is None
    if box.tag == "p":
        return 60 if is_last else 30
    return 300 if is_last else 100


def _is_in_cell(box: Box) -> bool:
    outer = box.element.getparent()
    return outer is not None and outer.tag in _CELLS
