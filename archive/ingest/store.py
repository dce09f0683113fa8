"""The only writer of captures and text: an extracted article becomes a row, its bytes a capture."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import IntegrityError, OperationalError, transaction

from archive import content_store, curation
from archive.ingest import added, likeness
from archive.ingest.extracted import ExtractedArticle
from archive.ingest.meeting import Meetings
from archive.ingest.received import Refused
from archive.models import Article, Capture, Source
from archive.models.columns import LONG
from archive.models.named import name_key
from archive.models.slugs import FreeSlugs
from archive.text.blocks import CanonicalText
from archive.text.normalize import fold_line


class Status(StrEnum):
    ADDED = "added"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    EARLIER = "earlier"  # bytes older than those that the article's text is from: kept beside them


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article; anchors: of a changed text, how many passages came to stand in each state."""

    article: Article
    status: Status
    anchors: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article and what was computed of it where there was time. signature: see archive.ingest.likeness."""

    extracted: ExtractedArticle
    signature: bytes


def prepared(extracted: ExtractedArticle) -> Prepared:
    return Prepared(extracted, likeness.signature(_body(extracted.content)))


def store(extracted: ExtractedArticle) -> Outcome:
    """Keep an article: its bytes first, durably, then in one transaction the rows that name them.

    Bytes that the archive has change nothing, whatever else is now said of them: facts are the curators' once they are
    stored. New bytes for an article that it has are a new capture of it; an article is met again by its address, or by
    its file's name together with its source and title. Where the text differs, passages are anchored anew, unless the
    bytes were received before those that the text is from: an earlier capture keeps its own text beside it.
    A process killed at any instant leaves the article whole or not at all, and perhaps bytes that no row names.
    """
    item = prepared(extracted)
    with content_store.kept():
        digest = content_store.write(extracted.raw)  # also restores bytes that were lost
        try:
            return _stored_alone(item, digest)
        except IntegrityError:  # another process stored the same a moment ago: now it is seen
            return _stored_alone(item, digest)


@transaction.atomic
def _stored_alone(item: Prepared, digest: str) -> Outcome:
    outcome = _Batch([(digest, item.extracted)]).store(digest, item.extracted)
    likeness.note_many(_signed([(item, outcome)]))
    return outcome


def store_many(items: Sequence[Prepared]) -> list[Outcome | Refused]:
    """Keep many articles as `store` does, in one transaction; one that fails is refused, and the others are kept.

    Queries: some for all that are new, a dozen for each of the others; their number does not grow with the archive.
    """
    try:
        with content_store.kept():
            written = content_store.write_many([item.extracted.raw for item in items])
            with transaction.atomic():
                return _stored(items, written)
    except Exception as error:  # noqa: BLE001 - nothing of this batch was kept, and the next one may fare better
        return [_refused(item.extracted, error) for item in items]


def _stored(items: Sequence[Prepared], written: Sequence[str | OSError]) -> list[Outcome | Refused]:
    pairs = [(digest, item.extracted) for digest, item in zip(written, items, strict=True)]
    kept = [(digest, extracted) for digest, extracted in pairs if isinstance(digest, str)]
    try:
        with transaction.atomic():
            stored = iter(_Batch(kept).store_all())
        outcomes = [_unwritten(one, extracted) or next(stored) for one, extracted in pairs]
    except Exception:  # noqa: BLE001 - one of them failed; it is found, and the others kept, one by one
        batch = _Batch(kept)
        outcomes = [_unwritten(one, extracted) or _isolated(batch, str(one), extracted) for one, extracted in pairs]
    likeness.note_many(_signed(zip(items, outcomes, strict=True)))
    return outcomes


def _unwritten(digest: str | OSError, extracted: ExtractedArticle) -> Refused | None:
    return _refused(extracted, digest) if isinstance(digest, OSError) else None


def _isolated(batch: _Batch, digest: str, extracted: ExtractedArticle) -> Outcome | Refused:
    """Store one article under a savepoint, so that whatever fails is its failure alone."""
    try:
        with transaction.atomic():
            return batch.store(digest, extracted)
    except Exception as error:  # noqa: BLE001 - the other articles of the batch go on
        return _refused(extracted, error)


def _refused(extracted: ExtractedArticle, error: Exception) -> Refused:
    advice = "Make room on the disk, and ingest it again." if _is_full(error) else "Ingest it again."
    why = (error.strerror if isinstance(error, OSError) else "") or fold_line(str(error)) or type(error).__name__
    reason = f"It could not be stored: {why}. {advice}"
    return Refused(extracted.name, reason, extracted.origin, extracted.url)


def _is_full(error: Exception) -> bool:
    """Whether a file or the database could not grow; SQLite says so in words alone."""
    no_room = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return no_room or (isinstance(error, OperationalError) and "full" in str(error))


def _signed(pairs: Iterable[tuple[Prepared, Outcome | Refused]]) -> list[tuple[int, bytes]]:
    """The signatures of the articles whose text is now that of their item; of one that changed twice the last."""
    return [
        (outcome.article.pk, item.signature)
        for item, outcome in pairs
        if isinstance(outcome, Outcome) and outcome.status in (Status.ADDED, Status.CHANGED)
    ]


def _body(content: CanonicalText) -> str:
    """As Article.body_text."""
    return "\n\n".join(content.text[block.start : block.end] for block in content.body)


class _Batch:
    """Stores the articles of one transaction, one after another; they may be captures of each other."""

    def __init__(self, items: Sequence[tuple[str, ExtractedArticle]]) -> None:
        self._items = items
        self._meetings = Meetings(items)
        keys = {name_key(extracted.source) for _, extracted in items}
        self._sources = {source.name_key: source for source in Source.objects.filter(name_key__in=keys)}
        self._slugs = FreeSlugs(Article, [extracted.title for _, extracted in items])
        self._captured = self._light({pk for digest, _ in items if (pk := self._meetings.captured(digest))})
        self._new: list[tuple[str, ExtractedArticle, Article]] = []  # to be written together

    def store_all(self) -> list[Outcome]:
        """Store all articles in their order, those that are new in some few queries for as many as follow one another.

        Raises whatever fails; then nothing of the batch may be kept.
        """
        outcomes = [self._soon(digest, extracted) or self._now(digest, extracted) for digest, extracted in self._items]
        self._write_new()
        return outcomes

    def _soon(self, digest: str, extracted: ExtractedArticle) -> Outcome | None:
        """An article that is to be written with others; None where it may be another capture, or has no slug yet."""
        if not self._meetings.is_strange(digest, extracted):
            return None
        slug = self._slugs.take(extracted.title)
        if not slug:
            return None
        article = self._article(extracted, slug)
        self._sources[article.source.name_key] = article.source
        self._meetings.expect(digest, extracted)
        self._new.append((digest, extracted, article))
        return Outcome(article, Status.ADDED)

    def _now(self, digest: str, extracted: ExtractedArticle) -> Outcome:
        self._write_new()  # it may be another capture of one of them
        return self.store(digest, extracted)

    def _write_new(self) -> None:
        if self._new:
            added.write([(article, _capture(article, extracted, digest)) for digest, extracted, article in self._new])
        for digest, extracted, article in self._new:
            self._meetings.note(digest, extracted, article.pk)
        self._new = []

    def store(self, digest: str, extracted: ExtractedArticle) -> Outcome:
        known = self._meetings.captured(digest)
        if known is not None:
            return Outcome(self._captured.get(known) or self._light({known})[known], Status.UNCHANGED)
        met = self._meetings.met(extracted)
        outcome = self._added(extracted, digest) if met is None else _another(met, extracted, digest)
        self._meetings.note(digest, extracted, outcome.article.pk)
        if outcome.status is Status.ADDED:
            self._sources[outcome.article.source.name_key] = outcome.article.source
        return outcome

    @staticmethod
    def _light(keys: set[int]) -> dict[int, Article]:
        """Articles without their long columns, which nobody reads of one that is unchanged."""
        return Article.objects.defer(*LONG).select_related("source").in_bulk(keys) if keys else {}

    def _added(self, extracted: ExtractedArticle, digest: str) -> Outcome:
        article = self._article(extracted, self._slugs.take(extracted.title))
        article.save()
        self._slugs.note(article.slug)
        article.capture = _captured(article, extracted, digest)
        Article.objects.filter(pk=article.pk).update(capture=article.capture)  # nothing that search looks at
        return Outcome(article, Status.ADDED)

    def _article(self, extracted: ExtractedArticle, slug: str) -> Article:
        """The row of a new article, not saved. slug: '' where one must be looked for."""
        article = Article(
            source=self._sources.get(name_key(extracted.source)) or _source(extracted.source),
            source_basis=extracted.source_basis,
            title=extracted.title,
            slug=slug,
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
        return article


def _source(name: str) -> Source:
    """Return the source of this name in any case, made where there is none."""
    source, _ = Source.objects.get_or_create(name_key=name_key(name), defaults={"name": name})
    return source


def _another(met: int, extracted: ExtractedArticle, digest: str) -> Outcome:
    """Give a known article its new capture, and its new text where that differs."""
    # Locked, where the database can: what a curator marks or mends meanwhile is in the row that is anchored anew.
    article = Article.objects.select_related("source", "capture").select_for_update(of=("self",)).get(pk=met)
    current = article.capture
    if current is not None and extracted.received_at < current.received_at:
        _captured(article, extracted, digest, extracted.content)
        return Outcome(article, Status.EARLIER)
    capture = _captured(article, extracted, digest)
    if extracted.content.text == article.text:
        article.capture = capture
        article.save(update_fields=["capture"])
        return Outcome(article, Status.CHANGED)
    content = extracted.content.with_furniture_of(article.content)
    return Outcome(article, Status.CHANGED, curation.reanchor(article, content, capture))


def _captured(
    article: Article, extracted: ExtractedArticle, digest: str, content: CanonicalText | None = None
) -> Capture:
    """Make the row of an article's bytes. content: the text to keep with it, of bytes that are not the current ones."""
    capture = _capture(article, extracted, digest, content)
    capture.save(force_insert=True)
    return capture


def _capture(
    article: Article, extracted: ExtractedArticle, digest: str, content: CanonicalText | None = None
) -> Capture:
    return Capture(
        article=article,
        sha256=digest,
        size=len(extracted.raw),
        media_type=extracted.media_type,
        name=extracted.name,
        origin=extracted.origin,
        url=extracted.url,
        received_at=extracted.received_at,
        text=content.text if content else None,
        blocks=[block.to_dict() for block in content.blocks] if content else None,
        inlines=[inline.to_dict() for inline in content.inlines] if content else None,
    )
