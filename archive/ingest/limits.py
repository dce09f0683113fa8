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
    """

    item_bytes: int = 10 * MEGABYTE
    items: int = 1_000_000
    expanded_bytes: int = 1_000_000 * MEGABYTE
    ratio: int = 200
    free_bytes: int = 100 * MEGABYTE
    depth: int = 4

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
