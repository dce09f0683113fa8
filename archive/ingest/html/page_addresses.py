"""The canonical address of an article's page, where the page states one that can be believed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from django.core.exceptions import ValidationError

from archive.ingest.extracted import LONGEST, validate_address
from archive.ingest.html.signs import Signs, Stated, addresses_of
from archive.ingest.html.wording import plain

_MOST_LINKS = 500


def address_of(signs: Signs) -> Stated | None:
    """Return the first stated address that is one of an article and not of a site's front page."""
    base = _base(signs)
    for one in _stated(signs):
        address = _joined(base, one.value)
        if address and _is_believed(address, signs.url):
            return Stated(address, one.basis)
    return None


def _stated(signs: Signs) -> Iterator[Stated]:
    for link in islice(signs.tree.iter("link"), _MOST_LINKS):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield Stated(plain(link.get("href") or ""), "stated: canonical link")
    yield from signs.stated("og:url", "twitter:url", "parsely-link", "citation_public_url")
    for address in addresses_of(signs.article):
        yield Stated(address, "stated: JSON-LD address")


def _base(signs: Signs) -> str:
    base = next((plain(one.get("href") or "") for one in islice(signs.tree.iter("base"), 1)), "")
    return _joined(signs.url, base) or signs.url


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address).partition("#")[0] if "#!" not in address else urljoin(base, address)
    except ValueError:
        return ""


def _is_believed(address: str, found_at: str) -> bool:
    """A page of a site, not its front page, unless the page was found there itself."""
    if len(address) > LONGEST["url"]:
        return False
    try:
        validate_address(address)
        parts, own = urlsplit(address), urlsplit(found_at)
    except (ValidationError, ValueError):
        return False
    is_front = parts.path in ("", "/") and not parts.query and not parts.fragment
    found_on_front = bool(own.hostname) and own.path in ("", "/") and own.hostname == parts.hostname
    return not is_front or (found_on_front and not own.query)
