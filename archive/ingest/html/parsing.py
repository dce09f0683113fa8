"""A page's markup to a tree, as browsers read it, within bounds."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HTMLParser, HtmlProcessingInstruction, document_fromstring

from archive.ingest.extracted import IngestError

# libxml2 stops at 256 elements within one another, and at 2048 where it is told to expect much. Old pages that close
# nothing pass the first; nothing that is written to be read passes the second.
_DEEPEST = 2048
# lxml.html would ask a function of Python for the class of each element that is touched, for the sake of forms.
_ELEMENTS = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)
_OF_HEAD = {"base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style", "template", "title"}
_NOTHING = "The page is empty: it holds no element and no word. Leave it out, or fetch it again."


def tree_of(html: str | bytes) -> HtmlElement:
    """Return the root of a page's tree, without comments. Raises IngestError for an empty page and one too deep.

    html: bytes are in UTF-8 and hold no NUL.
    """
    raw = html.replace("\0", "").encode("utf-8", "replace") if isinstance(html, str) else html
    for huge in (False, True):
        parser = HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=huge, no_network=True
        )
        parser.set_element_class_lookup(_ELEMENTS)
        try:
            tree = document_fromstring(raw, parser=parser)
        except etree.LxmlError as error:
            raise IngestError(_NOTHING) from error
        if not _stopped(parser):
            _begin_body(tree)
            return tree
    raise IngestError(
        f"Its elements are nested more than {_DEEPEST} deep, or one text in it is longer than the parser's limit: "
        "no page that is written to be read is so. Save the article as plain text and take that."
    )


def _begin_body(tree: HtmlElement) -> None:
    """Move what is no head's content into the body: where no <body> is written, libxml2 knows no newer element."""
    head = tree.find("head")
    stray = [] if head is None else [child for child in head if child.tag not in _OF_HEAD]
    if not stray:
        return
    body = tree.find("body")
    if body is None:
        body = tree.makeelement("body")
        tree.append(body)
    body[:0] = stray


def _stopped(parser: HTMLParser) -> bool:
    """Tell whether the parser gave up at one of its limits, so that the rest of the page is missing."""
    return any(
        "LIMIT" in entry.type_name or "HUGE" in entry.type_name for entry in parser.error_log.filter_from_fatals()
    )
