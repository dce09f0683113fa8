"""Slugs: addresses for people, made once from a name and then kept, so that links last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from django.db import models

LENGTH = 80


def free_slug(row: models.Model, words: str) -> str:
    """Return a slug made of `words` that no other row of this model has, in any script; numbered where taken."""
    kind = row._meta.model_name or "item"
    stem = _cut(slugify(words, allow_unicode=True)).strip("-") or kind
    taken = set(
        type(row)._default_manager.filter(slug__startswith=stem).exclude(pk=row.pk).values_list("slug", flat=True)
    )
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _cut(slug: str) -> str:
    """The slug within LENGTH, at the end of a word where it has any."""
    if len(slug) <= LENGTH:
        return slug
    whole_words = slug[: LENGTH + 1].rpartition("-")[0]
    return whole_words or slug[:LENGTH]
