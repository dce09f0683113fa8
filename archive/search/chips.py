"""What narrows the results of a query, each with a name for the page and the query without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.search.facets import LABELS, Facet, choice_label
from archive.search.grammar.fields import FILTERS
from archive.search.grammar.tree import Fuzzy, Leaf, Node, Not, Pattern, Phrase, Range, Word, all_of
from archive.search.query import SearchQuery

_LABELS = {**LABELS, "published": gettext_lazy("Published")}


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    query: SearchQuery


def chips(query: SearchQuery, facets: Sequence[Facet]) -> tuple[Chip, ...]:
    """The facets' chosen values as the archive writes them, then ranges, dates, patterns and what is excluded."""
    chosen = [Chip(choice.label, choice.query) for facet in facets for choice in facet.choices if choice.selected]
    others = [Chip(_told(part), _without(query, part)) for part in query.parts if _is_other(part)]
    return (*chosen, *others)


def _is_other(part: Node) -> bool:
    if isinstance(part, Not):
        return isinstance(part.node, Leaf) and part.node.field in FILTERS
    if not isinstance(part, Leaf) or part.field not in FILTERS:
        return False
    return part.field == "published" or not isinstance(part, Word | Phrase)


def _without(query: SearchQuery, part: Node) -> SearchQuery:
    return SearchQuery(all_of(one for one in query.parts if one != part))


def _told(part: Node) -> str:
    leaf = part.node if isinstance(part, Not) else part
    if not isinstance(leaf, Leaf):
        return ""
    if leaf is part:
        told = _("%(field)s: %(value)s")
    elif leaf == Pattern("*", leaf.field):
        told = _("%(field)s: none")
    else:
        told = _("%(field)s: not %(value)s")
    return told % {"field": _LABELS[leaf.field], "value": _value(leaf)}


def _value(leaf: Leaf) -> str:
    match leaf:
        case Range(_, low, high):
            told = _("%(first)s to %(last)s") if low and high else _("from %(first)s") if low else _("until %(last)s")
            return told % {"first": low, "last": high}
        case Pattern("*"):
            return _("any")
        case Word(text, field) | Phrase(text, field):
            return choice_label(field, text)
        case Pattern(text) | Fuzzy(text):
            return text
