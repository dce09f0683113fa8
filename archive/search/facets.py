"""The facets of a page of results: values with their counts, each with the query after a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from archive.languages import language_name
from archive.models import Stance
from archive.search.engine import analysis
from archive.search.query import SearchQuery
from archive.search.translate import FACET_FIELDS

MOST_CHOICES = 20  # of a facet; those chosen are shown beyond it
LABELS = {"source": _("Source"), "year": _("Year"), "tag": _("Tag"), "stance": _("Stance"), "lang": _("Language")}

Counts = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value of a facet. count: the results with it, whatever else of this facet is chosen.

    query: the query after a click: with the value, or without it where it is selected.
    """

    value: str
    label: str
    count: int
    selected: bool
    query: SearchQuery


@dataclass(frozen=True, slots=True)
class Facet:
    """field: the name that queries give it.

    Values without a result are left out, unless they are chosen or no value has one. more: how many others there are.
    """

    field: str
    label: str
    choices: tuple[FacetChoice, ...]
    more: int


def build_facets(query: SearchQuery, counted: Mapping[str, Counts]) -> tuple[Facet, ...]:
    """The facets in the order in which they are shown; `counted` is by field of the index."""
    return tuple(_facet(query, field, counted.get(name, ())) for field, name in FACET_FIELDS.items())


def _facet(query: SearchQuery, field: str, counts: Counts) -> Facet:
    asked = {analysis.name_key(value): value for value in query.facets.get(field, ())}
    chosen = {value for value, _ in counts if value in asked.values() or analysis.name_key(value) in asked}
    kept = [pair for pair in counts if pair[1] or pair[0] in chosen] or counts
    shown = [pair for place, pair in enumerate(kept) if place < MOST_CHOICES or pair[0] in chosen]
    more = len(kept) - len(shown)
    known = {analysis.name_key(value) for value in chosen}
    shown += [(value, 0) for key, value in asked.items() if key not in known]
    choices = [_choice(query, field, value, count) for value, count in shown]
    return Facet(field, str(LABELS[field]), tuple(_in_order(field, choices)), more)


def _choice(query: SearchQuery, field: str, value: str, count: int) -> FacetChoice:
    written = [one for one in query.facets.get(field, ()) if _is_same(one, value)]
    after = query if written else query.with_facet(field, value)
    for one in written:
        after = after.without_facet(field, one)
    return FacetChoice(value, choice_label(field, value), count, bool(written), after)


def _is_same(asked: str, value: str) -> bool:
    return asked == value or analysis.name_key(asked) == analysis.name_key(value)


def choice_label(field: str, value: str) -> str:
    """A value as a person reads it."""
    if field == "stance" and value in Stance.values:
        return str(Stance(value).label)
    if field == "lang":
        return language_name(value)
    return value


def _in_order(field: str, choices: list[FacetChoice]) -> list[FacetChoice]:
    if field == "year":
        return sorted(choices, key=lambda choice: choice.value, reverse=True)
    if field == "stance":
        known = list(Stance.values)
        return sorted(choices, key=lambda choice: known.index(choice.value) if choice.value in known else len(known))
    return choices
