"""What templates need to show values as a person would write them."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive import languages, rendering
from archive.models import Article, Stance

register = template.Library()

# The forms of EDTF that are also valid in HTML's <time datetime>.
HTML_TIME = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?)?")


@register.filter
def published(article: Article) -> SafeString | str:
    """The publication date in words, as a <time> where HTML can express it; 'undated' where it is not known."""
    date = article.published_date
    if date is None:
        return "undated"
    plain = date.value.rstrip("?~%")
    if HTML_TIME.fullmatch(plain):
        return format_html('<time datetime="{}">{}</time>', plain, str(date))
    return str(date)


@register.filter
def sign(stance: str) -> str:
    """'+' for asserts, '−' for disputes, '±' for qualifies."""
    return rendering.SIGNS[Stance(stance)]


@register.filter
def stance_counts(row: object) -> list[tuple[Stance, int]]:
    """Each stance with its count on a claim that with_counts() annotated."""
    return [(stance, getattr(row, f"{stance.value}_count")) for stance in Stance]


register.filter("language_name", languages.language_name)
register.filter("country_name", languages.country_name)
register.filter("quotation", rendering.render_quotation)
register.filter("excerpt", rendering.render_excerpt)
