"""A page's elements to the blocks that a reader sees: headings, paragraphs, list items, rows, captions, in order.

Every block keeps the element that it stands in, so that others can judge it by its place before any of it is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from archive.ingest.html.structure_words import Marked, Words
from archive.text.blocks import BlockKind, InlineKind

# What shows no words of its own, or words of the page and not of an article: scripts, controls, drawings, frames.
# fmt: off
UNREAD = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "frame", "object", "embed", "applet",
    "audio", "video", "canvas", "map", "head", "title", "meta", "link", "base", "button", "select", "input",
    "textarea", "option", "optgroup", "datalist", "progress", "meter", "dialog", "nav", "menu", "noindex",
})
# fmt: on
# What begins a new line; every other element, also one that HTML does not know, runs with the text around it.
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "multicol", "noframes",
    "ol", "p", "plaintext", "pre", "search", "section", "slot", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "xmp",
})
# fmt: on
_MARKED = {
    "a": InlineKind.LINK,
    "em": InlineKind.EMPHASIS,
    "i": InlineKind.EMPHASIS,
    "b": InlineKind.STRONG,
    "strong": InlineKind.STRONG,
    "code": InlineKind.CODE,
    "kbd": InlineKind.CODE,
    "samp": InlineKind.CODE,
    "tt": InlineKind.CODE,
}
_TOLD = _BLOCKS | _MARKED.keys() | {"br", "img", "q"}  # the others change nothing
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl"})
_ITEMS = frozenset({"li", "dt", "dd"})
_CELLS = frozenset({"td", "th"})
_NOTED = _HEADINGS.keys() | _LISTS | _ITEMS | {"blockquote", "figure", "pre", "tr"}
_LONGEST_CELL = 600  # characters: more is a column of a page
_LONGEST_CLASS = 300  # characters that are looked at
_LEAST_ALT = 8  # words: fewer name a picture, more say what it shows
_ALWAYS_SHOWN = frozenset({"html", "body", "main", "article"})  # pages hide these until their scripts have run

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CODE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:code|highlight|source|lang|language|prettyprint|brush)(?:$|[\s_-])", re.IGNORECASE
)
_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])(?:wp-)?caption", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """A block of a page before it is known to be of the article.

    text: its words with single spaces, characters not folded yet. element: the block element that it stands in.
    level: as in Block. linked: how many of its characters are links. inlines: in the order of their ends.
    alt: it is the alternative text of a figure's picture, which the page does not show.
    """

    kind: BlockKind
    text: str
    element: HtmlElement
    level: int = 0
    linked: int = 0
    inlines: list[Marked] = field(default_factory=list)
    alt: bool = False


def pieces_of(root: HtmlElement) -> list[Piece]:
    """Return the blocks of the tree under `root` in the page's order. Never raises; the tree is not changed.

    The lines of preformatted code are blocks of their own; other preformatted text runs on as browsers wrap it.
    """
    return _Walk().through(root)


def is_caption(tag: str, element: HtmlElement) -> bool:
    """Tell whether an element is the caption of a picture or a table, by its name or by its class."""
    if tag in ("figcaption", "caption"):
        return True
    name = element.get("class")
    return name is not None and _names_caption(name[:_LONGEST_CLASS])


@lru_cache(maxsize=4096)  # the pages of a site, and the parts of a page, share their classes
def _names_caption(name: str) -> bool:
    return _CAPTION_CLASS.search(name) is not None


def is_hidden(tag: str, element: HtmlElement) -> bool:
    """Tell whether an element says of itself that it is not shown."""
    style = element.get("style")
    if style is None and element.get("hidden") is None:
        return False
    hidden = style is None or element.get("hidden") is not None or _HIDDEN_STYLE.search(style) is not None
    return hidden and tag not in _ALWAYS_SHOWN


class _Walk:
    """One walk through a tree: the words of the block that is being read, and the elements that it stands in."""

    def __init__(self) -> None:
        self._words = Words()
        self._blocks: list[HtmlElement] = []
        self._pieces: list[Piece] = []
        self._lists = self._items = self._quotations = self._heading = self._breaks = 0
        self._row: HtmlElement | None = None  # the row of values that is being read, whose cells are one block
        self._code: HtmlElement | None = None
        self._caption: HtmlElement | None = None
        self._bare_figure: HtmlElement | None = None  # one without a caption

    def through(self, root: HtmlElement) -> list[Piece]:
        self._blocks = [root]
        skipped = None
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in UNREAD or is_hidden(tag, element):
                    walk.skip_subtree()
                    skipped = element
                    if tag == "math" and (formula := (element.get("alttext") or "").strip()):
                        self._say(f" {formula} ")  # as it is read to those who do not see it
                else:
                    if tag in _TOLD:
                        self._start(tag, element)
                    if (text := element.text) and (self._words.length or not text.isspace()):
                        self._say(text)
                continue
            if event == "end" and tag in _TOLD and element is not skipped:
                self._end(tag, element)
            if (text := element.tail) and (self._words.length or not text.isspace()) and element is not root:
                self._say(text)
        self._flush()
        return self._pieces

    def _say(self, text: str) -> None:
        if self._code is not None and "\n" in text:
            self._say_lines(text)
        elif text.isspace():
            self._words.space()
        else:
            self._breaks = 0
            self._words.say(text)

    def _say_lines(self, text: str) -> None:
        for at, line in enumerate(text.split("\n")):
            if at:
                self._flush()
            self._words.say(line)

    def _start(self, tag: str, element: HtmlElement) -> None:
        if tag in _MARKED:
            self._words.begin(_MARKED[tag], (element.get("href") or "").strip() if tag == "a" else "")
        elif tag == "br":
            self._break()
        elif tag == "img":
            self._picture(element)
        elif tag == "q":
            self._words.say("“")  # browsers set the marks
        elif tag in _BLOCKS:
            self._start_block(tag, element)

    def _start_block(self, tag: str, element: HtmlElement) -> None:
        if self._row is not None:
            self._words.say(" | " if tag in _CELLS and self._words.length else " ")
            return
        self._flush()
        self._blocks.append(element)
        if tag in _NOTED:
            self._note(tag, element, 1)
        if self._caption is None and is_caption(tag, element):
            self._caption = element

    def _end(self, tag: str, element: HtmlElement) -> None:
        if tag in _MARKED:
            self._words.finish()
        elif tag == "q":
            self._words.say("”")
        elif tag not in _BLOCKS:
            return
        elif self._row is not None and element is not self._row:
            self._words.say(" ")
        else:
            self._flush()
            self._blocks.pop()
            if tag in _NOTED:
                self._note(tag, element, -1)
            if element is self._caption:
                self._caption = None

    def _break(self) -> None:
        """A line's end is a space; two, with nothing between them, part paragraphs. Those of code part its lines."""
        self._words.say(" ")
        self._breaks += 1
        if self._row is None and (self._breaks == 2 or self._code is not None):
            self._flush()

    def _picture(self, element: HtmlElement) -> None:
        """A figure's picture says what it shows where no caption does; one within a line of text is a sign."""
        alt = " ".join((element.get("alt") or "").split())
        if self._words.length or self._row is not None or alt.count(" ") < _LEAST_ALT - 1:
            return
        if self._bare_figure is not None:
            self._pieces.append(Piece(BlockKind.CAPTION, alt, self._blocks[-1], alt=True))

    def _note(self, tag: str, element: HtmlElement, step: int) -> None:
        """A block element that says of what kind its blocks are begins (step 1) or ends (-1)."""
        if tag in _LISTS:
            self._lists += step
        elif tag in _ITEMS:
            self._items += step
        elif tag == "blockquote":
            self._quotations += step
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag] if step > 0 else 0
        elif tag == "tr":
            self._row = element if step > 0 and _is_data(element) else None
        elif tag == "pre":
            self._code = element if step > 0 and _is_code(element) else None
        elif tag == "figure":
            self._note_figure(element, step)

    def _note_figure(self, element: HtmlElement, step: int) -> None:
        """Of figures within one another the outermost counts."""
        if step < 0 and element is self._bare_figure:
            self._bare_figure = None
        elif step > 0 and self._bare_figure is None and element.find(".//figcaption") is None:
            self._bare_figure = element

    def _flush(self) -> None:
        self._breaks = 0
        if self._words.length:
            text, linked, inlines = self._words.taken()
            if not text.isspace():
                kind, level = self._kind()
                self._pieces.append(Piece(kind, text, self._blocks[-1], level, linked, inlines))

    def _kind(self) -> tuple[BlockKind, int]:
        if self._row is not None:
            return BlockKind.TABLE_ROW, 0
        if self._caption is not None:
            return BlockKind.CAPTION, 0
        if self._heading:
            return BlockKind.HEADING, self._heading
        if self._items:
            return BlockKind.LIST_ITEM, max(1, self._lists)
        return BlockKind.QUOTATION if self._quotations else BlockKind.PARAGRAPH, 0


def _is_code(element: HtmlElement) -> bool:
    """Tell whether preformatted text is code, whose lines stand for themselves."""
    return element.find(".//code") is not None or _CODE_CLASS.search(element.get("class") or "") is not None


def _is_data(row: HtmlElement) -> bool:
    """Tell whether a table's row holds values beside one another and not a page's columns."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    return (
        len(cells) > 1
        and row.find(".//table") is None
        and all(len(cell.findall(".//p")) < 3 for cell in cells)
        and all(len(cell.text_content()) < _LONGEST_CELL for cell in cells)
    )
