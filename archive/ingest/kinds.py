"""What a document is: told by its first bytes where they are certain, else by its declared type, else by its name."""

from __future__ import annotations

import re
import zlib
from enum import StrEnum

HEAD = 4096  # bytes that `kind_of` wants to see; fewer will do where there are no more


class Kind(StrEnum):
    """What a document, or a container of documents, is."""

    HTML = "html"
    MHTML = "mhtml"  # a page with its pictures in one file, as browsers save it
    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    RECORD = "record"  # one row of a table, as JSON
    ZIP = "zip"
    GZIP = "gzip"  # one file, compressed; a compressed web archive is WARC
    ZSTD = "zstd"  # likewise, a web archive or any other
    WARC = "warc"  # ARC too, compressed or not
    WACZ = "wacz"
    CSV = "csv"
    JSON_LINES = "json_lines"
    JSON = "json"
    OTHER = "other"  # nothing that is read


CONTAINERS = frozenset({Kind.ZIP, Kind.GZIP, Kind.ZSTD, Kind.WARC, Kind.WACZ})
TABLES = frozenset({Kind.CSV, Kind.JSON_LINES, Kind.JSON})

_BY_ENDING = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".xht": Kind.HTML,
    ".shtml": Kind.HTML,
    ".mhtml": Kind.MHTML,
    ".mht": Kind.MHTML,
    ".pdf": Kind.PDF,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".zip": Kind.ZIP,
    ".gz": Kind.GZIP,
    ".zst": Kind.ZSTD,
    ".warc": Kind.WARC,
    ".arc": Kind.WARC,
    ".warc.gz": Kind.WARC,
    ".arc.gz": Kind.WARC,
    ".wacz": Kind.WACZ,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".json": Kind.JSON,
}
ENDINGS = tuple(_BY_ENDING)  # of names; of files that are read, in lower case

