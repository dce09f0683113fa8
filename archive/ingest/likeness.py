"""Near duplicates, found on the way in and shown, never merged: the rows behind archive.ingest.minhash.

An article's fingerprint is its signature and the bands of it. Articles that meet in a band are compared by their whole
signatures, and those that are alike become a Likeness that waits for a curator. Everything here but the verdicts is
derived and can be rebuilt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import connection, transaction

from archive.ingest import minhash
from archive.ingest.minhash import signature
from archive.models import Article, Fingerprint, FingerprintBand, Likeness, Verdict

__all__ = ["ALIKE", "note_many", "rebuild", "signature"]

ALIKE = 0.7  # from here on two articles are shown as near duplicates

# Boilerplate that thousands of articles share must not make each of them meet all others. A band is kept for the first
# articles that have it and no more; of those that an article meets, the ones met in most bands are compared, and of
# those that are alike the most alike are noted.
_CROWD = 50  # articles of one band
_COMPARED = 100  # articles compared with one
_NOTED = 10  # likenesses of one article at a time

_AT_ONCE = 100  # articles in one round of queries

# Which other articles each of some articles meets, and in how many bands.
_MEETINGS = """
SELECT mine.article_id, other.article_id, COUNT(*)
FROM archive_fingerprintband AS mine
JOIN archive_fingerprintband AS other
  ON other.band = mine.band AND other.key = mine.key AND other.article_id <> mine.article_id
