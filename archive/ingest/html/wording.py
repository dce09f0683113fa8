"""Words out of markup: what an element, an attribute or a string of JSON says to a reader, on one line."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain

from lxml import etree
from lxml.html import HtmlElement

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8}\d?);", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|cite|div|em|font|h\d|i|mark|p|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>", re.IGNORECASE
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]")
# What is to become one space; not a space that is one, since pages hold many.
_OTHER_SPACE = r"\x00-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_OTHER_SPACE}][ {_OTHER_SPACE}]*| [ {_OTHER_SPACE}]+")

_LONGEST_CLASS = 1000  # characters that are looked at, and kept
MOST_LETTERS = 5_000  # of one statement; what is longer is no title, name or summary
_SILENT_TAGS = "script style noscript template svg iframe select button object textarea canvas audio video head"
_SILENT = frozenset(_SILENT_TAGS.split())
_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub "
    "sup time tt u var wbr label img"
)
_INLINE = frozenset(_INLINE_TAGS.split())
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text)?|is-hidden|u-hidden|hide|d-none"
    r"|hidden(?!.*\b\w\w:(?:block|flex|inline|grid)))(?:\s|$)"  # some are hidden on small screens alone
)


def plain(text: object) -> str:
    """Return a statement on one line: entities and inline tags undone, even twice; control and bidi marks dropped.

    '' for what is no text, and for what is too long to be one statement.
    """
    if not isinstance(text, str) or len(text) > MOST_LETTERS:
        return ""
    for _ in range(2):
        if "&" in text and _ENTITY.search(text):
            text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if text.isprintable() and "  " not in text:  # as most are: then no space but the common one, no mark unseen
        return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()
    if text.isascii():
        return _SPACES.sub(" ", text).strip()
    return unicodedata.normalize("NFC", _SPACES.sub(" ", _UNSEEN.sub("", text))).strip()


def words_in(element: HtmlElement, *, apart: bool = False) -> str:
    """Return the words that a reader sees in an element, on one line. apart: see pieces_in."""
    return plain("".join(pieces_in(element, apart=apart)))


def lines_of(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the lines of pieces_in, without empty ones; no more pieces are asked for than the lines that are."""
    begun: list[str] = []
    for piece in chain(pieces, ("\n",)):
        if "\n" in piece:
            end, *rest = piece.split("\n")
            for part in ("".join((*begun, end)), *rest[:-1]):
                if part and (line := plain(part)):
                    yield line
            begun = rest[-1:]
        else:
            begun.append(piece)


def pieces_in(
    element: HtmlElement,
    most: int = MOST_LETTERS,
    *,
    apart: bool = False,
    without: Callable[[HtmlElement], bool] = lambda _: False,
) -> Iterator[str]:
    """Yield the text in an element up to `most` characters, a line end where a block begins or ends.

    apart: other elements stand apart by a space, as in bylines, whose parts a style sheet may set on their own lines.
    without: tells which elements in it are passed over.
    """
    between = " " if apart else ""
    if is_silent(element):
        return
    letters, line = 0, list[str]()
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        begins = event == "start"
        if begins and node is not element and (is_silent(node) or without(node)):
            walk.skip_subtree()
            continue
        if node is element and not begins:
            break
        said = node.text if begins else node.tail
        text = ("\n" if node.tag not in _INLINE else between) if begins or event == "end" else ""
        if said:
            text += said if said.isprintable() and "  " not in said else _spaced(said)
        if text[:1] == "\n" and line:  # a line at a time, since each piece goes through several hands
            yield "".join(line)
            line.clear()
        line.append(text)
        letters += len(text)
        if letters > most:
            break
    yield "".join(line)


def _spaced(text: str) -> str:
    """A line end in the markup is a space to the reader."""
    return " " if text.isspace() else _SPACES.sub(" ", text)  # most stand between elements and are nothing else


def is_silent(node: HtmlElement) -> bool:
    """Tell whether a browser shows nothing of an element, as its own tag, attributes and classes say."""
    tag = node.tag
    if not isinstance(tag, str) or tag in _SILENT or node.get("hidden") is not None:
        return True
    style, names = node.get("style"), node.get("class")
    if style and _HIDDEN_STYLE.search(style):
        return True
    return bool(names and _names_hidden(names[:_LONGEST_CLASS]))


@lru_cache(maxsize=4096)  # the pages of a site, and the parts of a page, share their classes
def _names_hidden(names: str) -> bool:
    return _HIDDEN_CLASS.search(names) is not None


@lru_cache(maxsize=2048)  # the same few wordings are compared over and over
def same(text: str) -> str:
    """Return what two wordings of the same words share: letters and digits, in lower case, without accents."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.casefold())
    return "".join(filter(str.isalnum, folded))
