"""Web archive files, WARC and ARC, record by record: WARC 0.17 to 1.1 (ISO 28500), ARC 1, packed or not.

warcio parses the headers. Where a record begins and ends is found here, because a file that is damaged, or that states
a false length, must lose that record and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO

from warcio.recordloader import ARC2WARCHeadersParser, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from archive.ingest.limits import Limits
from archive.ingest.warc.members import DamagedError, Members

_LONGEST_LINE = 64 * 1024  # bytes
_ADVICE = "Write the archive anew, or leave the record out."
_LONGEST_HEADER = 256 * 1024  # bytes; servers and browsers stop at less
_PIECE = 64 * 1024  # bytes

# Their repetitions are possessive (++) where they can be, so that no line makes them try again and again.
_WARC_START = re.compile(rb"WARC/\d")
_ARC_LINE = re.compile(  # address, IP address, date, type, length
    rb"(?:https?|ftp|dns|filedesc|file|whois|gopher|news|nntp|mailto|urn|metadata):"
    rb"[^\r\n]{1,8000} \S++ \d{8,18}+ \S++ -?\w++\r?\n?$"
)
_NEXT_START = re.compile(
    rb"^(?:WARC/\d\.\d+\r?\n"
    rb"|(?:https?|ftp|dns|filedesc):[^\r\n]{1,8000} \S{1,100}+ \d{12,18}+ \S{1,200}+ (?:\d{1,12}|-1)\r?\n)",
    re.MULTILINE,
)
_WARC_PARSER = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)
_LENGTH = re.compile(r"\s*(\d{1,18})\s*")


@dataclass(frozen=True, slots=True)
class Record:
    """One record. place: its offset in the file, or that of its packed member.

    block: what follows the record's header; only its beginning where its `size` is over the limit.
    """

    headers: StatusAndHeaders
    place: int
    size: int
    block: bytes = field(repr=False)

    @property
    def is_whole(self) -> bool:
        return len(self.block) == self.size

    def stated(self, name: str) -> str:
        """Return a field of the record's header; '' where it is missing."""
        return stated(self.headers, name)


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where a record should be and cannot be read. headers: of the record, where they could be read."""

    place: int
    reason: str
    headers: StatusAndHeaders | None = None

    def stated(self, name: str) -> str:
        """Return a field of the record's header; '' where it is missing."""
        return stated(self.headers, name) if self.headers else ""


def stated(headers: StatusAndHeaders, name: str) -> str:
    """Return a header field; '' where it is missing."""
    return str(headers.get_header(name) or "")


class _FalseRecordError(Exception):
    """No record begins where one should, or one states what is not so."""

    def __init__(self, reason: str, headers: StatusAndHeaders | None = None) -> None:
        super().__init__(reason)
        self.headers = headers


def records(members: Members, largest: int, limits: Limits) -> Iterator[Record | Damage]:
    """Return the records of a file, with blocks of at most `largest` bytes, and the places where it is damaged.

    After damage the reading goes on at the next record that is found; after too many the rest is left. Raises
    LimitError and OSError.
    """
    damages = 0
    while found := _next(members, largest):
        yield found
        damages += isinstance(found, Damage)
        if damages == limits.damages:
            reason = f"The file is damaged in {damages:,} places, the limit, so the rest of it is not read."
            yield Damage(members.place, f"{reason} Get it again, or raise the limit with --max-damages.")
            return


def _next(members: Members, largest: int) -> Record | Damage | None:
    place = members.place
    try:
        if not _pass_blanks(members):
            return None
        place = members.place
        return _record(members, place, largest)
    except DamagedError as error:
        return Damage(error.place, f"The packed member there cannot be read: {error}.")
    except _FalseRecordError as error:
        return Damage(place, str(error), error.headers)


def _pass_blanks(members: Members) -> bool:
    """Pass over the blank lines between records; False at the end of the file."""
    while (char := members.peek(1)) in (b"\r", b"\n"):
        members.some(1)
    return bool(char)


def _record(members: Members, place: int, largest: int) -> Record:
    first = members.line(_LONGEST_LINE)
    if not _is_start(first):
        _search(members)
        raise _FalseRecordError("No record begins there, neither of WARC nor of ARC.")
    try:
        headers = _warc_header(members, first) if _WARC_START.match(first) else _arc_header(first)
    except (_FalseRecordError, StatusAndHeadersParserException, ValueError) as error:
        _search(members)
        raise _FalseRecordError(f"Its header cannot be read: {error}") from error
    length = stated(headers, "Content-Length")
    if not _LENGTH.fullmatch(length):
        _search(members)
        raise _FalseRecordError(f"It states no length that can be used, but {length[:40]!r}. {_ADVICE}", headers)
    return _with_block(members, Record(headers, place, int(length), b""), largest)


def _is_start(line: bytes) -> bool:
    return bool(_WARC_START.match(line) or _ARC_LINE.match(line))


def _warc_header(members: Members, first: bytes) -> StatusAndHeaders:
    lines = [first]
    size = len(first)
    while (line := members.line(_LONGEST_LINE)).strip():
        lines.append(line)
        size += len(line)
        if size > _LONGEST_HEADER:
            raise _FalseRecordError(f"it has more than {_LONGEST_HEADER:,} bytes.")
    return _WARC_PARSER.parse(BytesIO(b"".join(lines)))


def _arc_header(first: bytes) -> StatusAndHeaders:
    headers = ARC2WARCHeadersParser().parse(BytesIO(), first)
    headers.remove_header("WARC-Record-ID")  # warcio makes one up, another each time
    return headers


def _with_block(members: Members, record: Record, largest: int) -> Record:
    start = members.place
    too_large = record.size > largest
    kept = min(record.size, _PIECE) if too_large else record.size
    block = _read(members, kept)
    if len(block) == kept and _pass_over(members, record.size - kept) and _ends(members):
        return replace(record, block=block)
    if too_large and members.go_to(start):
        _search(members)
    elif not too_large and (match := _NEXT_START.search(block)):
        members.put_back(block[match.start() :])
    else:
        _search(members)
    raise _FalseRecordError(
        f"It states {record.size:,} bytes, but no record begins after them. {_ADVICE}", record.headers
    )


def _read(members: Members, size: int) -> bytes:
    """Return the next `size` bytes, or fewer where the file ends or a packed member begins with a record."""
    parts: list[bytes] = []
    while size and (data := _on(members, size)):
        parts.append(data)
        size -= len(data)
    return b"".join(parts)


def _on(members: Members, size: int) -> bytes:
    if members.peek(1) and members.fresh and _begins(members):
        return b""
    return members.some(size)


def _pass_over(members: Members, size: int) -> bool:
    """Pass over `size` bytes; False where there are not as many in the file or before another record's member."""
    if not size or members.skip(size):
        return True
    while size and (data := _on(members, min(size, _PIECE))):
        size -= len(data)
    return not size


def _ends(members: Members) -> bool:
    """Tell whether a record may end here: the file or its packed member ends, or another record begins."""
    try:
        return not _pass_blanks(members) or members.fresh or _begins(members)
    except DamagedError as error:
        if not error.untouched:
            raise
        members.postpone(error)
        return True


def _begins(members: Members) -> bool:
    line = members.line(_LONGEST_LINE)
    members.put_back(line)
    return _is_start(line)


def _search(members: Members) -> None:
    """Pass over lines to the next that begins a record, or to the next packed member."""
    try:
        while line := members.line(_LONGEST_LINE):
            if _NEXT_START.match(line):
                members.put_back(line)
                return
            if members.peek(1) and members.fresh:
                return
    except DamagedError as error:
        members.postpone(error)
