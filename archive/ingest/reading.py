"""One document to an article, whatever it is: its kind is told, and the reader of that kind asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module

from archive.ingest import plain
from archive.ingest.extracted import LONGEST, ExtractedArticle, IngestError
from archive.ingest.kinds import HEAD, Kind, kind_of
from archive.ingest.received import Given, Received
from archive.ingest.sites import can_be_kept, host_of, same_site
from archive.text.normalize import fold_line

Reader = Callable[[Received, Given], ExtractedArticle]

# By module, imported when the first of its kind is read: the readers of pages and of PDF bring large libraries, which
# the process that only stores does without.
_READERS = {
    Kind.HTML: "archive.ingest.html.page",
    Kind.PDF: "archive.ingest.pdf",
    Kind.RECORD: "archive.ingest.lists.records",
}
_TEXTS = {Kind.TEXT: "archive.ingest.plain", Kind.MARKDOWN: "archive.ingest.markdown"}
_TOO_LARGE = "it takes more memory than it may (in bulk, --max-memory gives it more)"
_FOUND_AT = "where it was found, since the page states an address of another site"
_BY_HOST = "inferred from the address"
_UNICODE = ("", "utf-8", "utf8", "us-ascii", "ascii")


def read(received: Received, given: Given | None = None) -> ExtractedArticle:
    """Return the article in a document. Raises IngestError and nothing else, whatever the bytes do to a reader.

    It may take long or end the process, as bytes can that are made to: what comes from outside in numbers is read in
    processes of their own, see archive.ingest.bulk.
    """
    kind = kind_of(received.name, received.media_type, received.raw[:HEAD])
    if kind not in _READERS and kind not in _TEXTS:
        raise IngestError(_no_reader(received, kind))
    if received.row is not None:
        received.row.describes(received.raw)
    try:
        return _with_source(_at_home(_reader(kind)(received, given or Given()), received), received.url)
    except (IngestError, KeyboardInterrupt, SystemExit):
        raise
    except RecursionError as error:
        raise IngestError(_broken(kind, "its parts are nested too deeply")) from error
    except MemoryError as error:
        raise IngestError(_broken(kind, _TOO_LARGE)) from error
    except BaseException as error:  # libraries in Rust raise what is no Exception
        raise IngestError(_broken(kind, f"{type(error).__name__}: {fold_line(str(error))[:300]}")) from error


def _reader(kind: Kind) -> Reader:
    if kind in _TEXTS:
        return partial(_text, _TEXTS[kind])
    extract: Reader = import_module(_READERS[kind]).extract
    return extract


def _at_home(extracted: ExtractedArticle, received: Received) -> ExtractedArticle:
    """The article with the address where it was found, where the document states one of another site.

    An article is met again by its address: any page could take the place of an article that came from elsewhere.
    """
    stated_by_curator = received.row is not None and received.row.url is not None
    if not received.url or not extracted.url or stated_by_curator or same_site(extracted.url, received.url):
        return extracted
    if extracted.source_basis == _BY_HOST:
        extracted = replace(extracted, source=plain.UNKNOWN_SOURCE, source_basis="")  # it is the other site's
    if can_be_kept(received.url):
        return replace(extracted, url=received.url, basis={**extracted.basis, "url": _FOUND_AT})
    return replace(extracted, url="", basis={name: how for name, how in extracted.basis.items() if name != "url"})


def _with_source(extracted: ExtractedArticle, found_at: str) -> ExtractedArticle:
    """The article with the host of its address for its source, where nothing else says who publishes it."""
    host = host_of(extracted.url or found_at)[: LONGEST["source"]]
    if extracted.source != plain.UNKNOWN_SOURCE or not host:
        return extracted
    return replace(extracted, source=host, source_basis=_BY_HOST)


def _text(module: str, received: Received, given: Given) -> ExtractedArticle:
    """A text as its reader reads it, which knows files in UTF-8; with what was said of it where it was received."""
    charset = _charset(received.media_type)
    raw = received.raw if charset in _UNICODE else _in_utf8(received.raw, charset)
    extracted: ExtractedArticle = import_module(module).extract(raw, received.name, received.row, given)
    return replace(
        extracted,
        raw=received.raw,
        url=extracted.url or (received.url if can_be_kept(received.url) else ""),
        media_type=received.media_type[: LONGEST["media_type"]] or extracted.media_type,
        origin=received.origin,
        received_at=received.received_at,
    )


def _charset(media_type: str) -> str:
    """The charset that a media type states, in lower case; '' for none."""
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'").lower()
    return ""


def _in_utf8(raw: bytes, charset: str) -> bytes:
    try:
        return raw.decode(charset).encode()
    except (LookupError, UnicodeError):
        return raw  # declarations err; where it is no UTF-8 either, the reader says so


def _no_reader(received: Received, kind: Kind) -> str:
    stated = f" It was declared as {received.media_type}." if received.media_type else ""
    if kind is Kind.OTHER:
        return f"It is no kind of document that is read.{stated} Leave it out, or convert it to HTML, PDF or text."
    return f"It is a container ({kind}), not a document.{stated} Ingest it as a file of its own."


def _broken(kind: Kind, what: str) -> str:
    return f"The reader of {kind} documents cannot read it: {what}. Open it elsewhere and save it anew, or leave it."
