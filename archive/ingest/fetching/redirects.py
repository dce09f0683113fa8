"""Where a response leads on to."""

from __future__ import annotations

from archive.ingest.fetching.exchange import Exchange
from archive.ingest.fetching.problems import FetchError, phrase_of
from archive.ingest.fetching.target import Target, joined

REDIRECTS = 5  # that are followed
_LEADING = frozenset({301, 302, 303, 307, 308})


def led_to(exchange: Exchange) -> Target | None:
    """Return what a redirect leads to, None where the response is none.

    Raises FetchError where it leads nowhere, or to what is not of the web.
    """
    if exchange.status not in _LEADING:
        return None
    location = exchange.headers.get("location", "")
    if not location.strip():
        raise FetchError(
            f"{exchange.target.host} answers {phrase_of(exchange.status)} and does not say where. "
            "Open the address in a browser and copy the one that it shows."
        )
    try:
        return joined(exchange.target, location)
    except FetchError as error:
        raise FetchError(f"{exchange.target.host} leads on to what is not fetched. {error}") from error
