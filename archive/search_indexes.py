"""What is indexed: articles with what is claimed in them, claims, and passages. Haystack finds this module by its name.

Only accepted passages count. Nothing but the row's identity is stored: results come from the database.
A field means the same in each, so that one query can be asked of each: `title` is the article's, `claims` are the
statements, `tags` those of the claims. A claim has no article of its own; its title is its statement.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from haystack import indexes

from archive.models import Article, Claim, Passage
from archive.models.columns import LONG_OF_ARTICLE

_CENTURY = 100  # years; a date that is vaguer than that is found under its first and last year


def _accepted_passages() -> Any:
    """With their claims, tags, articles and sources, but without the articles' texts, which are long."""
    return Passage.objects.accepted().with_claim().with_article().defer(*LONG_OF_ARTICLE)


def _accepted() -> Any:
    return Prefetch("passages", _accepted_passages(), to_attr="accepted_passages")


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def years(article: Article) -> list[str]:
    """The years that the article may be published in, four digits each."""
    if article.published_earliest is None or article.published_latest is None:
        return []
    first, last = article.published_earliest.year, article.published_latest.year
    span = range(first, last + 1) if last - first < _CENTURY else (first, last)
    return [f"{year:04}" for year in span]


def _day_number(day: Any) -> int | None:
    return None if day is None else day.year * 10_000 + day.month * 100 + day.day


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    """The text without furniture, and beside it the fields that a search looks through as well."""

    text = indexes.CharField(document=True, stored=False)
    title = indexes.CharField(model_attr="title", faceted=True, stored=False)
    abstract = indexes.CharField(model_attr="abstract", stored=False)  # and the keywords, which say the same in brief
    byline = indexes.CharField(model_attr="byline", stored=False)
    source = indexes.MultiValueField(faceted=True, stored=False)
    language = indexes.MultiValueField(faceted=True, stored=False)
    claims = indexes.MultiValueField(stored=False)
    speakers = indexes.MultiValueField(faceted=True, stored=False)
    tags = indexes.MultiValueField(faceted=True, stored=False)
    stances = indexes.MultiValueField(faceted=True, stored=False)
    years = indexes.MultiValueField(faceted=True, stored=False)
    claim_slugs = indexes.MultiValueField(faceted=True, stored=False)
    published = indexes.DateTimeField(model_attr="published_instant", null=True, stored=False)
    published_from = indexes.IntegerField(null=True, stored=False)  # yyyymmdd, the first day that it may be
    published_to = indexes.IntegerField(null=True, stored=False)  # yyyymmdd, the last
    received = indexes.DateTimeField(model_attr="received_at", stored=False)

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> Any:
        """Every article, with all that `prepare` reads in a constant number of queries."""
        return Article.objects.select_related("source").prefetch_related(_accepted())

    def prepare(self, obj: Any) -> dict[str, Any]:
        passages = obj.accepted_passages if hasattr(obj, "accepted_passages") else obj.passages.accepted().with_claim()
        row: dict[str, Any] = super().prepare(obj)
        row |= {
            "text": obj.body_text,  # here and not by its name: Haystack asks twice, and it is made of all blocks
            "abstract": "\n".join((obj.abstract, *obj.keywords)),
            "source": [obj.source.name],
            "language": [obj.language],
            "claims": _unique(passage.claim.statement for passage in passages),
            "speakers": _unique(passage.speaker for passage in passages),
            "tags": sorted({tag.name for passage in passages for tag in passage.claim.tags.all()}),
            "stances": sorted({passage.stance for passage in passages}),
            "years": years(obj),
            "claim_slugs": _unique(passage.claim.slug for passage in passages),
            "published_from": _day_number(obj.published_earliest),
            "published_to": _day_number(obj.published_latest),
        }
        return row


class ClaimIndex(indexes.SearchIndex, indexes.Indexable):
    """The statement as title and the note as text; sources, years and languages are those of its accepted passages."""

    text = indexes.CharField(document=True, model_attr="note", stored=False)
    title = indexes.CharField(model_attr="statement", faceted=True, stored=False)
    source = indexes.MultiValueField(faceted=True, stored=False)
    language = indexes.MultiValueField(faceted=True, stored=False)
    speakers = indexes.MultiValueField(faceted=True, stored=False)
    tags = indexes.MultiValueField(faceted=True, stored=False)
    stances = indexes.MultiValueField(faceted=True, stored=False)
    years = indexes.MultiValueField(faceted=True, stored=False)
    claim_slugs = indexes.MultiValueField(faceted=True, stored=False)
    passage_count = indexes.IntegerField(stored=False)
    received = indexes.DateTimeField(model_attr="created_at", stored=False)

    def get_model(self) -> type[Claim]:
        return Claim

    def index_queryset(self, using: str | None = None) -> Any:
        """Every claim, with all that `prepare` reads in a constant number of queries."""
        return Claim.objects.prefetch_related("tags", _accepted())

    def prepare(self, obj: Any) -> dict[str, Any]:
        passages = (
            obj.accepted_passages if hasattr(obj, "accepted_passages") else obj.passages.accepted().with_article()
        )
        row: dict[str, Any] = super().prepare(obj)
        articles = {passage.article_id: passage.article for passage in passages}.values()
        row |= {
            "source": sorted({article.source.name for article in articles}),
            "language": sorted({article.language for article in articles}),
            "speakers": _unique(passage.speaker for passage in passages),
            "tags": sorted(tag.name for tag in obj.tags.all()),
            "stances": sorted({passage.stance for passage in passages}),
            "years": sorted({year for article in articles for year in years(article)}),
            "claim_slugs": [obj.slug],
            "passage_count": len(passages),
        }
        return row


class PassageIndex(indexes.SearchIndex, indexes.Indexable):
    """The quotation as text; all else is that of its claim and its article, in whose text it need no longer stand."""

    text = indexes.CharField(document=True, model_attr="exact", stored=False)
    title = indexes.CharField(model_attr="article__title", stored=False)
    byline = indexes.CharField(model_attr="article__byline", stored=False)
    source = indexes.MultiValueField(faceted=True, stored=False)
    language = indexes.MultiValueField(faceted=True, stored=False)
    claims = indexes.MultiValueField(stored=False)
    speakers = indexes.MultiValueField(faceted=True, stored=False)
    tags = indexes.MultiValueField(faceted=True, stored=False)
    stances = indexes.MultiValueField(faceted=True, stored=False)
    years = indexes.MultiValueField(faceted=True, stored=False)
    claim_slugs = indexes.MultiValueField(faceted=True, stored=False)
    published = indexes.DateTimeField(model_attr="article__published_instant", null=True, stored=False)
    published_from = indexes.IntegerField(null=True, stored=False)
    published_to = indexes.IntegerField(null=True, stored=False)
    received = indexes.DateTimeField(model_attr="created_at", stored=False)

    def get_model(self) -> type[Passage]:
        return Passage

    def index_queryset(self, using: str | None = None) -> Any:
        """Every accepted passage, with all that `prepare` reads in a constant number of queries."""
        return _accepted_passages()

    def prepare(self, obj: Any) -> dict[str, Any]:
        article, claim = obj.article, obj.claim
        row: dict[str, Any] = super().prepare(obj)
        row |= {
            "source": [article.source.name],
            "language": [article.language],
            "claims": [claim.statement],
            "speakers": _unique([obj.speaker]),
            "tags": sorted(tag.name for tag in claim.tags.all()),
            "stances": [obj.stance],
            "years": years(article),
            "claim_slugs": [claim.slug],
            "published_from": _day_number(article.published_earliest),
            "published_to": _day_number(article.published_latest),
        }
        return row
