"""Documents to articles, many at once: looked up, read beside each other, stored in batches, in the order they came.

What is in the archive already is not read again, so a run that was killed is taken up by running it again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from archive import content_store
from archive.ingest import meeting
from archive.ingest.bulk import report
from archive.ingest.bulk.keeping import Keeper, Kept
from archive.ingest.bulk.processes import MEGABYTE, Bounds, Readers
from archive.ingest.bulk.report import Taken
from archive.ingest.received import Given, Received, Refused
from archive.ingest.store import Prepared, Status
from archive.models import Article

_LOOKED_UP, _BATCH, _AHEAD = 50, 100, 400  # items: in one query, in one transaction, read and not yet stored
_BYTES_LOOKED_UP, _BYTES_BATCH, _BYTES_AHEAD = 8 * MEGABYTE, 32 * MEGABYTE, 64 * MEGABYTE
_GONE = Kept(Status.UNCHANGED, "")  # its article was purged a moment ago


@dataclass(slots=True)
class _Waiting:
    """An item on its way: refused, or a document that is known, or one whose article is promised."""

    item: Received | Refused
    digest: str = ""
    known: int | None = None  # primary key of its article
    promised: Future[Prepared | str] | None = None

    @property
    def size(self) -> int:
        return len(self.item.raw) if isinstance(self.item, Received) else 0


def take(
    items: Iterable[Received | Refused], given: Given, bounds: Bounds, keeper: Keeper
) -> Generator[list[Taken], None, None]:
    """Take documents into the archive and yield what became of them, a batch at a time, in their order.

    When a batch is yielded it is committed. At most some hundred documents and some hundred megabytes are held at any
    time, and one document more of any size.
    """
    waiting: deque[_Waiting] = deque()
    size = 0
    with Readers(given, bounds) as readers:
        for group in _groups(items):
            for one in _begun(group, readers):
                waiting.append(one)
                size += one.size
            while len(waiting) >= _AHEAD or size >= _BYTES_AHEAD:
                batch = _next(waiting)
                size -= sum(one.size for one in batch)
                yield _kept(batch, keeper)
        while waiting:
            yield _kept(_next(waiting), keeper)


def _groups(items: Iterable[Received | Refused]) -> Iterator[list[Received | Refused]]:
    """Lists that are looked up together."""
    group: list[Received | Refused] = []
    size = 0
    for item in items:
        group.append(item)
        size += len(item.raw) if isinstance(item, Received) else 0
        if len(group) >= _LOOKED_UP or size >= _BYTES_LOOKED_UP:
            yield group
            group, size = [], 0
    if group:
        yield group


def _begun(group: Sequence[Received | Refused], readers: Readers) -> Iterator[_Waiting]:
    """Have those read that the archive does not hold."""
    digests = [content_store.digest_of(item.raw) if isinstance(item, Received) else "" for item in group]
    known = meeting.captured(filter(None, digests)) if any(digests) else {}
    for item, digest in zip(group, digests, strict=True):
        if isinstance(item, Refused):
            yield _Waiting(item)
        elif digest in known:
            yield _Waiting(item, digest, known[digest])
        else:
            yield _Waiting(item, digest, promised=readers.read(item))


def _next(waiting: deque[_Waiting]) -> list[_Waiting]:
    """Take what is stored together off the front."""
    batch: list[_Waiting] = []
    size = 0
    while waiting and len(batch) < _BATCH and (not batch or size + waiting[0].size <= _BYTES_BATCH):
        batch.append(waiting.popleft())
        size += batch[-1].size
    return batch


def _kept(batch: Sequence[_Waiting], keeper: Keeper) -> list[Taken]:
    """Wait for the articles of a batch, and store them."""
    answers = [one.promised.result() if one.promised else None for one in batch]
    prepared = [answer for answer in answers if isinstance(answer, Prepared)]
    results = iter(keeper.keep(prepared) if prepared else ())
    keeper.keep_again([one.item.raw for one in batch if one.known and isinstance(one.item, Received)])
    pages = _pages({one.known for one in batch if one.known})
    taken = []
    for one, answer in zip(batch, answers, strict=True):
        result = next(results) if isinstance(answer, Prepared) else answer
        taken.append(_told(one, pages.get(one.known, _GONE) if one.known else result))
    return taken


def _pages(keys: set[int]) -> dict[int, Kept]:
    """What is told of documents that are known, by the primary keys of their articles."""
    articles = Article.objects.only("slug").in_bulk(keys) if keys else {}
    return {pk: Kept(Status.UNCHANGED, article.get_absolute_url()) for pk, article in articles.items()}


def _told(one: _Waiting, result: Kept | Refused | str | None) -> Taken:
    if isinstance(one.item, Refused):
        return report.refused(one.item)
    if isinstance(result, Kept):
        return report.stored(one.item, result.status, one.digest, result.article, result.anchors)
    reason = result.reason if isinstance(result, Refused) else str(result)
    return report.refused(Refused(one.item.name, reason, one.item.origin, one.item.url), one.item, one.digest)
