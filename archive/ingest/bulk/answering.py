"""What a reading process answers to one document."""

from __future__ import annotations

from dataclasses import replace

from archive.ingest import reading
from archive.ingest.extracted import IngestError
from archive.ingest.received import Given, Received
from archive.ingest.store import Prepared, prepared


def answer(received: Received, given: Given) -> Prepared | str:
    """Read a document. The bytes, which the asker has, do not travel back; nor does an error, but what it says."""
    try:
        item = prepared(reading.read(received, given))
    except IngestError as error:
        return str(error)
    extracted = item.extracted
    return Prepared(replace(extracted, raw=b""), item.signature) if extracted.raw == received.raw else item
