"""What templates need to show values as a person would write them."""

from __future__ import annotations

import datetime as dt
import re

from django import template
from django.forms import BaseForm
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive import dates, languages, rendering
from archive.models import Article, Stance
from archive.search.grammar.notes import Told

register = template.Library()

# The forms of EDTF that are also valid in HTML's <time datetime>.
HTML_TIME = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?)?")


@register.filter
def published(article: Article) -> SafeString | str:
    """The publication date in words, as a <time> where HTML can express it; 'undated' where it is not known."""
    date = article.published_date
    if date is None:
        return _("undated")
    plain = date.value.rstrip("?~%")
    if HTML_TIME.fullmatch(plain):
        return format_html('<time datetime="{}">{}</time>', plain, str(date))
    return str(date)


@register.filter
def moment(value: dt.datetime) -> SafeString:
    """When something came into the archive, in its time zone, as a <time>: '21 November 2026, 13:08 UTC'."""
    local = timezone.localtime(value)
    words = f"{dates.moment_in_words(local)} {local.tzname()}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.filter
def sign(stance: str) -> str:
    """'+' for asserts, '−' for disputes, '±' for qualifies."""
    return rendering.SIGNS[Stance(stance)]


@register.filter
def stance_counts(row: object) -> list[tuple[Stance, int]]:
    """Each stance with its count on a claim that with_counts() annotated."""
    return [(stance, getattr(row, f"{stance.value}_count")) for stance in Stance]


@register.filter
def label_of(form: BaseForm, field: str) -> str:
    """What a field of a form is called, with a capital."""
    return _(str(form[field].label))


@register.filter
def told(text: str) -> str:
    """A text that was marked for translation where Django is not known, in the reader's language."""
    if not isinstance(text, Told) or not text.values:
        return _(text.pattern if isinstance(text, Told) else text)
    values = {name: told(value) if isinstance(value, Told) else value for name, value in text.values.items()}
    return _(text.pattern) % values


register.filter("named_language", languages.language_name)
register.filter("country_name", languages.country_name)
register.filter("quotation", rendering.render_quotation)
register.filter("excerpt", rendering.render_excerpt)
