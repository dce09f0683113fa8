"""Slugs: addresses for people, made once from a name and then kept, so that links last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from django.db import models

LENGTH = 80
# Numbers that are looked up after the first, and how many at once between one that is taken and one that is free.
_FAR = [2, 3, 4, 5, *(2**power + 1 for power in range(3, 34))]
_PROBES = 64
_NEAR = 16  # numbers that are looked up for each of many
_AT_ONCE = 900  # a query takes 999 values on some builds of SQLite


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


class FreeSlugs:
    """Slugs for rows that are made together, in one transaction: no other row's, and no two the same.

    Some few queries for all of them, however many rows there are.
    """

    def __init__(self, model: type[models.Model], many_words: Iterable[str]) -> None:
        """many_words: of each row that is to come, those that recur as often as they do."""
        self._model = model
        self._rows = model._default_manager.order_by()
        stems = Counter(_stem(model, words) for words in many_words)
        self._taken = self._among(list(stems))
        crowded = [(stem, count) for stem, count in stems.items() if count > 1 or stem in self._taken]
        self._numbers = {stem: _NEAR + count for stem, count in crowded}
        slugs = [_numbered(stem, number) for stem, last in self._numbers.items() for number in range(2, last)]
        self._taken |= self._among(slugs)

    def take(self, words: str) -> str:
        """A slug that nobody has, which is then taken; '' where `free_slug` must look further."""
        stem = _stem(self._model, words)
        for number in range(1, self._numbers.get(stem, 2)):
            slug = _numbered(stem, number)
            if slug not in self._taken:
                self._taken.add(slug)
                return slug
        return ""

    def note(self, slug: str) -> None:
        """One that was found otherwise is taken too."""
        self._taken.add(slug)

    def _among(self, slugs: Sequence[str]) -> set[str]:
        """Those that rows have."""
        found: set[str] = set()
        for first in range(0, len(slugs), _AT_ONCE):
            rows = self._rows.filter(slug__in=slugs[first : first + _AT_ONCE])
            found |= set(rows.values_list("slug", flat=True))
        return found


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
