"""What readers may ask of the lists, checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from archive.models import Article, Claim, Source, Tag
from archive.models.article import ArticleQuerySet
from archive.models.claim import ClaimQuerySet

SORTS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "title": "Title",
    "claims": "Most claims",
}


CLAIM_SORTS = {
    "discussed": "Most discussed",
    "disputed": "Disputed only",
    "statement": "A to Z",
}


class ListForm(forms.Form):
    """Filters of a list, from the address."""

    tag = forms.CharField(required=False, max_length=100)

    def clean_tag(self) -> Tag | None:
        tag: Tag | None = self._row(Tag.objects.select_related("alias_of"), "tag")
        return tag and (tag.alias_of or tag)

    def _row(self, rows: Any, field: str) -> Any:
        slug = self.cleaned_data[field]
        if not slug:
            return None
        row = rows.filter(slug=slug).first()
        if row is None:
            raise ValidationError(f"There is no {field} “{slug}”.")
        return row


class ClaimFilterForm(ListForm):
    """The filter and the order of the list of claims. What does not fit is said and left out."""

    sort = forms.ChoiceField(required=False, choices=list(CLAIM_SORTS.items()))

    def claims(self) -> ClaimQuerySet:
        """The claims that pass the filter, in the order asked for. Call after is_valid()."""
        sort = self.cleaned_data.get("sort") or "discussed"
        claims = Claim.objects.disputed() if sort == "disputed" else Claim.objects.with_counts()
        if tag := self.cleaned_data.get("tag"):
            claims = claims.filter(pk__in=tag.claims.values("pk"))
        if sort == "disputed":
            return claims
        return claims.order_by("statement") if sort == "statement" else claims.order_by("-passage_count", "statement")


class ArticleFilterForm(ListForm):
    """The filters and the order of the list of articles, from the address. What does not fit is said and left out."""

    source = forms.CharField(required=False, max_length=100)
    year = forms.IntegerField(required=False, min_value=1, max_value=9999)
    language = forms.CharField(required=False, max_length=35)
    sort = forms.ChoiceField(required=False, choices=list(SORTS.items()))

    def clean_source(self) -> Source | None:
        source: Source | None = self._row(Source.objects.all(), "source")
        return source

    def articles(self) -> ArticleQuerySet:
        """The articles that pass the filters, in the order asked for. Call after is_valid()."""
        rows = Article.objects.for_lists().with_counts()
        asked = self.cleaned_data
        if asked.get("source"):
            rows = rows.filter(source=asked["source"])
        if asked.get("year"):
            rows = rows.perhaps_published_in(asked["year"])
        if asked.get("tag"):
            rows = rows.tagged(asked["tag"])
        if asked.get("language"):
            rows = rows.filter(language=asked["language"])
        return self._sorted(rows)

    def _sorted(self, rows: ArticleQuerySet) -> ArticleQuerySet:
        sort = self.cleaned_data.get("sort") or "newest"
        if sort == "oldest":
            return rows.oldest_first()
        if sort == "title":
            return rows.order_by("title", "pk")
        if sort == "claims":
            return rows.order_by("-claim_count", "-passage_count", "title", "pk")
        return rows.newest_first()
