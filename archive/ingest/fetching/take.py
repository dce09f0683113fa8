"""A page by its address into the archive: fetched, kept as it came, read, stored."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from django.db import DatabaseError

from archive import content_store
from archive.ingest.bulk.processes import Bounds, Readers
from archive.ingest.catalogue import Row
from archive.ingest.extracted import kept_name
from archive.ingest.fetching.fetch import Fetched, fetch
from archive.ingest.fetching.problems import FetchError
from archive.ingest.fetching.terms import Terms, World
from archive.ingest.received import Given, Received, Refused
from archive.ingest.store import Outcome, store_many
from archive.models import Fetch
from archive.text.normalize import fold_line

_LIMIT = "--max-"  # in a reason: an option, which the curators' pages have not
_OPTION = " That is an option of manage.py ingest, which takes addresses as well."


def take(
    url: str,
    given: Given | None = None,
    terms: Terms | None = None,
    world: World | None = None,
    row: Row | None = None,
    bounds: Bounds | None = None,
) -> Outcome | Refused:
    """Fetch the page at `url` and store it; whatever comes of it, the fetch is kept with all that passed.

    The WARC file is durable before the row that names it, and the row stands before the page is read: a process killed
    at any instant leaves a fetch without an article, never an article without its fetch. An address that cannot be one
    leaves no row. The page is read in a process of its own, which it may bring down.
    given, row: what is said of it from outside, as of a file (see archive.ingest.received); the row's word holds.
    bounds: of reading it.
    """
    try:
        return _taken(fetch(url, terms, world), given or Given(), row, bounds or Bounds())
    except FetchError as error:
        return Refused(fold_line(url), fold_line(str(error)))
    except (OSError, DatabaseError) as error:
        return Refused(fold_line(url), f"It could not be kept: {fold_line(str(error))}. Fetch it again.")


def _taken(fetched: Fetched, given: Given, stated: Row | None, bounds: Bounds) -> Outcome | Refused:
    row = _kept(fetched)
    if row.problem:
        outcome: Outcome | Refused = Refused(fetched.asked, row.problem)
    else:
        outcome = _stored(_received(fetched, row, stated), given, bounds)
    if isinstance(outcome, Refused):
        row.problem = outcome.reason
    else:
        row.article = outcome.article
    row.save(update_fields=["problem", "article"])
    return outcome


def _kept(fetched: Fetched) -> Fetch:
    with content_store.kept():
        return Fetch.objects.create(
            url=fetched.asked,
            final_url=fetched.url,
            fetched_at=fetched.at,
            status=fetched.status,
            problem=fold_line(fetched.problem),
            warc_sha256=content_store.write(fetched.warc) if fetched.warc else "",
            warc_size=len(fetched.warc),
        )


def _stored(received: Received, given: Given, bounds: Bounds) -> Outcome | Refused:
    with Readers(given, replace(bounds, processes=1)) as readers:
        prepared = readers.read(received).result()
    if isinstance(prepared, str):
        advice = _OPTION if _LIMIT in prepared else ""
        return Refused(received.url, f"It was fetched and cannot be taken. {prepared}{advice}", url=received.url)
    return store_many([prepared])[0]


def _received(fetched: Fetched, row: Fetch, stated: Row | None) -> Received:
    return Received(
        raw=fetched.body,
        name=kept_name(urlsplit(fetched.url).path.rpartition("/")[2]),
        media_type=fetched.media_type,
        url=fetched.url,
        origin=f"fetched, WARC {row.warc_sha256[:12]}…, record {fetched.record}",
        received_at=fetched.at,
        row=stated,
    )
