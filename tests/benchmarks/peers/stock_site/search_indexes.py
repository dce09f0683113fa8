"""What stock Haystack indexes. Haystack finds this module by its name."""

from __future__ import annotations

from typing import Any

from haystack import indexes

from archive.models import Article


class StockArticleIndex(indexes.SearchIndex, indexes.Indexable):  # type: ignore[misc] # Haystack has no types
    text = indexes.CharField(document=True, use_template=True)
    title = indexes.CharField(model_attr="title")
    source = indexes.CharField(model_attr="source__name", faceted=True)
    year = indexes.CharField(faceted=True)
    language = indexes.CharField(model_attr="language", faceted=True)

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> Any:
        return Article.objects.select_related("source")

    def prepare_year(self, article: Article) -> str:
        return article.published[:4]
