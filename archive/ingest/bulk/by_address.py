"""Pages that are fetched in the course of a run: addresses that were given, and those of lists that carry no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive import addresses
from archive.ingest.bulk.processes import Bounds
from archive.ingest.bulk.report import FAILED, PASSED_OVER, Taken
from archive.ingest.fetching.take import take
from archive.ingest.received import Given, Refused
from archive.ingest.store import Status
from archive.models import Article


@dataclass(frozen=True, slots=True)
class Fetching:
    """What is said of the pages, and what reading one of them may take."""

    given: Given
    bounds: Bounds

    def asked(self, urls: Iterable[str]) -> Iterator[list[Taken]]:
        """Fetch and take the pages at `urls`, one after another; whatever is known of them, they are fetched now."""
        for url in urls:
            yield [self._fetched(Taken(name=url, url=url, status=PASSED_OVER))]

    def with_fetched(self, batches: Iterable[list[Taken]]) -> Iterator[list[Taken]]:
        """Batches in which the items that have an address alone are fetched, unless the archive has their article."""
        for batch in batches:
            offered = [item for item in batch if item.fetchable]
            if not offered:
                yield batch
                continue
            known = pages_known(offered)
            for item in batch:  # one at a time, since a page may take a minute and a kill should cost no other
                if not item.fetchable:
                    yield [item]
                elif page := known.get(addresses.key(item.url)):
                    yield [replace(item, status=Status.UNCHANGED.value, reason="", article=page)]
                else:
                    yield [self._fetched(item)]

    def _fetched(self, item: Taken) -> Taken:
        outcome = take(item.url, self.given, bounds=self.bounds)
        if isinstance(outcome, Refused):
            return replace(item, status=FAILED, reason=outcome.reason)
        anchors = tuple(sorted(outcome.anchors.items()))
        page = outcome.article.get_absolute_url()
        return replace(item, status=outcome.status.value, reason="", article=page, anchors=anchors)


def pages_known(items: Iterable[Taken]) -> dict[str, str]:
    """The pages of the articles that the archive has, by the keys of their addresses; of several the first."""
    keys = {addresses.key(item.url) for item in items}
    articles = Article.objects.only("slug", "address_key").filter(address_key__in=keys).order_by("-pk")
    return {article.address_key: article.get_absolute_url() for article in articles}
