"""The form of a passage: the quotation is found in the article before anything is saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from archive.admin import placing
from archive.admin.fresh import FreshForm
from archive.admin.lines import LinesField
from archive.models import Article, Passage
from archive.text.selectors import TextPosition, TextQuote

# Fields that say where the quotation stands and are not kept as they are given.
MEANS = frozenset({"before", "position_start", "position_end", "suffix", "take_nearest"})


class PassageForm(FreshForm[Passage]):
    """Shown with start and end of a selection, it carries them along unseen until the words are edited."""

    exact = LinesField(
        label="Quotation",
        strip=False,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text="Word for word as it stands in the article.",
    )
    before = forms.CharField(
        label="Words before it",
        required=False,
        max_length=200,
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
        help_text="Only needed to tell which is meant where the quotation stands more than once in the article.",
    )
    take_nearest = forms.BooleanField(
        label="Take the nearest text",
        required=False,
        help_text="Where the article says it a little differently, quote the article's words instead.",
    )
    suffix = LinesField(strip=False, required=False, widget=forms.HiddenInput)
    position_start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    position_end = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in MEANS]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        article = self.cleaned_data.get("article")
        if article is None or "exact" not in self.cleaned_data or not self._must_be_placed:
            return cleaned
        try:
            self._place(article)
        except ValidationError as error:
            self.add_error(None, error)
        else:
            self._refuse_a_double()
        return cleaned

    @property
    def _must_be_placed(self) -> bool:
        """A passage whose words and article are untouched keeps its span, an orphan too."""
        return (
            not self.instance.pk
            or bool({"article", "exact"} & set(self.changed_data))
            or bool(self.cleaned_data.get("before"))
        )

    def _place(self, article: Article) -> None:
        trial = Passage(article=article)
        wanted = placing.selectors_of(article, self._quote, self._position)
        placing.place(trial, wanted, take_nearest=self.cleaned_data["take_nearest"])
        for name in ("start", "end", "exact", "prefix", "suffix", "anchor_state", "anchor_score"):
            setattr(self.instance, name, getattr(trial, name))
        self.cleaned_data["exact"] = trial.exact

    @property
    def _quote(self) -> TextQuote:
        given = self.cleaned_data
        return TextQuote(given["exact"], given.get("before", ""), given.get("suffix", ""))

    @property
    def _position(self) -> TextPosition | None:
        """What was selected on the article's page."""
        start, end = self.cleaned_data.get("position_start"), self.cleaned_data.get("position_end")
        return None if start is None or end is None else TextPosition(start, end)

    def _refuse_a_double(self) -> None:
        twins = Passage.objects.anchored().filter(
            article=self.cleaned_data["article"],
            claim=self.cleaned_data.get("claim"),
            start=self.instance.start,
            end=self.instance.end,
        )
        if twins.exclude(pk=self.instance.pk).exists():
            self.add_error("claim", "This span is marked with this claim already. Choose another claim or other words.")
