"""Pairs the responses of a web archive with the requests that they answer, which stand right before or after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.ingest.warc.records import Damage, Record


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    id: str
    concurrent: str
    url: str

    def answered_by(self, record: Record) -> bool:
        """Tell whether a response is this request's, by what the two state of each other, or by their address."""
        links = {self.id, self.concurrent} - {""}
        if self.concurrent or record.stated("WARC-Concurrent-To"):
            return bool(links & {record.stated("WARC-Record-ID"), record.stated("WARC-Concurrent-To")})
        return self.url == record.stated("WARC-Target-URI")


def with_methods(found: Iterable[Record | Damage]) -> Iterator[tuple[Record | Damage, str]]:
    """Return the records without the requests, each with the method of its request; '' where that is not known."""
    before: _Request | None = None
    waiting: Record | None = None
    for each in found:
        kind = each.stated("WARC-Type").lower() if isinstance(each, Record) else ""
        request = _request(each) if isinstance(each, Record) and kind == "request" else None
        if waiting:
            answers = request is not None and request.answered_by(waiting)
            yield waiting, request.method if request and answers else ""
            waiting = None
            if answers:
                continue
        if request:
            before = request
        elif isinstance(each, Record) and kind == "response":
            if before and before.answered_by(each):
                yield each, before.method
            else:
                waiting = each
            before = None
        else:
            yield each, ""
    if waiting:
        yield waiting, ""


def _request(record: Record) -> _Request:
    method = record.block[:32].split(b" ", 1)[0].decode("ascii", "replace").upper()
    return _Request(
        method,
        record.stated("WARC-Record-ID"),
        record.stated("WARC-Concurrent-To"),
        record.stated("WARC-Target-URI"),
    )
