"""The originals of revisits among the captures that the archive holds."""

from __future__ import annotations

import datetime as dt
import hashlib
from base64 import b32decode, b32encode
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from archive import addresses, content_store
from archive.content_store import DamagedContentError
from archive.ingest.received import when_received
from archive.ingest.warc.revisits import Revisit, bare
from archive.models import Capture

_COMPARED = 20  # captures of one address whose bytes are hashed, the newest ones
_Known = tuple[str, dt.datetime]  # SHA-256 and date of a capture


class Archived:
    """Knows an original by its SHA-256, by its address and date, or by its address and the SHA-1 of its bytes."""

    def digests(self, revisits: Sequence[Revisit]) -> list[str]:
        """See Originals. In two queries, whatever their number."""
        stated = [_sha256(each.digest) for each in revisits]
        held = set(_held(digest for digest in stated if digest))
        keys = [addresses.key(each.original) for each in revisits]
        captures = _captures({key for key, digest in zip(keys, stated, strict=True) if digest not in held} - {""})
        return [
            digest if digest in held else _by_address(each, captures[key])
            for each, digest, key in zip(revisits, stated, keys, strict=True)
        ]

    def read(self, digest: str) -> bytes | None:
        """See Originals."""
        try:
            return content_store.read(digest)
        except DamagedContentError:
            return None


def _held(digests: Iterable[str]) -> Iterable[str]:
    return Capture.objects.filter(sha256__in=list(digests)).order_by().values_list("sha256", flat=True)


def _captures(keys: set[str]) -> dict[str, list[_Known]]:
    """The captures of the articles at some addresses, the newest first, by the addresses' keys."""
    found: dict[str, list[_Known]] = defaultdict(list)
    rows = Capture.objects.filter(article__address_key__in=keys).newest_first()
    for key, digest, at in rows.values_list("article__address_key", "sha256", "received_at").iterator():
        found[key].append((digest, at))
    return found


def _by_address(revisit: Revisit, captures: Sequence[_Known]) -> str:
    """The capture of that second, else one of the same bytes."""
    at = _second(revisit.original_at)
    named = next((digest for digest, received in captures if at and received.replace(microsecond=0) == at), "")
    return named or next((digest for digest, _ in captures[:_COMPARED] if _has_sha1(digest, revisit.digest)), "")


def _second(stated: str) -> dt.datetime | None:
    """A date as it was stated, to the second, as revisits state it even where the originals' are finer."""
    try:
        return when_received(dt.datetime.fromisoformat(stated)).replace(microsecond=0)
    except ValueError:
        return None


def _has_sha1(digest: str, stated: str) -> bool:
    """Whether a capture's bytes have a payload's digest; those of a payload that was sent packed have another one."""
    if not stated.lower().startswith("sha1:"):
        return False
    try:
        return bare(stated) in _sha1_of(digest)
    except DamagedContentError:
        return False


@lru_cache(maxsize=1_000)  # many revisits ask for the few captures of one page
def _sha1_of(digest: str) -> tuple[str, str]:
    """The SHA-1 of a capture's bytes, in base 32 and in hexadecimal digits. Raises DamagedContentError."""
    sha1 = hashlib.sha1(content_store.read(digest), usedforsecurity=False).digest()
    return b32encode(sha1).decode(), sha1.hex().upper()


def _sha256(stated: str) -> str:
    """A stated SHA-256 in hexadecimal digits; '' for another digest."""
    if stated.lower().partition(":")[0] not in ("sha256", "sha-256"):
        return ""
    digest = bare(stated)
    try:
        raw = bytes.fromhex(digest) if len(digest) == 64 else b32decode(digest + "=" * (-len(digest) % 8))
    except ValueError:
        return ""
    return raw.hex() if len(raw) == 32 else ""
