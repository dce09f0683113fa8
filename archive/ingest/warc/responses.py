"""What an HTTP response states of itself, read from the block of a web archive's record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO

from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser

from archive.ingest.extracted import IngestError

LONGEST_HEADER = 256 * 1024  # bytes; servers and browsers stop at less
_PARSER = StatusAndHeadersParser(ArcWarcRecordLoader.HTTP_TYPES, verify=False)
_STATUS_LINE = re.compile(rb"HTTP/\d", re.IGNORECASE)
_STATUS = re.compile(r"(\d{3})(?:\s|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Response:
    """A response. status: 0 where it states none. transfer, encoding: of its body. leads_to: where a redirect goes."""

    status: int
    media_type: str
    body: bytes = field(repr=False)
    transfer: str = ""
    encoding: str = ""
    leads_to: str = ""


def response_of(block: bytes) -> Response:
    """Return the response that a block begins with. Raises IngestError where none does."""
    if not _STATUS_LINE.match(block):
        raise IngestError("It holds no HTTP response. Write the archive anew, or leave the record out.")
    head = BytesIO(block[:LONGEST_HEADER])
    headers = _PARSER.parse(head)
    if head.tell() == LONGEST_HEADER:
        raise IngestError(f"Its HTTP header has more than {LONGEST_HEADER:,} bytes, which no server's has.")
    status = _STATUS.match(headers.statusline)

    def stated(name: str) -> str:
        return str(headers.get_header(name) or "")

    return Response(
        status=int(status[1]) if status else 0,
        media_type=stated("Content-Type"),
        body=block[head.tell() :],
        transfer=stated("Transfer-Encoding"),
        encoding=stated("Content-Encoding"),
        leads_to=stated("Location"),
    )
