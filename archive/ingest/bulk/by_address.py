"""Pages that are fetched in the course of a run: addresses that were given, and those of lists that carry no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive import addresses
from archive.ingest.bulk.report import FAILED, PASSED_OVER, Taken
from archive.ingest.fetching.take import take
from archive.ingest.received import Given, Refused
from archive.ingest.store import Status
from archive.models import Article

_FORESEEN = "It would be fetched."


def asked(urls: Iterable[str], given: Given, *, dry: bool) -> Iterator[list[Taken]]:
    """Fetch and take the pages at `urls`, one after another; whatever is known of them, they are fetched now."""
    for url in urls:
        yield [_fetched(Taken(name=url, url=url, status=PASSED_OVER), given, dry=dry)]


def with_fetched(batches: Iterable[list[Taken]], given: Given, *, dry: bool) -> Iterator[list[Taken]]:
    """Batches in which the items that have an address alone are fetched, unless the archive has an article of it."""
    for batch in batches:
        offered = [item for item in batch if item.fetchable]
        if not offered:
            yield batch
            continue
        known = _known(offered)
        for item in batch:  # one at a time, since a page may take a minute and a kill should cost no other
            if not item.fetchable:
                yield [item]
            elif page := known.get(addresses.key(item.url)):
                yield [replace(item, status=Status.UNCHANGED.value, reason="", article=page)]
            else:
                yield [_fetched(item, given, dry=dry)]


def _known(items: Iterable[Taken]) -> dict[str, str]:
    """The pages of the articles that the archive has, by the keys of their addresses."""
    keys = {addresses.key(item.url) for item in items}
    articles = Article.objects.only("slug", "address_key").filter(address_key__in=keys)
    return {article.address_key: article.get_absolute_url() for article in articles}


def _fetched(item: Taken, given: Given, *, dry: bool) -> Taken:
    if dry:
        return replace(item, reason=_FORESEEN)
    outcome = take(item.url, given)
    if isinstance(outcome, Refused):
        return replace(item, status=FAILED, reason=outcome.reason)
    anchors = tuple(sorted(outcome.anchors.items()))
    page = outcome.article.get_absolute_url()
    return replace(item, status=outcome.status.value, reason="", article=page, anchors=anchors)
