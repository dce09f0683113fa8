"""The pages that a WACZ lists: which records of its archives are documents that somebody meant to keep."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from archive import addresses
from archive.ingest.extracted import IngestError
from archive.ingest.limits import LimitError, Limits


class PageList:
    """Addresses of pages, folded, and what they lead to."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._listed = {_key(url): url for url in urls}
        self._unmet = set(self._listed)
        self._passed: set[int] = set()  # hashes of what was met before a redirect named it
        self.late: set[str] = set()

    def has(self, url: str) -> bool:
        """Tell whether a page is listed, and note that it was met."""
        key = _key(url)
        if key in self._listed:
            self._unmet.discard(key)
            return True
        self._passed.add(hash(key))
        return False

    def follow(self, url: str, target: str) -> None:
        """Note that a listed page leads to `target`, which is listed by that."""
        if _key(url) not in self._listed:
            return
        key = _key(target)
        self._unmet.discard(_key(url))
        if key not in self._listed:
            self._listed[key] = target
            self._unmet.add(key)
            if hash(key) in self._passed:
                self.late.add(target)

    def unmet(self) -> list[str]:
        """Return the addresses that were listed and of which nothing was met."""
        return [self._listed[key] for key in self._listed if key in self._unmet]


def _key(url: str) -> str:
    return addresses.fold(url)


def read_pages(stream: BinaryIO, limits: Limits) -> list[str]:
    """Return the addresses in a pages.jsonl (WACZ 1.1.1, section 5.2.2).

    Raises IngestError where a line is no page, LimitError where one is too long, as crawlers may write a page's whole
    text into it, or there are too many.
    """
    urls: list[str] = []
    number = 0
    while line := stream.readline(limits.item_bytes + 1):
        number += 1
        if len(line) > limits.item_bytes:
            raise LimitError(f"Line {number} of its list of pages is too long. {limits.item_error()}")
        if not line.strip():
            continue
        url = _url(line, number)
        if url:
            urls.append(url)
        if len(urls) > limits.items:
            raise LimitError(
                f"Its list of pages has more than {limits.items:,} pages, the limit. Raise it with --max-items."
            )
    return urls


def _url(line: bytes, number: int) -> str:
    """Return the address in a line; '' for the header."""
    try:
        page = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise IngestError(f"Line {number} of its list of pages is no JSON.") from error
    if not isinstance(page, dict) or not isinstance(page.get("url", ""), str):
        raise IngestError(f"Line {number} of its list of pages describes no page.")
    return str(page.get("url", ""))
