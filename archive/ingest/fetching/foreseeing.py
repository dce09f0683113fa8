"""What fetching would do, as far as that can be said without asking anybody: no name is looked up, no site reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive import addresses
from archive.ingest.bulk.by_address import pages_known
from archive.ingest.bulk.report import FAILED, PASSED_OVER, Taken
from archive.ingest.fetching.guard import may_use
from archive.ingest.fetching.problems import FetchError
from archive.ingest.fetching.resolving import addresses_of, forbidden
from archive.ingest.fetching.target import parse
from archive.ingest.fetching.terms import terms_of_settings
from archive.ingest.store import Status

TO_FETCH = "to be fetched"  # a status beside those of bulk.report

_NEW = "It would be fetched, if its site's robots.txt allows that. A dry run asks for neither."
_AGAIN = "It is in the archive; it would be fetched again, if its site's robots.txt allows. A dry run asks for neither."


def asked(urls: Iterable[str]) -> Iterator[list[Taken]]:
    """Tell of each of the addresses whether it would be fetched, and which article the archive has of it."""
    for url in urls:
        item = Taken(name=url, url=url, status=PASSED_OVER)
        page = pages_known([item]).get(addresses.key(url), "")
        yield [_foreseen(item, page)]


def with_foreseen(batches: Iterable[list[Taken]]) -> Iterator[list[Taken]]:
    """Batches with what would become of the items that have an address alone: those that are known are not fetched."""
    for batch in batches:
        offered = [item for item in batch if item.fetchable]
        known = pages_known(offered) if offered else {}
        yield [_of_list(item, known) if item.fetchable else item for item in batch]


def _of_list(item: Taken, known: dict[str, str]) -> Taken:
    page = known.get(addresses.key(item.url))
    return replace(item, status=Status.UNCHANGED.value, reason="", article=page) if page else _foreseen(item, "")


def _foreseen(item: Taken, page: str) -> Taken:
    try:
        _check(item.url)
    except FetchError as error:
        return replace(item, status=FAILED, reason=str(error))
    return replace(item, status=TO_FETCH, reason=_AGAIN if page else _NEW, article=page)


def _check(url: str) -> None:
    """Raise FetchError where an address cannot be fetched whatever its name resolves to."""
    target, allowed = parse(url), terms_of_settings().allowed
    if target.literal:
        addresses_of(target, lambda _: (), allowed, 0)  # which asks nobody: it is its own answer
    elif not may_use(target.port, allowed):
        raise forbidden(target, f"port {target.port} is not fetched from")
