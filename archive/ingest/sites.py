"""The addresses that documents come from or state: whether they can be kept, and of which site they are."""

from __future__ import annotations

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
    """Whether two addresses are of one host, or one of a host below the other's; `www.` aside."""
    shorter, longer = sorted((host_of(one), host_of(other)), key=len)
    return bool(shorter) and (shorter == longer or ("." in shorter and longer.endswith(f".{shorter}")))
