"""What a folder, archive or list of documents yields: one document's bytes, and what was said of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from archive.ingest.catalogue import Row
from archive.ingest.limits import ReadingLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A document that waits to be read.

    raw: its bytes, without what HTTP wrapped around them (transfer and content encodings undone).
    name: its file's path, relative to what was given, with slashes; of a member the container's path comes first.
    media_type: as declared, with its charset; '' where nothing declared one.
    url: where it was found on the web; '' for a file. received_at: when it came from there, or into the archive.
    origin: see ExtractedArticle. row: what a catalogue says of it.
    """

    raw: bytes = field(repr=False)
    name: str
    media_type: str = ""
    url: str = ""
    origin: str = ""
    received_at: dt.datetime = field(default_factory=timezone.now)
    row: Row | None = None


def when_received(stated: dt.datetime) -> dt.datetime:
    """Return when a document was saved, as its file states it: in UTC where it names no zone, and never ahead of now.

    An article's text is that of its newest capture: one from the future would keep all later ones out of its place.
    """
    try:
        moment = (stated if stated.tzinfo else stated.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except OverflowError:  # at the ends of the calendar
        return timezone.now()
    return min(moment, timezone.now())


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that is not taken, and why.

    failed: it should have been an article and cannot be read. Otherwise it was passed over as no article: a picture, a
    redirect, a request. name and origin: as in Received. fetchable: its text stands at `url`, for who asks for it.
    what: of what stands among documents and is not read, what it is: '.docx'; '' for other items.
    """

    name: str
    reason: str
    origin: str = ""
    url: str = ""
    failed: bool = True
    fetchable: bool = False
    what: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the one who ingests says of every file that its row does not describe; '' says nothing.

    limits: of reading one document.
    """

    source: str = ""
    language: str = ""
    limits: ReadingLimits = field(default_factory=ReadingLimits)
