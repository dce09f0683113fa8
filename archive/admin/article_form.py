"""The forms of an article: of one that stands, and of one whose text is pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError

from archive import addresses, content_store
from archive.admin.fresh import FreshForm
from archive.admin.furniture import FurnitureField, check
from archive.admin.lines import LinesField
from archive.ingest import furniture
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.models import Article, Capture
from archive.text.normalize import TextError, normalize


class ArticleForm(FreshForm[Article]):
    furniture = FurnitureField(
        label="As it will be seen", help_text="Tick what is not the article; readers do not see it."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["furniture"]
        if isinstance(field, FurnitureField):
            field.show(self.instance)
            self.initial["furniture"] = field.initial

    def clean_furniture(self) -> list[int]:
        indexes: list[int] = self.cleaned_data["furniture"]
        if "furniture" in self.changed_data:
            check(self.instance, indexes)
        return indexes


class PastedArticleForm(forms.ModelForm[Article]):
    """An article that comes in through the clipboard. `extracted` is what to store, once the form is valid."""

    pasted = LinesField(
        label="Text",
        strip=False,
        widget=AdminTextareaWidget(attrs={"rows": 20}),
        help_text="The article as it stands on its page, paragraphs apart by blank lines. It is kept as it is pasted; "
        "what looks like furniture is set apart and can be corrected afterwards.",
    )
    extracted: ExtractedArticle | None = None

    def clean_pasted(self) -> str:
        """A text that the archive has is that article's, under whatever title it is pasted again."""
        pasted: str = self.cleaned_data["pasted"]
        digest = content_store.digest_of(pasted.encode())
        capture = Capture.objects.select_related("article").filter(sha256=digest).first()
        if capture:
            raise ValidationError(f"This text is in the archive already, as “{capture.article.title}”.")
        return pasted

    def clean_url(self) -> str:
        """An address is one article's: a second text from there is a new version of it, not a new article."""
        url: str = self.cleaned_data["url"]
        met = Article.objects.filter(address_key=addresses.key(url)).first() if url else None
        if met:
            raise ValidationError(
                f"“{met.title}” has this address. Bring in a new version of it with manage.py ingest."
            )
        return url

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            try:
                self.extracted = self._extract()
            except (TextError, IngestError) as error:
                self.add_error("pasted", str(error))
        return cleaned

    def _extract(self) -> ExtractedArticle:
        given = self.cleaned_data
        raw = given["pasted"].encode()
        facts = {name: value for name, value in given.items() if name not in {"pasted", "source"}}
        content = furniture.marked(normalize(raw).content)
        return ExtractedArticle(content=content, raw=raw, source=given["source"].name, **facts)
