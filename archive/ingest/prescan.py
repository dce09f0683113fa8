"""The encoding that a page declares in its own bytes, before it can be read: a <meta>, or an XML declaration.

Follows https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding, so that a <meta> within a comment
or within an attribute's value declares nothing. It looks further than browsers first do, as they look again later on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

_REACH = 65_536  # bytes; browsers look at 1024, then wherever the parser meets a <meta>
_TAG = re.compile(rb"<(?:(!--)|(meta)(?=[\t\n\f\r /])|/?[a-z]|[!/?])", re.IGNORECASE)
# The rest of any other tag. No way of reading it is tried again, so that no page makes it slow.
_REST = re.compile(rb"(?:[^>=]++|=[\t\n\f\r ]*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])))*+>")
_BETWEEN = re.compile(rb"[\t\n\f\r /]*")
_SPACE = re.compile(rb"[\t\n\f\r ]*")
_NAME = re.compile(rb"=?[^\t\n\f\r />=]*")
_UNQUOTED = re.compile(rb"[^\t\n\f\r >]*")
_IN_CONTENT = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\"'\t\n\f\r ;][^\t\n\f\r ;]*))", re.IGNORECASE
)
_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding[\t\n\r ]*=[\t\n\r ]*[\"']([A-Za-z0-9._:-]+)[\"']")


class _CutError(Exception):
    """The bytes end within a tag, and what is not closed declares nothing."""


def declared_in_page(raw: bytes) -> Iterator[str]:
    """Yield the labels that the page declares: those of its <meta> elements in order, then of its XML declaration."""
    head = raw[:_REACH]
    with suppress(_CutError):
        yield from _in_meta(head)
    xml = _XML.match(head)
    if xml:
        yield xml[1].decode("ascii")


def charset_in(content: bytes) -> str:
    """Return the label in a Content-Type such as `text/html; charset=utf-8`; '' where it names none."""
    found = _IN_CONTENT.search(content)
    label = found and (found[1] or found[2] or found[3])
    return label.strip().decode("ascii", "ignore") if label else ""


def _in_meta(head: bytes) -> Iterator[str]:
    at, last = 0, head.lower().rfind(b"<meta")
    while at <= last and (tag := _TAG.search(head, at)):
        if tag[1]:
            at = _after(head, b"-->", tag.start() + 2)
        elif tag[0][-1:] in b"!/?":
            at = _after(head, b">", tag.end())
        elif not tag[2]:
            at = _skip(_REST, head, tag.end())
        else:
            attributes, at = _attributes(head, tag.end())
            if label := _label(attributes):
                yield label


def _label(attributes: dict[bytes, bytes]) -> str:
    if b"charset" in attributes:
        return attributes[b"charset"].strip().decode("ascii", "ignore")
    if attributes.get(b"http-equiv", b"").lower() == b"content-type":
        return charset_in(attributes.get(b"content", b""))
    return ""


def _attributes(head: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """Return the attributes of the tag whose name ends at `at`, the first of each name, and where the tag ends."""
    found: dict[bytes, bytes] = {}
    while True:
        at = _skip(_BETWEEN, head, at)
        if head[at : at + 1] == b">":
            return found, at + 1
        end = _skip(_NAME, head, at)
        name = head[at:end].lower()
        equals = _skip(_SPACE, head, end)
        if head[equals : equals + 1] == b"=":
            value, at = _value(head, _skip(_SPACE, head, equals + 1))
        else:
            value, at = b"", equals
        found.setdefault(name, value)


def _value(head: bytes, at: int) -> tuple[bytes, int]:
    quote = head[at : at + 1]
    if quote in (b'"', b"'"):
        end = _after(head, quote, at + 1)
        return head[at + 1 : end - 1], end
    end = _skip(_UNQUOTED, head, at)
    return head[at:end], end


def _skip(pattern: re.Pattern[bytes], head: bytes, at: int) -> int:
    """Return where a run that may be empty ends. Raises _CutError where that is the end of the bytes."""
    run = pattern.match(head, at)
    if run is None or run.end() >= len(head):
        raise _CutError
    return run.end()


def _after(head: bytes, mark: bytes, at: int) -> int:
    found = head.find(mark, at)
    if found < 0:
        raise _CutError
    return found + len(mark)
