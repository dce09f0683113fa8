"""The only writer of captures and text: an extracted article becomes a row, its bytes a capture."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction

from archive import content_store, curation
from archive.ingest.extracted import ExtractedArticle
from archive.models import Article, Capture, Source
from archive.models.named import name_key

# Of their distinct words. An edited article keeps most of its own; another one in a file of the same name shares few.
ALIKE = 0.5


class Status(StrEnum):
    ADDED = "added"
    UNCHANGED = "unchanged"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article; anchors: of a changed text, how many passages came to stand in each state."""

    article: Article
    status: Status
    anchors: Counter[str] = field(default_factory=Counter)


def store(extracted: ExtractedArticle) -> Outcome:
    """Keep an article: its bytes first, durably, then in one transaction the rows that name them.

    Bytes that the archive has change nothing, whatever else is now said of them: facts are the curators' once they are
    stored. New bytes for an article that it has are a new capture of it; an article is met again by its address, or by
    its file's name together with its source and title. Where the text differs, passages are anchored anew.
    A process killed at any instant leaves the article whole or not at all, and perhaps bytes that no row names.
    """
    digest = content_store.write(extracted.raw)  # also restores bytes that were lost
    with transaction.atomic():
        capture = Capture.objects.select_related("article").filter(sha256=digest).first()
        if capture is not None:
            return Outcome(capture.article, Status.UNCHANGED)
        article = _met(extracted)
        if article is None:
            return Outcome(_added(extracted, digest), Status.ADDED)
        return Outcome(article, Status.CHANGED, _changed(article, extracted, digest))


def _met(extracted: ExtractedArticle) -> Article | None:
    """Return the article that these bytes are another capture of: by address, else by file.

    A file of the same name is another capture where the article still has the title and source that the file states,
    or, since a curator may have mended those, where the texts are alike.
    """
    by_address = Article.objects.filter(url=extracted.url).order_by("pk").first() if extracted.url else None
    if by_address is not None or not extracted.name:
        return by_address
    named = Article.objects.filter(captures__name=extracted.name).order_by("pk").distinct()
    if extracted.url:
        named = named.filter(url="")  # one with an address of its own is another article
    stated = named.filter(title=extracted.title, source__name_key=name_key(extracted.source)).first()
    if stated is not None:
        return stated
    alike = [(likeness, one) for one in named if (likeness := _likeness(one.text, extracted.content.text)) >= ALIKE]
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def _likeness(one: str, other: str) -> float:
    """The share of their distinct words that two texts have in common, 0 to 1 (Jaccard's index)."""
    words, others = set(one.split()), set(other.split())
    return len(words & others) / len(words | others) if words | others else 0.0


def _added(extracted: ExtractedArticle, digest: str) -> Article:
    article = Article(
        source=_source(extracted.source),
        source_basis=extracted.source_basis,
        title=extracted.title,
        supplied_title=extracted.supplied_title,
        byline=extracted.byline,
        url=extracted.url,
        language=extracted.language,
        section=extracted.section,
        abstract=extracted.abstract,
        digest_of=extracted.digest_of,
        published=extracted.published,
        published_basis=extracted.published_basis,
        basis=dict(extracted.basis),
        keywords=list(extracted.keywords),
        received_at=extracted.received_at,
    )
    article.content = extracted.content
    article.save()
    article.capture = _captured(article, extracted, digest)
    article.save(update_fields=["capture"])
    return article


def _changed(article: Article, extracted: ExtractedArticle, digest: str) -> Counter[str]:
    """Give a known article its new capture, and its new text where that differs."""
    capture = _captured(article, extracted, digest)
    if extracted.content.text == article.text:
        article.capture = capture
        article.save(update_fields=["capture"])
        return Counter()
    return curation.reanchor(article, extracted.content.with_furniture_of(article.content), capture)


def _captured(article: Article, extracted: ExtractedArticle, digest: str) -> Capture:
    return Capture.objects.create(
        article=article,
        sha256=digest,
        size=len(extracted.raw),
        media_type=extracted.media_type,
        name=extracted.name,
        origin=extracted.origin,
        url=extracted.url,
        received_at=extracted.received_at,
    )


def _source(name: str) -> Source:
    """Return the source of this name in any case, made where there is none."""
    source, _ = Source.objects.get_or_create(name_key=name_key(name), defaults={"name": name})
    return source
