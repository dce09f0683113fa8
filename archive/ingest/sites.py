"""The addresses that documents come from or state: whether they can be kept, and of which site they are."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from archive.ingest.extracted import LONGEST, validate_address


def can_be_kept(url: str) -> bool:
    """Whether an article can have this address, which pages then link to."""
    try:
        validate_address(url)
    except ValidationError:
        return False
    return len(url) <= LONGEST["url"]


def host_of(url: str) -> str:
    """Return the host of an address in lower case, without `www.`; '' where it has none."""
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:  # as for 'http://['
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, or one of a host below the other's; `www.` aside.

    Those below a host that gives names to strangers, as co.uk and github.io, are not of its site.
    """
    shorter, longer = sorted((host_of(one), host_of(other)), key=len)
    if shorter == longer:
        return bool(shorter)
    return "." in shorter and longer.endswith(f".{shorter}") and not _gives_names(shorter)


@lru_cache(maxsize=4096)
def _gives_names(host: str) -> bool:
    """Whether a host is a public suffix, by Mozilla's list with what companies add to it, as it comes with `tld`."""
    from tld import Result, get_tld  # with its list, which few pages are measured by

    found = get_tld(f"https://site.{host}", search_private=True, fail_silently=True, as_object=True)
    return isinstance(found, Result) and len(found.tld) >= len(host)
