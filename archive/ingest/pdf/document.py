"""A PDF file opened with bounds on what it may cost: its pages as lines, and what it says of itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pypdf
from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from archive.ingest.extracted import IngestError
from archive.ingest.limits import MEGABYTE, LimitError, ReadingLimits
from archive.ingest.pdf.lines import Line, LineCollector
from archive.text.normalize import fold_line

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every fault that it mends; our errors say the rest

# What pypdf may unpack or parse at once, where a stream may unpack to a megabyte; a drawing has 100,000 operations.
_A_MEGABYTE = {
    "array_based_stream_maximum_output_length": 1_000_000,
    "array_maximum_element_count": 2_000,
    "brotli_maximum_output_length": 1_000_000,
    "dictionary_maximum_element_count": 2_000,
    "lzw_maximum_output_length": 1_000_000,
    "maximum_declared_stream_length": 1_500_000,
    "run_length_maximum_output_length": 1_000_000,
    "stream_decoding_work_maximum_length": 2_000_000,
    "stream_parsing_work_maximum_count": 10_000,
    "xform_maximum_invocations_per_extraction": 40,
    "zlib_maximum_output_length": 1_000_000,
    "zlib_maximum_recovery_input_length": 100_000,
}
_ENTRIES = 10  # of the tree of pages, for each page
_ENDLESS = ("loop", "cycl")  # in pypdf's words for what no limit is high enough for
_KEYS = {"created": "/CreationDate"}  # the others are named as we name them
_LIMITS = ReadingLimits()
_ADVICE = "Open it in a viewer, save or print it anew as a PDF, and ingest that."


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a file. pages: the lines of each, in the file's order.

    facts: what the file says of itself, as it is written there: title, author, created, creator and producer (the
    programs that made it), language; '' for nothing.
    unread: the numbers, from 1, of pages that could not be read. limited: some of them because of a limit.
    """

    pages: tuple[tuple[Line, ...], ...]
    facts: dict[str, str] = field(default_factory=dict)
    unread: tuple[int, ...] = ()
    limited: bool = False


class _OutOfTime(BaseException):
    """No Exception, since pypdf goes on after most of these."""


class _Clock:
    """Ends the reading of a file that takes too long. As `visitor_operand_before` it is asked at each operation."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self, *_: object) -> None:
        if time.monotonic() > self._end:
            raise _OutOfTime

    def error(self, page: int, count: int) -> LimitError:
        return LimitError(
            f"Reading it takes longer than it may: after {self._seconds:g} seconds page {page} of {count} was not "
            "finished. If it is an honest document, raise the limit with --max-seconds."
        )


def read(raw: bytes, limits: ReadingLimits = _LIMITS) -> Document:
    """Return the lines of a PDF's text layer. Raises IngestError, and nothing else, in bounded time and memory."""
    clock = _Clock(limits.seconds)
    with pypdf.apply_configuration(_configuration(limits)):
        reader = _opened(raw, limits)
        count = _count(reader, limits)
        reading = _Reading(reader, limits, clock, count)
        for number in range(1, count + 1):
            reading.page(number)
        return Document(reading.whole(), _facts(reader), tuple(reading.unread), reading.limited is not None)


@dataclass(slots=True)
class _Reading:
    """A file as its pages are read. first, limited: the first error of a page, and the first that a limit caused."""

    reader: PdfReader
    limits: ReadingLimits
    clock: _Clock
    count: int
    pages: list[tuple[Line, ...]] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    lines: int = 0
    first: Exception | None = None
    limited: Exception | None = None

    def page(self, number: int) -> None:
        """Read the next page. Raises LimitError."""
        try:
            self.pages.append(_lines(self.reader, number, self.clock))
        except _OutOfTime:
            raise self.clock.error(number, self.count) from None
        except Exception as error:  # noqa: BLE001 - pypdf raises nearly anything at what is no PDF
            self.pages.append(())
            self.unread.append(number)
            self.first = self.first or error
            self.limited = self.limited or (error if _is_limit(error) else None)
        self.lines += len(self.pages[-1])
        self.limits.check_lines(self.lines)

    def whole(self) -> tuple[tuple[Line, ...], ...]:
        """Return all pages. Raises IngestError where none could be read."""
        if self.first and not any(self.pages):
            if self.limited:
                raise self.limits.stream_error(_said(self.limited))
            raise IngestError(f"None of its {self.count} pages can be read: {_said(self.first)}. {_ADVICE}")
        return tuple(self.pages)


def _configuration(limits: ReadingLimits) -> pypdf.Configuration:
    scaled = {name: max(1, amount * limits.stream_bytes // MEGABYTE) for name, amount in _A_MEGABYTE.items()}
    return pypdf.Configuration().with_overwrites(page_tree_maximum_entries=_ENTRIES * limits.pages, **scaled)


def _is_limit(error: BaseException) -> bool:
    return isinstance(error, LimitReachedError) and not any(word in str(error) for word in _ENDLESS)


def _count(reader: PdfReader, limits: ReadingLimits) -> int:
    try:
        count = len(reader.pages)
    except Exception as error:
        if _is_limit(error):
            raise LimitError(
                f"Its pages stand in a tree of more than {_ENTRIES * limits.pages:,} parts ({_said(error)}). If it is "
                "an honest document, raise the limit with --max-pages."
            ) from error
        raise IngestError(f"Its pages cannot be found: {_said(error)}. {_ADVICE}") from error
    limits.check_pages(count)
    return count


def _opened(raw: bytes, limits: ReadingLimits) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(raw))
    except Exception as error:
        if _is_limit(error):
            raise limits.stream_error(_said(error)) from error
        raise IngestError(f"It is damaged, or no PDF: {_said(error)}. {_ADVICE}") from error
    if not reader.is_encrypted:
        return reader
    try:
        is_open = bool(reader.decrypt(""))
    except DependencyError as error:
        raise IngestError(f"It is encrypted in a way that cannot be undone here: {_said(error)}. {_ADVICE}") from error
    except Exception as error:
        raise IngestError(f"It is encrypted, and that is damaged: {_said(error)}. {_ADVICE}") from error
    if not is_open:
        raise IngestError("It is encrypted and needs a password. Save a copy without one, and ingest that.")
    return reader


def _said(error: BaseException) -> str:
    words = fold_line(str(error))[:200].rstrip(".")
    return f"{type(error).__name__}, {words}" if words else type(error).__name__


def _lines(reader: PdfReader, number: int, clock: _Clock) -> tuple[Line, ...]:
    clock.check()
    collector = LineCollector(number)
    reader.pages[number - 1].extract_text(visitor_text=collector.take, visitor_operand_before=clock.check)
    collector.end_line()
    return tuple(collector.lines)


def _facts(reader: PdfReader) -> dict[str, str]:
    facts: dict[str, str] = {}
    try:
        stated: Mapping[str, object] = reader.metadata or {}
        for name in ("title", "author", "created", "creator", "producer"):
            value = stated.get(_KEYS.get(name, f"/{name.capitalize()}"))
            facts[name] = fold_line(value)[:2000] if isinstance(value, str) else ""
        language = reader.root_object.get("/Lang")
        facts["language"] = fold_line(language)[:100] if isinstance(language, str) else ""
    except Exception:  # noqa: BLE001 - the text is there; what else was said of it is not worth losing it
        return facts
    return facts
