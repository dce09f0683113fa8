"""Articles that were received more than once, stored as ingest stores them: real bytes, real captures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from archive.ingest.plain import extract
from archive.ingest.store import store
from archive.models import Article, Capture

FIRST_DAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def received(*texts: str, title: str = "Storm") -> Article:
    """The article whose captures are these texts, one received each day from the first one."""
    for day, text in enumerate(texts):
        extracted = replace(
            extract(text.encode(), "storm.txt"),
            title=title,
            source="The Post",
            language="en",
            url="https://example.org/storm",
            received_at=FIRST_DAY + dt.timedelta(days=day),
        )
        article = store(extracted).article
    article.refresh_from_db()
    return article


def captures(article: Article) -> list[Capture]:
    """The article's captures, the oldest first."""
    return list(article.captures.order_by("received_at", "pk"))


def changes_address(old: Capture, new: Capture) -> str:
    return f"/articles/{old.article.slug}/changes/{old.sha256[:12]}-{new.sha256[:12]}/"
