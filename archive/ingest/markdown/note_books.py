"""What note books write into Markdown: links between notes, marked words, callouts, tasks. CommonMark knows none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

_LINK = re.compile(r"(?<!\w)!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")  # [[note]], [[note|words]]
_MARKED = re.compile(r"==(?=\S)([^=\n]*[^=\s])==")
_CALLOUT = re.compile(r"^\[![\w-]{1,30}\][+-]?[ \t]*")
_TASK = re.compile(r"^\[[ xX]\] ")


def unlinked(text: str) -> str:
    """Return a text in which links to other notes are words."""
    return _LINK.sub(r"\1", text) if "[[" in text else text


def read_marks(tokens: Sequence[Token]) -> None:
    """Let the words of these marks be words alone, in the texts of a parsed Markdown file."""
    for at, token in enumerate(tokens):
        children = token.children or []
        for child in children:
            if child.type == "text":
                child.content = unlinked(child.content)
                if "==" in child.content:
                    child.content = _MARKED.sub(r"\1", child.content)
        if at < 2 or tokens[at - 1].type != "paragraph_open" or not children or children[0].type != "text":
            continue
        if tokens[at - 2].type == "list_item_open":
            children[0].content = _TASK.sub("", children[0].content, count=1)
        elif tokens[at - 2].type == "blockquote_open" and _CALLOUT.match(children[0].content):
            _part_title(token)


def _part_title(inline: Token) -> None:
    """Leave out a callout's kind, and let the title beside it be a block of its own."""
    children = inline.children or []
    children[0].content = _CALLOUT.sub("", children[0].content, count=1)
    end = next((at for at, child in enumerate(children) if child.type == "softbreak"), None)
    if end is not None:
        children[end : end + 1] = [Token("hardbreak", "br", 0), Token("hardbreak", "br", 0)]
