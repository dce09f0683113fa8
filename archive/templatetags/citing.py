"""What templates need to show how an article or a passage is cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django import template
from django.urls import reverse

from archive.exchange.citations import reference
from archive.exchange.citations.forms import FORMS, Form
from archive.models import Article, Capture, Passage

register = template.Library()


@dataclass(frozen=True, slots=True)
class Citation:
    """text: the citation in words. forms: each form with the address that it is had at."""

    text: str
    forms: tuple[tuple[Form, str], ...]


@register.simple_tag(takes_context=True)
def citation(context: dict[str, Any], of: Article | Passage, earlier: Capture | Literal[""] | None = None) -> Citation:
    """How `of` is cited, with absolute addresses on the host that was asked.

    earlier: of a passage, the older capture that has its words if the current one has not; '' for none.
    """
    address = context["request"].build_absolute_uri(of.get_absolute_url())
    if isinstance(of, Passage):
        cited, name, key = reference.of_passage(of, address, earlier or None), "passage-citation", str(of.pk)
    else:
        cited, name, key = reference.of_article(of, address), "article-citation", of.slug
    forms = tuple((form, reverse(name, args=[key, ending])) for ending, form in FORMS.items())
    return Citation(FORMS["txt"].write(cited), forms)
