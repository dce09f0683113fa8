"""What a curator sends from the page of a re-anchored passage, and whether it was meant for what stands there now."""

from __future__ import annotations

import hashlib
import re
from itertools import chain
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError

from archive.admin import placing
from archive.admin.fresh import fingerprint
from archive.admin.lines import LinesField
from archive.models import Passage
from archive.text.selectors import Span, TextQuote


def seen(passage: Passage) -> str:
    """A digest of the passage as it stands and of the text that it stands in."""
    text = hashlib.sha256(passage.article.text.encode("utf-8", "surrogatepass")).hexdigest()
    return hashlib.sha256(f"{fingerprint(passage)} {text}".encode()).hexdigest()[:32]


class ReviewForm(forms.Form):
    """Sent by every button of the page; where the passage goes counts for moving it alone."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    candidate = forms.RegexField(r"^[0-9]{1,9}-[0-9]{1,9}\Z", required=False)
    exact = LinesField(
        label="Other words of the article",
        strip=False,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="Copied from the text as it stands now.",
    )
    before = forms.CharField(
        label="Words before them",
        required=False,
        max_length=200,
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
        help_text="Only needed to tell which is meant where they stand more than once.",
    )

    def __init__(self, passage: Passage, data: Any = None) -> None:
        self.passage = passage
        self.now = seen(passage)
        super().__init__(data, initial={"seen": self.now})

    @property
    def is_stale(self) -> bool:
        """Whether the passage or its text has changed since the page was opened."""
        return bool(self.data.get("seen") != self.now)

    def renewed(self) -> ReviewForm:
        """The form with what was typed, for the passage as it stands now."""
        return ReviewForm(self.passage, {**{name: self.data.get(name, "") for name in self.fields}, "seen": self.now})

    def target(self) -> Span:
        """Where the passage is to go. Raises ValidationError with what to do."""
        if not self.is_valid():
            raise ValidationError("The place that was sent is none of those shown. Choose one of them.")
        exact, before, candidate = (self.cleaned_data[name] for name in ("exact", "before", "candidate"))
        if exact.strip():
            return self._of_words(exact, before)
        if not candidate:
            raise ValidationError(
                "Copy the words that it belongs to into “Other words of the article”, or choose a place that is shown."
            )
        start, end = map(int, re.findall("[0-9]+", candidate))
        if not start < end <= len(self.passage.article.text):
            raise ValidationError("The place that was sent is not in the text. Choose one of those shown.")
        return Span(start, end)

    def _of_words(self, exact: str, before: str) -> Span:
        article = self.passage.article
        trial = Passage(article=article)
        try:
            placing.place(trial, placing.selectors_of(article, TextQuote(exact, before), None))
        except ValidationError as error:
            raise ValidationError(list(chain.from_iterable(error.message_dict.values()))) from error
        assert trial.span is not None  # noqa: S101 - placed above; this tells the type checker
        return trial.span