WHERE mine.article_id IN ({places})
GROUP BY mine.article_id, other.article_id
"""

# The bands of some articles that enough other articles had before.
_CROWDED = """
SELECT mine.id
FROM archive_fingerprintband AS mine
WHERE mine.article_id IN ({places}) AND (
  SELECT COUNT(*) FROM (
    SELECT 1 FROM archive_fingerprintband AS other
    WHERE other.band = mine.band AND other.key = mine.key AND other.id < mine.id LIMIT {crowd}
  ) AS others
) = {crowd}
"""

Signatures = dict[int, bytes]  # by the article's primary key


def note_many(pairs: Sequence[tuple[int, bytes]]) -> list[Likeness]:
    """Keep the signatures of stored articles, each given as (primary key, signature), and return the likenesses found.

    For articles that are new or whose text has changed; it belongs into the transaction that stored them. An empty
    signature takes away what an article had. A likeness is returned, and stored as found, only where the two had none:
    what a curator has decided stays. One that nobody has decided on goes when a text changes so that it holds no more.
    The number of queries does not depend on the texts: some ten for each hundred articles.
    """
    given = dict(pairs)
    articles = list(given)
    rounds = (articles[first : first + _AT_ONCE] for first in range(0, len(articles), _AT_ONCE))
    return [likeness for some in rounds for likeness in _noted({article: given[article] for article in some})]


def rebuild() -> Iterator[int]:
    """Compute every fingerprint anew, and the likenesses that nobody has decided on; yield how many articles are done.

    In a transaction for each hundred articles, so that others may write meanwhile. Stopped halfway, run it again.
    """
    with transaction.atomic():
        Fingerprint.objects.all().delete()
        FingerprintBand.objects.all().delete()
        Likeness.objects.filter(verdict=Verdict.FOUND).delete()
    done = last = 0
    articles = Article.objects.only("text", "blocks", "inlines").order_by("pk")
    while True:
        with transaction.atomic():  # the texts are read in it, so that none changes before its signature is kept
            some = list(articles.select_for_update().filter(pk__gt=last)[:_AT_ONCE])
            note_many([(article.pk, signature(article.body_text)) for article in some])
        if not some:
            return
        done, last = done + len(some), some[-1].pk
        yield done


def _noted(given: Signatures) -> list[Likeness]:
    changed = _changed(given)
    signed = {article: changed[article] for article in changed if changed[article]}
    if not signed:
        return []
    Fingerprint.objects.bulk_create(Fingerprint(article_id=pk, signature=value) for pk, value in signed.items())
    _write_bands(signed)
    met = _meetings(signed)
    _thin_out(signed)
    return _found(signed, met)


def _changed(given: Signatures) -> Signatures:
    """Those of the signatures that are not kept as they are, after taking away what they take the place of."""
    kept = dict(Fingerprint.objects.filter(article__in=given).values_list("article", "signature"))
    changed = {pk: value for pk, value in given.items() if pk not in kept or bytes(kept[pk]) != value}
    outdated = [pk for pk in changed if pk in kept]
    if outdated:
        Fingerprint.objects.filter(article__in=outdated).delete()
        FingerprintBand.objects.filter(article__in=outdated).delete()
        for side in ("article__in", "other__in"):
            Likeness.objects.filter(verdict=Verdict.FOUND, **{side: outdated}).delete()
    return changed


def _write_bands(signed: Mapping[int, bytes]) -> None:
    """By plain SQL: these are most of the rows that an article brings, and objects would take longer than the rows."""
    rows = [(pk, band, key) for pk, value in signed.items() for band, key in enumerate(minhash.bands(value))]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO archive_fingerprintband (article_id, band, key) VALUES (%s, %s, %s)", rows)


def _thin_out(signed: Mapping[int, bytes]) -> None:
    """Take away the bands that a crowd had before, so that looking up a band never reads more than a crowd."""
    crowded = [pk for (pk,) in _rows(_CROWDED, signed, crowd=_CROWD)]
    for first in range(0, len(crowded), 900):  # a query takes 999 values on some builds of SQLite
        FingerprintBand.objects.filter(pk__in=crowded[first : first + 900]).delete()


def _meetings(signed: Mapping[int, bytes]) -> dict[int, list[int]]:
    """For each article the others that it meets in a band, those met in most bands first, within bounds."""
    met: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for article, other, count in _rows(_MEETINGS, signed):
        met[article].append((-count, other))
    return {article: [other for _, other in sorted(others)[:_COMPARED]] for article, others in met.items()}


def _rows(query: str, articles: Iterable[int], **bounds: int) -> Iterator[tuple[int, ...]]:
    wanted = list(articles)
    with connection.cursor() as cursor:
        cursor.execute(query.format(places=", ".join(["%s"] * len(wanted)), **bounds), wanted)
        yield from cursor.fetchall()


def _found(signed: Signatures, met: Mapping[int, Sequence[int]]) -> list[Likeness]:
    known = signed | _signatures({other for others in met.values() for other in others} - signed.keys())
    alike: dict[tuple[int, int], float] = {}
    for article, others in met.items():
        for similarity, other in _most_alike(article, others, known):
            alike[min(article, other), max(article, other)] = similarity
    new = alike.keys() - _noted_already(alike)
    found = [Likeness(article_id=one, other_id=two, similarity=alike[one, two]) for one, two in sorted(new)]
    return Likeness.objects.bulk_create(found)


def _most_alike(article: int, others: Sequence[int], known: Signatures) -> list[tuple[float, int]]:
    shares = minhash.similarities(known[article], [known[other] for other in others])
    alike = [(share, other) for share, other in zip(shares, others, strict=True) if share >= ALIKE]
    return sorted(alike, key=lambda pair: (-pair[0], pair[1]))[:_NOTED]


def _signatures(articles: Iterable[int]) -> Signatures:
    wanted, kept = sorted(articles), Signatures()
    for first in range(0, len(wanted), 900):
        some = Fingerprint.objects.filter(article__in=wanted[first : first + 900])
        kept |= {pk: bytes(value) for pk, value in some.values_list("article", "signature")}
    return kept


def _noted_already(alike: Mapping[tuple[int, int], float]) -> set[tuple[int, int]]:
    if not alike:
        return set()
    earlier = sorted({one for one, _ in alike})
    pairs: set[tuple[int, int]] = set()
    for first in range(0, len(earlier), 900):
        rows = Likeness.objects.filter(article__in=earlier[first : first + 900])
        pairs |= set(rows.values_list("article_id", "other_id"))
    return pairs
