"""The body of an HTTP response as its author sent it: transfer and content encodings undone, never past a limit."""

from __future__ import annotations

import re
import zlib

import brotli

from archive.ingest.budget import Budget
from archive.ingest.extracted import IngestError

_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_LINE_END = re.compile(rb"(?:\r?\n)?")
_GZIP_MAGIC = b"\x1f\x8b"
_PIECE = 64 * 1024  # bytes in or out at a time, so that a bomb is met early
_MEMBERS = 1000  # of one gzip body; servers send one
_CODINGS = 4  # one within the other; servers use one


def body_of(raw: bytes, transfer: str, content: str, budget: Budget) -> bytes:
    """Return a body without its encodings.

    transfer, content: the header fields Transfer-Encoding and Content-Encoding, or ''. An encoding that is stated but
    plainly was not applied (writers of archives often undo it and leave the field) is passed over. Raises IngestError
    where an encoding is broken or unknown, LimitError where the body becomes too large.
    """
    for coding in reversed(_codings(transfer)):
        raw = _unchunked(raw) if coding == "chunked" else _decoded(raw, coding, budget)
    for coding in reversed(_codings(content)):
        raw = _decoded(raw, coding, budget)
    budget.limits.check_item(len(raw))
    return raw


def _codings(field: str) -> list[str]:
    stated = (coding.strip().lower() for coding in field.split(","))
    codings = [coding for coding in stated if coding not in ("", "identity", "none", "utf-8")]
    if len(codings) > _CODINGS:
        raise IngestError(f"It was encoded {len(codings)} times over, as no server does. Capture the page again.")
    return codings


def _unchunked(raw: bytes) -> bytes:
    """Undo the chunked transfer coding of RFC 9112, section 7.1. A body that ends without its last chunk passes."""
    match = _CHUNK.match(raw)
    if not match:
        return raw  # undone already, as many writers do
    parts: list[bytes] = []
    at = 0
    while match and (size := int(match[1], 16)):
        at = match.end() + size
        parts.append(raw[match.end() : at])
        at += len(_LINE_END.match(raw, at)[0])  # type: ignore[index]  # it matches the empty string too
        match = _CHUNK.match(raw, at)
    if match or at == len(raw):
        return b"".join(parts)
    raise IngestError(
        f"Its chunked transfer coding is broken at byte {min(at, len(raw))} of the body, so the page is not whole. "
        "Capture it again."
    )


def _decoded(raw: bytes, coding: str, budget: Budget) -> bytes:
    if not raw:
        return raw
    if coding in ("gzip", "x-gzip"):
        return _through_zlib(raw, 16 + zlib.MAX_WBITS, budget) if raw.startswith(_GZIP_MAGIC) else raw
    if coding == "deflate":
        return _inflated(raw, budget)
    if coding == "br":
        return _unbrotlied(raw, budget)
    if _is_plain(raw):
        return raw
    raise IngestError(f"Its content encoding {coding[:40]!r} cannot be undone here. Write the archive anew without it.")


def _is_plain(raw: bytes) -> bool:
    """Tell whether bytes were left as they are: a page begins with a tag, which no compressed stream does."""
    return raw[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and b"\x00" not in raw[:256]


class _WrongFormatError(IngestError):
    """Bytes that are not in the compressed format they are said to be in."""


def _inflated(raw: bytes, budget: Budget) -> bytes:
    """Undo 'deflate', which is zlib's format by the standard and raw deflate by the habit of some servers."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return _through_zlib(raw, bits, budget)
        except _WrongFormatError as error:
            wrong = error
    if _is_plain(raw):
        return raw
    raise wrong


def _through_zlib(raw: bytes, bits: int, budget: Budget) -> bytes:
    out = bytearray()
    engine = zlib.decompressobj(wbits=bits)
    at = members = 0
    pending = b""
    while pending or at < len(raw):
        if not pending:
            pending = raw[at : at + _PIECE]
            at += len(pending)
        try:
            _add(out, engine.decompress(pending, _PIECE), budget)
        except zlib.error as error:
            raise _WrongFormatError(f"Its compressed content is broken ({error}). Capture the page again.") from error
        pending = engine.unconsumed_tail
        if engine.eof:
            pending = engine.unused_data
            members += 1
            if not pending.startswith(_GZIP_MAGIC):
                return bytes(out)
            if members == _MEMBERS:
                raise IngestError(
                    f"Its content is packed in more than {_MEMBERS:,} pieces, as no server does. Capture it again."
                )
            engine = zlib.decompressobj(wbits=bits)
    while part := engine.decompress(b"", _PIECE):  # what the engine still holds of its last input
        _add(out, part, budget)
    if not engine.eof:
        raise _WrongFormatError("Its compressed content breaks off before its end. Capture the page again.")
    return bytes(out)


def _unbrotlied(raw: bytes, budget: Budget) -> bytes:
    if _is_plain(raw):
        return raw
    out = bytearray()
    engine = brotli.Decompressor()
    try:
        _add(out, engine.process(raw, output_buffer_limit=_PIECE), budget)
        while not engine.is_finished():
            part = engine.process(b"", output_buffer_limit=_PIECE)
            if not part:
                raise IngestError("Its brotli content breaks off before its end. Capture the page again.")
            _add(out, part, budget)
    except brotli.error as error:
        raise IngestError("Its content is not the brotli that it is said to be. Capture the page again.") from error
    return bytes(out)


def _add(out: bytearray, part: bytes, budget: Budget) -> None:
    budget.spend(len(part))
    out += part
    if len(out) > budget.limits.item_bytes:
        raise budget.limits.item_error()
