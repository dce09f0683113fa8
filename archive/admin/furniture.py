"""The article's text as it will be seen, with a box at each block that is not the article."""

from __future__ import annotations

import copy
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from archive import curation
from archive.admin.keys import is_key
from archive.admin.rehearsal import rehearsal
from archive.models import Article

TEMPLATE = "admin/archive/article/blocks.html"


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """kind and level: as archive.text.blocks has them; heading: the level of its heading on the admin's page."""

    index: int
    kind: str
    text: str
    heading: int
    furniture: bool


def shown_blocks(article: Article, furniture: Collection[int]) -> list[ShownBlock]:
    return [
        ShownBlock(
            index=index,
            kind=block.kind.value,
            text=article.text[block.start : block.end],
            heading=min(6, max(1, block.level) + 2),
            furniture=index in furniture,
        )
        for index, block in enumerate(article.content.blocks)
    ]


def furniture_of(article: Article) -> list[int]:
    """The places, from 0, of the blocks that are furniture."""
    return [index for index, block in enumerate(article.content.blocks) if block.furniture]


def preview(article: Article) -> SafeString:
    """The text without boxes, for those who may only look."""
    blocks = shown_blocks(article, furniture_of(article))
    return render_to_string(TEMPLATE, {"blocks": blocks})


class FurnitureWidget(forms.CheckboxSelectMultiple):
    """The whole text, a box beside each block."""

    article: Article | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        ticked = {int(one) for one in value or () if is_key(one)}
        blocks = shown_blocks(self.article, ticked) if self.article else []
        return render_to_string(TEMPLATE, {"blocks": blocks, "name": name})


class FurnitureField(forms.TypedMultipleChoiceField):
    """The places, from 0, of the blocks that are furniture."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, widget=FurnitureWidget, **kwargs)

    def show(self, article: Article) -> None:
        """Offer the blocks of this article."""
        self.choices = [(index, index) for index in range(len(article.blocks))]
        self.initial = furniture_of(article)
        if isinstance(self.widget, FurnitureWidget):
            self.widget.article = article


def check(article: Article, indexes: Collection[int]) -> None:
    """Raise ValidationError where these blocks cannot all be furniture: a passage stands there, or nothing is left."""
    try:
        with rehearsal():
            curation.set_furniture(copy.copy(article), indexes)
    except curation.CurationError as error:
        raise ValidationError(str(error)) from error
