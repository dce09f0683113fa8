"""What is done with a batch of articles: stored, or only weighed, for those who want to know before anything is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from archive import addresses, content_store
from archive.ingest.meeting import Meetings
from archive.ingest.received import Refused
from archive.ingest.store import Outcome, Prepared, Status, store_many
from archive.models import Article, Capture


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one article. article: the path of its page, or '' where it has none yet."""

    status: Status
    article: str
    anchors: tuple[tuple[str, int], ...] = ()


class Keeper(Protocol):
    def keep(self, items: Sequence[Prepared]) -> list[Kept | Refused]:
        """Take articles in, in their order."""

    def keep_again(self, contents: Sequence[bytes]) -> None:
        """See to it that bytes which the archive knows are still there."""


class Storing:
    """Writes: everything is in the archive when a batch is done."""

    def keep(self, items: Sequence[Prepared]) -> list[Kept | Refused]:
        return [one if isinstance(one, Refused) else _kept(one) for one in store_many(items)]

    def keep_again(self, contents: Sequence[bytes]) -> None:
        content_store.write_many(contents)


def _kept(outcome: Outcome) -> Kept:
    return Kept(outcome.status, outcome.article.get_absolute_url(), tuple(outcome.anchors.items()))


class Foreseeing:
    """Reads only: says what storing would do, and remembers what would have been stored.

    Of what would have been, bytes and addresses are known again, some hundred bytes each; files that hold another
    version of a file in the same run are not.
    """

    def __init__(self) -> None:
        self._digests: set[str] = set()
        self._addresses: set[str] = set()

    def keep(self, items: Sequence[Prepared]) -> list[Kept | Refused]:
        digests = [content_store.digest_of(item.extracted.raw) for item in items]
        meetings = Meetings([(digest, item.extracted) for digest, item in zip(digests, items, strict=True)])
        return [self._foreseen(meetings, digest, item) for digest, item in zip(digests, items, strict=True)]

    def keep_again(self, contents: Sequence[bytes]) -> None:
        """Nothing is written."""

    def _foreseen(self, meetings: Meetings, digest: str, item: Prepared) -> Kept:
        key = addresses.key(item.extracted.url)
        known, again = meetings.captured(digest), digest in self._digests
        met = None if known or again else meetings.met(item.extracted)
        met_here = key in self._addresses
        self._digests.add(digest)
        self._addresses |= {key} - {""}
        if known or again:
            return Kept(Status.UNCHANGED, page_of(known))
        if met is not None:
            return Kept(Status.EARLIER if _is_earlier(met, item) else Status.CHANGED, page_of(met))
        return Kept(Status.CHANGED if met_here else Status.ADDED, "")


def _is_earlier(met: int, item: Prepared) -> bool:
    current = Capture.objects.filter(pk__in=Article.objects.filter(pk=met).values("capture"))
    return any(item.extracted.received_at < at for at in current.values_list("received_at", flat=True))


def page_of(key: int | None) -> str:
    """The path of an article's page; '' where there is none."""
    article = Article.objects.only("slug").filter(pk=key).first() if key else None
    return article.get_absolute_url() if article else ""
