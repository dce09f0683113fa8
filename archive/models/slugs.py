"""Slugs: addresses for people, made once from a name and then kept, so that links last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from django.db import models

LENGTH = 80
# Numbers that are looked up after the first, and how many at once between one that is taken and one that is free.
_FAR = [2, 3, 4, 5, *(2**power + 1 for power in range(3, 34))]
_PROBES = 64


def free_slug(row: models.Model, words: str) -> str:
    """Return a slug made of `words` that no other row of this model has, in any script; numbered where taken.

    One query, or up to four where many rows have the same words: what it costs does not grow with the rows.
    """
    stem = _stem(type(row), words)
    others = type(row)._default_manager.exclude(pk=row.pk).order_by()

    def first_free(numbers: Sequence[int]) -> tuple[int, int]:
        """The first of ascending `numbers` that is free, and the one before it, which is taken; 0 for none."""
        slugs = [_numbered(stem, number) for number in numbers]
        taken = set(others.filter(slug__in=slugs).values_list("slug", flat=True))
        at = next((at for at, slug in enumerate(slugs) if slug not in taken), len(slugs) - 1)
        return numbers[at], numbers[at - 1] if at else 0

    if not others.filter(slug=stem).exists():
        return stem
    free, taken = first_free(_FAR)
    taken = taken or 1
    while free - taken > 1:
        step = -(-(free - taken) // _PROBES)
        free, before = first_free([*range(taken + step, free, step), free])
        taken = before or taken
    return _numbered(stem, free)


def free_slugs(model: type[models.Model], many_words: Iterable[str]) -> dict[str, str]:
    """The slugs of those of `many_words` whose slug is not taken, and not another's of them; in one query.

    For rows that are saved soon, in the same transaction; the others ask `free_slug` for a number.
    """
    stems: dict[str, str] = {}
    for words in many_words:
        stems.setdefault(_stem(model, words), words)
    taken = set(model._default_manager.filter(slug__in=stems).order_by().values_list("slug", flat=True))
    return {words: stem for stem, words in stems.items() if stem not in taken}


def _stem(model: type[models.Model], words: str) -> str:
    return _cut(slugify(words, allow_unicode=True)).strip("-") or model._meta.model_name or "item"


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _cut(slug: str) -> str:
    """The slug within LENGTH, at the end of a word where it has any."""
    if len(slug) <= LENGTH:
        return slug
    whole_words = slug[: LENGTH + 1].rpartition("-")[0]
    return whole_words or slug[:LENGTH]