_BY_MEDIA_TYPE = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "multipart/related": Kind.MHTML,
    "message/rfc822": Kind.MHTML,
    "application/x-mimearchive": Kind.MHTML,
    "application/pdf": Kind.PDF,
    "application/x-pdf": Kind.PDF,
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
    "application/json": Kind.RECORD,
    "application/zip": Kind.ZIP,
    "application/gzip": Kind.GZIP,
    "application/x-gzip": Kind.GZIP,
    "application/zstd": Kind.ZSTD,
    "application/warc": Kind.WARC,
    "application/wacz": Kind.WACZ,
    "application/x-wacz": Kind.WACZ,
    "text/csv": Kind.CSV,
    "text/tab-separated-values": Kind.CSV,
    "application/x-ndjson": Kind.JSON_LINES,
    "application/jsonl": Kind.JSON_LINES,
}
MEDIA_TYPES = {
    Kind.HTML: "text/html",
    Kind.MHTML: "multipart/related",
    Kind.PDF: "application/pdf",
    Kind.TEXT: "text/plain",
    Kind.MARKDOWN: "text/markdown",
    Kind.RECORD: "application/json",
}  # of a document that is read, for one whose own name or type does not say it
_SAYS_NOTHING = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/unknown", "*/*"}
)

# Each is at the very start of its kind of file. RFC 9112 and the WHATWG's MIME Sniffing Standard list most.
_OTHER_SIGNS = (
    b"\x89PNG\r\n", b"GIF87a", b"GIF89a", b"\xff\xd8\xff", b"RIFF", b"\x00\x00\x01\x00", b"II*\x00", b"MM\x00*",
    b"wOFF", b"wOF2", b"OTTO", b"\x00\x01\x00\x00\x00", b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FLV\x01",
    b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00", b"\x7fELF",
    b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00", b"{\\rtf", b"%!PS-",
)  # fmt: skip
_PACKED_DOCUMENTS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".apk", ".xpi", ".crx", ".kmz")

# Their repetitions are possessive (*+), so that no head makes them try again and again.
_SPACE = rb"(?:\s|\x00|\xef\xbb\xbf)*+"
_ZSTD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")  # a frame, or one to skip that holds a dictionary
_WARC = re.compile(rb"(?:\r?\n)*+(?:WARC/\d|filedesc://)")
_DOCUMENT = re.compile(
    _SPACE + rb"(?:<\?xml[^>]{0,200}>\s*+)?+(?:<!--.*?-->\s*+)*+<(?:!doctype\s++html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    _SPACE + rb"<(?:!--|(?:head|body|title|meta|link|script|style|iframe|h[1-6]|div|font|table|a|b|br|p|article|section"
    rb"|main|header|span|ul|ol|center|img)[\s>/])",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"<[a-z!/]", re.IGNORECASE)
_JSON = re.compile(_SPACE + rb"(?:\{\s*+(?:\"|\})|\[\s*+(?:[\[\]{\"\d-]|null|true|false))")
_XML = re.compile(_SPACE + rb"<(?:\?xml|rss|feed|svg|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_MIME_FIELD = re.compile(
    rb"\s*+(?:From|Subject|Date|MIME-Version|Content-Type|Snapshot-Content-Location|X-[\w-]+):", re.IGNORECASE
)
_MULTIPART = re.compile(rb"^content-type:\s*+multipart/(?:related|mixed|alternative)", re.IGNORECASE | re.MULTILINE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(name: str, media_type: str, head: bytes) -> Kind:
    """Return what a document is.

    name: its file's name or path, or ''. media_type: as declared, with or without parameters, or ''. head: its first
    bytes, at best `HEAD` of them. Types and names can lie, so bytes that are certain are believed first. A table's row
    is told from a file of JSON by the type that `tables` gives it, `application/json`.
    """
    head = head[:HEAD]
    declared = _BY_MEDIA_TYPE.get(essence(media_type))
    named = _BY_ENDING.get(_ending(name))
    return _certain(name, head, declared or named) or _stated(media_type, declared, named, head)


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def _ending(name: str) -> str:
    """Return the last ending of a name in lower case; the last two where they go together, as in .warc.gz."""
    file = name.replace("\\", "/").rpartition("/")[2].lower()
    parts = file.split(".")
    double = f".{parts[-2]}.{parts[-1]}" if len(parts) > 2 else ""
    if double in _BY_ENDING:
        return double
    return f".{parts[-1]}" if len(parts) > 1 else ""


def _certain(name: str, head: bytes, expected: Kind | None) -> Kind | None:
    """Return the kind that the bytes alone make certain, or None."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(name)
    if head.startswith(b"\x1f\x8b"):
        return Kind.WARC if _WARC.match(_inflated(head)) else Kind.GZIP
    if _ZSTD.match(head):
        return Kind.ZSTD
    if _WARC.match(head):
        return Kind.WARC
    if head.lstrip().startswith(b"%PDF-") or (expected is Kind.PDF and b"%PDF-" in head[:1024]):
        return Kind.PDF
    if head.startswith(_OTHER_SIGNS) or head[4:8] == b"ftyp":
        return Kind.OTHER
    head = _narrowed(head)
    if _MIME_FIELD.match(head) and _MULTIPART.search(head):
        return Kind.MHTML
    if expected not in (Kind.RECORD, Kind.JSON_LINES, Kind.CSV) and _DOCUMENT.match(head):
        return Kind.HTML
    return None


def _packed(name: str) -> Kind:
    """Return the kind of a zip: some documents are zips of their own parts, which are no articles."""
    if name.lower().endswith(_PACKED_DOCUMENTS):
        return Kind.OTHER
    return Kind.WACZ if _ending(name) == ".wacz" else Kind.ZIP


def _inflated(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""


def _narrowed(head: bytes) -> bytes:
    """Return the ASCII of a head in UTF-16, which its mark tells; any other as it is."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head


def _stated(media_type: str, declared: Kind | None, named: Kind | None, head: bytes) -> Kind:
    """Return the kind that the declared type or the name states, unless the bytes gainsay it."""
    if declared is None and essence(media_type) not in _SAYS_NOTHING:
        return Kind.OTHER
    stated = declared or named
    narrow = _narrowed(head)
    if stated in (Kind.HTML, Kind.TEXT) and _JSON.match(narrow) and not _MARKUP.search(narrow):
        return Kind.JSON if stated is Kind.HTML else Kind.TEXT
    if stated in (Kind.PDF, Kind.ZIP, Kind.GZIP, Kind.ZSTD, Kind.WACZ):
        return stated  # its reader says what is wrong with it
    return stated or _guessed(narrow)


def _guessed(head: bytes) -> Kind:
    """Return the kind of bytes of which nothing is stated."""
    if _TAG.match(head):
        return Kind.HTML
    if _XML.match(head) or _JSON.match(head):
        return Kind.OTHER
    return Kind.OTHER if _CONTROLS.search(head) else Kind.TEXT
