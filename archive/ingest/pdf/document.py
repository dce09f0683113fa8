"""A PDF file opened with bounds on what it may cost: its pages as lines, and what it says of itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeVar

import pypdf
from pypdf import PdfReader
from pypdf.errors import DependencyError

from archive.ingest.extracted import IngestError
from archive.ingest.pdf.lines import Line, LineCollector
from archive.text.normalize import fold_line

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every fault that it mends; our errors say the rest

MOST_PAGES = 5_000  # a long book has 1,000
MOST_LINES = 200_000  # as of plain text
SECONDS = 120.0  # of reading; a page takes some hundredths
# What pypdf may unpack or parse at once: a page of text has some 10 kB, one with a drawing some 100,000 operations.
_BOUNDS = pypdf.Configuration(
    zlib_maximum_output_length=50_000_000,
    lzw_maximum_output_length=50_000_000,
    run_length_maximum_output_length=50_000_000,
    stream_decoding_work_maximum_length=100_000_000,
    stream_parsing_work_maximum_count=500_000,
    page_tree_maximum_entries=50_000,
    xform_maximum_invocations_per_extraction=2_000,
)
_KEYS = {"created": "/CreationDate"}  # the others are named as we name them
T = TypeVar("T")
_ADVICE = "Open it in a viewer, save or print it anew as a PDF, and ingest that."


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a file. pages: the lines of each, in the file's order.

    facts: what the file says of itself, as it is written there: title, author, created, creator and producer (the
    programs that made it), language; '' for nothing.
    unread: the numbers, from 1, of pages that could not be read.
    """

    pages: tuple[tuple[Line, ...], ...]
    facts: dict[str, str] = field(default_factory=dict)
    unread: tuple[int, ...] = ()


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

    def error(self, page: int) -> IngestError:
        return IngestError(
            f"Reading it took longer than {self._seconds:g} seconds; page {page} was not finished. {_ADVICE}"
        )


def read(raw: bytes, seconds: float = SECONDS) -> Document:
    """Return the lines of a PDF's text layer. Raises IngestError, and nothing else, in bounded time and memory."""
    clock = _Clock(seconds)
    with pypdf.apply_configuration(_BOUNDS):
        reader = _opened(raw)
        count = _attempt(lambda: len(reader.pages), "Its pages cannot be found")
        if count > MOST_PAGES:
            raise IngestError(f"It has {count:,} pages; at most {MOST_PAGES:,} are taken. Split it.")
        pages: list[tuple[Line, ...]] = []
        unread: list[int] = []
        reason, line_count = "", 0
        for number in range(1, count + 1):
            try:
                pages.append(_lines(reader, number, clock))
            except _OutOfTime:
                raise clock.error(number) from None
            except Exception as error:  # noqa: BLE001 - pypdf raises nearly anything at what is no PDF
                pages.append(())
                unread.append(number)
                reason = reason or _said(error)
            line_count += len(pages[-1])
            if line_count > MOST_LINES:
                raise IngestError(f"It has more than {MOST_LINES:,} lines, which is as many as are taken. Split it.")
        if unread and not any(pages):
            raise IngestError(f"None of its {count} pages can be read: {reason}. {_ADVICE}")
        return Document(tuple(pages), _facts(reader), tuple(unread))


def _opened(raw: bytes) -> PdfReader:
    reader = _attempt(lambda: PdfReader(BytesIO(raw)), "It is damaged, or no PDF")
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


def _attempt(work: Callable[[], T], what: str) -> T:
    try:
        return work()
    except Exception as error:
        raise IngestError(f"{what}: {_said(error)}. {_ADVICE}") from error


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
