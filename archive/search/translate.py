"""A SearchQuery as the engine's request: which fields of the index each of its words is looked for in."""

from __future__ import annotations

import calendar
from collections.abc import Mapping

from archive.search.engine import analysis
from archive.search.engine.request import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    Named,
    NamedBetween,
    NoneOf,
    NumberBetween,
    Words,
)
from archive.search.grammar import And, Node, Not, Or, Phrase, Range, Word
from archive.search.query import Leaf, SearchQuery

# What a match in each field is worth beside one in the text.
WEIGHTS = {
    "text": 1.0, "title": 3.0, "abstract": 1.5, "claims": 1.5, "tags": 1.5, "byline": 1.0, "source": 1.0,
    "speakers": 1.0,
}  # fmt: skip
ANYWHERE = tuple(WEIGHTS.items())
WORD_FIELDS = {"title": "title", "text": "text", "author": "byline", "speaker": "speakers"}
# Of a name: the exact field, and the field of words that counts where no document has exactly this name.
NAME_FIELDS = {
    "source": ("source_exact", "source"),
    "tag": ("tags_exact", "tags"),
    "lang": ("language_exact", "language"),
    "claim": ("claim_slugs_exact", "claims"),
}
FACET_FIELDS = {
    "source": "source_exact",
    "year": "years_exact",
    "tag": "tags_exact",
    "stance": "stances_exact",
    "lang": "language_exact",
}


def condition(query: SearchQuery) -> Condition:
    """What is not a facet of the query."""
    rest = query.without_facets().root
    return Everything() if rest is None else _condition(rest)


def filters(query: SearchQuery) -> Mapping[str, Condition]:
    """The query's facets by field of the index: any of the values of one field."""
    return {
        FACET_FIELDS[name]: AnyOf(tuple(_leaf(part) for part in parts)) for name, parts in query.facet_parts.items()
    }


def _condition(node: Node) -> Condition:
    match node:
        case Not(inner):
            return NoneOf(_condition(inner))
        case And(nodes):
            return AllOf(tuple(_condition(inner) for inner in _telling(nodes)))
        case Or(nodes):
            return AnyOf(tuple(_condition(inner) for inner in nodes))
        case Word() | Phrase() | Range():
            return _leaf(node)


def _telling(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes without the stop words that stand among them unquoted; all of them where nothing else stands."""
    kept = tuple(node for node in nodes if not _is_stop(node))
    return kept if any(not isinstance(node, Not) for node in kept) else nodes


def _is_stop(node: Node) -> bool:
    return isinstance(node, Word) and not node.field and not analysis.telling(analysis.terms(node.text))


def _leaf(leaf: Leaf) -> Condition:
    if isinstance(leaf, Range):
        return _between(leaf)
    if leaf.field in NAME_FIELDS:
        exact, words = NAME_FIELDS[leaf.field]
        return Named(exact, leaf.text, Words(leaf.text, ((words, WEIGHTS.get(words, 1.0)),)))
    if leaf.field in WORD_FIELDS:
        name = WORD_FIELDS[leaf.field]
        return Words(leaf.text, ((name, WEIGHTS[name]),))
    if leaf.field == "published":
        return _published(leaf.text, leaf.text)
    if leaf.field in FACET_FIELDS:
        return Named(FACET_FIELDS[leaf.field], leaf.text)
    return Words(leaf.text, ANYWHERE)


def _between(leaf: Range) -> Condition:
    if leaf.field == "published":
        return _published(leaf.low, leaf.high)
    return NamedBetween(FACET_FIELDS[leaf.field], leaf.low or None, leaf.high or None)


def _published(low: str, high: str) -> Condition:
    """Articles whose date may lie between the first day of `low` and the last of `high`, dates cut at any precision."""
    begin, end = _day(low, last=False) if low else None, _day(high, last=True) if high else None
    return AllOf((NumberBetween("published_to", begin, None), NumberBetween("published_from", None, end)))


def _day(date: str, *, last: bool) -> int:
    """The first or last day of a year, month or day, as yyyymmdd; a day past the month's end is the month's last."""
    year, month, day = (*(int(part) for part in date.split("-")), 0, 0)[:3]
    month = month or (12 if last else 1)
    longest = calendar.monthrange(max(year, 1), month)[1]
    day = min(day, longest) if day else (longest if last else 1)
    return year * 10_000 + month * 100 + day
