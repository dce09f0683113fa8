"""How much of what is given will be read, so that no file fills the memory, the disk or the day."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ingest.extracted import IngestError

MEGABYTE = 1_000_000  # bytes


class LimitError(IngestError):
    """Something was stopped by a limit; the message says which one, and the option that raises it.

    ends_file: what was given is not read on. Otherwise only the one document, or container, is passed over.
    """

    def __init__(self, message: str, *, ends_file: bool = False) -> None:
        super().__init__(message)
        self.ends_file = ends_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one run, each with the option that raises it.

    item_bytes: of one document, unpacked (--max-size, megabytes).
    items: documents, records and rows out of one given file, taken or not (--max-items).
    expanded_bytes: unpacked out of one given file, whatever becomes of it (--max-expanded, megabytes).
    ratio: unpacked bytes for one packed byte, once `free_bytes` are unpacked (--max-ratio). Pages pack to a tenth or a
    twentieth of their size; only what is made to burst packs to less than a two-hundredth.
    depth: containers within containers, a given one counting as the first (--max-depth).
    columns: of a CSV file (--max-columns).
    damages: places in one web archive that cannot be read (--max-damages). What has more of them is no web archive, and
    each costs a search.
    """

    item_bytes: int = 10 * MEGABYTE
    items: int = 1_000_000
    expanded_bytes: int = 1_000_000 * MEGABYTE
    ratio: int = 200
    free_bytes: int = 100 * MEGABYTE
    depth: int = 4
    columns: int = 1_000
    damages: int = 1_000

    def check_item(self, size: int) -> None:
        """Raise LimitError where a document of `size` bytes, or of which that many are read, is too large."""
        if size > self.item_bytes:
            raise self.item_error(size)

    def item_error(self, size: int | None = None) -> LimitError:
        """Return the error of a document that is too large; without `size`, where reading stopped at the limit."""
        has = f"It has {size / MEGABYTE:.1f} MB" if size is not None else "It is larger than documents may be"
        return LimitError(
            f"{has}; the limit is {self.item_bytes / MEGABYTE:g} MB. Raise it with --max-size, in megabytes."
        )

    def check_items(self, count: int) -> None:
        """Raise LimitError where one file has given more than its number of items."""
        if count > self.items:
            raise LimitError(
                f"It has more than {self.items:,} items, the limit for one file. Raise it with --max-items.",
                ends_file=True,
            )

    def check_expanded(self, expanded: int, packed: int) -> None:
        """Raise LimitError where `packed` bytes of one file have become too many `expanded` ones."""
        if expanded > self.expanded_bytes:
            raise LimitError(
                f"It unpacks to more than {self.expanded_bytes / MEGABYTE:g} MB, the limit for one file. "
                "Raise it with --max-expanded, in megabytes.",
                ends_file=True,
            )
        if expanded > self.free_bytes and expanded > self.ratio * packed:
            raise LimitError(
                f"It unpacks to more than {self.ratio} times its size, as files do that are made to fill a disk. "
                "If it is an honest one, raise the limit with --max-ratio.",
                ends_file=True,
            )

    def check_depth(self, depth: int) -> None:
        """Raise LimitError where a container stands at a `depth` (from 1) that is not opened."""
        if depth > self.depth:
            raise LimitError(
                f"It is a container inside {self.depth} others, the limit. Unpack it, or raise it with --max-depth."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """The limits of those who read one document, each with the option that raises it.

    lines: of a text, or of all pages of a PDF (--max-lines). A long book has 20,000; each may become a block.
    pages: of a PDF (--max-pages). A long book has 1,000.
    stream_bytes: that one stream of a PDF may unpack to (--max-stream, megabytes), and in proportion all else that a
    page of it may cost. A page of text has some 10 kB.
    seconds: for one PDF. It is a part of what the process may take that reads it (--max-seconds): ended by that, it
    could not say on which page.
    """

    lines: int = 200_000
    pages: int = 5_000
    stream_bytes: int = 50 * MEGABYTE
    seconds: float = 27.0

    def check_lines(self, count: int) -> None:
        """Raise LimitError where a document has too many lines."""
        if count > self.lines:
            raise LimitError(
                f"It has more than {self.lines:,} lines, the limit of one document. Raise it with --max-lines, or "
                "split the document."
            )

    def check_pages(self, count: int) -> None:
        """Raise LimitError where a PDF has too many pages."""
        if count > self.pages:
            raise LimitError(
                f"It has {count:,} pages; the limit is {self.pages:,}. Raise it with --max-pages, or split it."
            )

    def stream_error(self, said: str) -> LimitError:
        """Return the error of a PDF that costs too much to unpack or to parse; said: in its reader's words."""
        return LimitError(
            f"It unpacks to more than the limit of {self.stream_bytes / MEGABYTE:g} MB a stream, or costs as much "
            f"({said}). If it is an honest document, raise the limit with --max-stream, in megabytes."
        )
