"""What readers may ask of the lists, checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Claim, Passage, Source, Stance, Tag
from archive.models.article import ArticleQuerySet
from archive.models.claim import ClaimQuerySet
from archive.models.passage import PassageQuerySet

SORTS = {
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "title": _("Title"),
    "claims": _("Most claims"),
}

CLAIM_SORTS = {
    "discussed": _("Most discussed"),
    "disputed": _("Disputed only"),
    "statement": _("A to Z"),
}

# The claims table: what its columns are, and in which orders rows and columns may stand, the usual one first.
COLUMNS = {
    "sources": _("Sources"),
    "articles": _("Articles"),
    "years": _("Years"),
}
MATRIX_SORTS = {
    "discussed": _("Most discussed"),
    "disputed": _("Most disputed"),
    "statement": _("A to Z"),
}
COLUMN_SORTS = {
    "sources": {"claims": _("Most claims"), "name": _("A to Z")},
    "articles": {"claims": _("Most claims"), "newest": _("Newest first"), "title": _("By title")},
    "years": {"oldest": _("Earliest first"), "newest": _("Latest first")},
}

UNDATED = "undated"
NO_SUCH = {
    "article": _("There is no article “%(slug)s”."),
    "source": _("There is no source “%(slug)s”."),
    "tag": _("There is no tag “%(slug)s”."),
}


class RowForm(forms.Form):
    """Filters that name rows by their slugs, from the address."""

    def _row(self, rows: Any, field: str) -> Any:
        slug = self.cleaned_data[field]
        if not slug:
            return None
        row = rows.filter(slug=slug).first()
        if row is None:
            raise ValidationError(NO_SUCH[field], params={"slug": slug})
        return row


class ListForm(RowForm):
    """Filters of a list, from the address."""

    tag = forms.CharField(required=False, max_length=100)

    def clean_tag(self) -> Tag | None:
        tag: Tag | None = self._row(Tag.objects.select_related("alias_of"), "tag")
        return tag and (tag.alias_of or tag)


class SourceForm(RowForm):
    """A source, from the address."""

    source = forms.CharField(required=False, max_length=100)

    def clean_source(self) -> Source | None:
        source: Source | None = self._row(Source.objects.all(), "source")
        return source


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


class ArticleFilterForm(SourceForm, ListForm):
    """The filters and the order of the list of articles, from the address. What does not fit is said and left out."""

    year = forms.IntegerField(required=False, min_value=1, max_value=9999)
    language = forms.CharField(required=False, max_length=35)
    sort = forms.ChoiceField(required=False, choices=list(SORTS.items()))

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


class MatrixForm(SourceForm, ListForm):
    """What the claims table shows, from the address. What does not fit is said and left out."""

    columns = forms.ChoiceField(required=False, choices=list(COLUMNS.items()))
    stance = forms.ChoiceField(required=False, choices=Stance.choices)
    contested = forms.BooleanField(required=False)
    q = forms.CharField(required=False, max_length=200)
    sort = forms.ChoiceField(required=False, choices=list(MATRIX_SORTS.items()))
    column_sort = forms.CharField(required=False, max_length=20)

    def clean_column_sort(self) -> str:
        sort: str = self.cleaned_data["column_sort"]
        columns = self.cleaned_data.get("columns") or "sources"
        if sort and sort not in COLUMN_SORTS[columns]:
            raise ValidationError(_("These columns cannot stand in the order “%(sort)s”."), params={"sort": sort})
        return sort

    @property
    def asked(self) -> dict[str, Any]:
        """The fields of archive.reading.matrix.Asked that the address gives. Call after is_valid()."""
        valid = self.cleaned_data
        columns = valid.get("columns") or "sources"
        return {
            "columns": columns,
            "tag": valid.get("tag"),
            "stance": valid.get("stance") or "",
            "source": valid.get("source"),
            "contested": bool(valid.get("contested")),
            "words": valid.get("q") or "",
            "sort": valid.get("sort") or next(iter(MATRIX_SORTS)),
            "column_sort": valid.get("column_sort") or next(iter(COLUMN_SORTS[columns])),
        }


class PassageFilterForm(SourceForm):
    """Which of a claim's passages its page shows, from the address. What does not fit is said and left out."""

    stance = forms.ChoiceField(required=False, choices=Stance.choices)
    article = forms.CharField(required=False, max_length=100)
    year = forms.CharField(required=False, max_length=20)

    def clean_article(self) -> Article | None:
        article: Article | None = self._row(Article.objects.for_lists(), "article")
        return article

    def clean_year(self) -> int | str:
        year: str = self.cleaned_data["year"]
        if year in ("", UNDATED):
            return year
        if not (year.isascii() and year.isdecimal() and 1 <= int(year) <= 9999):
            raise ValidationError(_("“%(year)s” is no year. Write 2014, or “undated”."), params={"year": year})
        return int(year)

    @property
    def is_filtered(self) -> bool:
        """Some filter holds. Call after is_valid()."""
        return any(self.cleaned_data.values())

    def passages(self, claim: Claim) -> PassageQuerySet:
        """The claim's accepted passages that pass the filters. Call after is_valid()."""
        asked = self.cleaned_data
        rows = Passage.objects.filter(claim=claim).accepted()
        if asked.get("stance"):
            rows = rows.filter(stance=asked["stance"])
        if asked.get("source"):
            rows = rows.filter(article__in=asked["source"].articles.order_by().values("pk"))
        if asked.get("article"):
            rows = rows.filter(article=asked["article"])
        if year := asked.get("year"):
            rows = rows.filter(article__in=_articles_of(year).order_by().values("pk"))
        return rows


def _articles_of(year: int | str) -> ArticleQuerySet:
    """Those that may be of the year; for UNDATED those of no known date."""
    if isinstance(year, int):
        return Article.objects.perhaps_published_in(year)
    return Article.objects.filter(published_earliest=None)
