"""Which article a document is another capture of: one that the archive holds, or one that came in just before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from archive import addresses
from archive.ingest.extracted import ExtractedArticle
from archive.models import Article, Capture
from archive.models.named import name_key

# Of their distinct words. An edited article keeps most of its own; another one in a file of the same name shares few.
ALIKE = 0.5
_COMPARED = 50  # articles that came in files of one name; who has more of them is helped by addresses alone

_key = lru_cache(maxsize=1_000)(addresses.key)  # asked for two or three times of each article of a batch
_File = tuple[str, str]  # a name, and the place in it


def captured(digests: Iterable[str]) -> dict[str, int]:
    """The primary keys of the articles that these bytes are captures of, by digest; one query."""
    return dict(Capture.objects.filter(sha256__in=list(digests)).values_list("sha256", "article_id"))


class Meetings:
    """The articles that a batch may be captures of, looked up in three queries, and a few for each that is met by file.

    The articles of the batch itself are noted as they are stored.
    """

    def __init__(self, batch: Sequence[tuple[str, ExtractedArticle]]) -> None:
        self._captures = captured(digest for digest, _ in batch)
        self._addresses = _by_address({_key(one.url) for _, one in batch if one.url})
        self._files = _known_files({_file(one) for _, one in batch if one.name})
        self._expected: set[str | _File] = set()

    def captured(self, digest: str) -> int | None:
        """The primary key of the article that has these bytes."""
        return self._captures.get(digest)

    def met(self, extracted: ExtractedArticle) -> int | None:
        """The primary key of the article that other bytes are another capture of: by address, else by file."""
        by_address = self._addresses.get(_key(extracted.url)) if extracted.url else None
        if by_address is not None or _file(extracted) not in self._files:
            return by_address
        return _by_file(extracted)

    def is_strange(self, digest: str, extracted: ExtractedArticle) -> bool:
        """Whether nothing that is known or expected can be an article of these bytes, this address or this file."""
        return not (
            digest in self._captures
            or (extracted.url and _key(extracted.url) in self._addresses)
            or _file(extracted) in self._files
            or self._expected.intersection(_marks(digest, extracted))
        )

    def expect(self, digest: str, extracted: ExtractedArticle) -> None:
        """Remember what is new and will be noted once it is stored."""
        self._expected.update(_marks(digest, extracted))

    def note(self, digest: str, extracted: ExtractedArticle, article: int) -> None:
        """Remember what is stored from now on."""
        self._captures[digest] = article
        if extracted.url:
            self._addresses.setdefault(_key(extracted.url), article)
        if extracted.name:
            self._files.add(_file(extracted))


def _marks(digest: str, extracted: ExtractedArticle) -> Iterator[str | _File]:
    """What other bytes of the same article may share."""
    yield digest
    if extracted.url:
        yield _key(extracted.url)
    if extracted.name:
        yield _file(extracted)


def _file(extracted: ExtractedArticle) -> _File:
    return extracted.name, extracted.origin


def _by_address(keys: set[str]) -> dict[str, int]:
    """The first article of each address."""
    known = Article.objects.filter(address_key__in=keys).order_by("-pk") if keys else Article.objects.none()
    return dict(known.values_list("address_key", "pk"))


def _known_files(files: set[_File]) -> set[_File]:
    names, origins = {name for name, _ in files}, {origin for _, origin in files}
    if not files:
        return set()
    known = Capture.objects.filter(name__in=names, origin__in=origins).order_by().distinct()
    return files.intersection(known.values_list("name", "origin"))


def _by_file(extracted: ExtractedArticle) -> int | None:
    """The article of which a capture came in the same file, at the same place in it.

    Where the article still has the title and source that are stated now, or, since a curator may have mended those,
    where the texts are alike.
    """
    named = Article.objects.filter(captures__name=extracted.name, captures__origin=extracted.origin)
    if extracted.url:
        named = named.filter(url="")  # one with an address of its own is another article
    named = named.order_by("pk").distinct()
    stated = named.filter(title=extracted.title, source__name_key=name_key(extracted.source)).values_list("pk").first()
    if stated is not None:
        return int(stated[0])
    texts = named.values_list("pk", "text")[:_COMPARED]
    alike = [(likeness, pk) for pk, text in texts if (likeness := _likeness(text, extracted.content.text)) >= ALIKE]
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def _likeness(one: str, other: str) -> float:
    """The share of their distinct words that two texts have in common, 0 to 1 (Jaccard's index)."""
    words, others = set(one.split()), set(other.split())
    return len(words & others) / len(words | others) if words | others else 0.0
