"""A SearchQuery as the engine's request: which fields of the index each of its words is looked for in."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping

from archive.search.engine import analysis
from archive.search.engine.request import (
    AllOf,
    AnyOf,
    Boosted,
    Condition,
    Everything,
    Fields,
    Fuzzy,
    Named,
    NamedBetween,
    NamedUnder,
    NoneOf,
    NumberBetween,
    Pattern,
    Words,
)
from archive.search.grammar import tree
from archive.search.grammar.tree import And, Node, Not, Or, Phrase, Range, Word
from archive.search.query import Leaf, SearchQuery

# What a match in each field is worth beside one in the text.
WEIGHTS = {
    "text": 1.0, "title": 3.0, "abstract": 1.5, "claims": 1.5, "tags": 1.5, "byline": 1.0, "source": 1.0,
    "speakers": 1.0,
}  # fmt: skip
_K3 = 2.0
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


def patterns(query: SearchQuery) -> list[Pattern | Fuzzy]:
    """The patterns of the query as the engine takes them, in the order of `query.patterns()`."""
    found = (_leaf(leaf) for leaf in query.patterns())
    return [one for one in found if isinstance(one, Pattern | Fuzzy)]


def _condition(node: Node) -> Condition:
    match node:
        case Not(inner):
            return NoneOf(_condition(inner))
        case And(nodes):
            return AllOf(tuple(_condition(inner) for inner in _telling(nodes)))
        case Or(nodes):
            return AnyOf(_weighed_by_repetition([_condition(inner) for inner in nodes]))
        case tree.Boosted(inner, factor):
            return Boosted(_condition(inner), factor)
        case Word() | Phrase() | tree.Pattern() | tree.Fuzzy() | Range():
            return _leaf(node)


def _weighed_by_repetition(parts: list[Condition]) -> tuple[Condition, ...]:
    """A word that is asked for again and again matters more, but ever less so: 3n / (2 + n) for n times (BM25's k3)."""
    keys = [analysis.terms(part.text) if isinstance(part, Words) and not part.quoted else part for part in parts]
    times, first = Counter(keys), dict(zip(reversed(keys), reversed(parts), strict=True))
    return tuple(
        Boosted(first[key], (_K3 + 1) * count / (_K3 + count)) if count > 1 else first[key]
        for key, count in times.items()
    )


def _telling(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes without the stop words that stand among them unquoted; all of them where nothing else stands."""
    kept = tuple(node for node in nodes if not _is_stop(node))
    return kept if any(not isinstance(node, Not) for node in kept) else nodes


def _is_stop(node: Node) -> bool:
    return isinstance(node, Word) and not node.field and not analysis.telling(analysis.terms(node.text))


def _leaf(leaf: Leaf) -> Condition:
    match leaf:
        case Range():
            return _between(leaf)
        case tree.Pattern("*", name):
            return _any_value(name)
        case tree.Pattern(text, name):
            return Pattern(text.lower(), _fields(name))
        case tree.Fuzzy(text, name, slips):
            return Fuzzy(text.lower(), _fields(name), slips)
        case Word() | Phrase():
            return _words(leaf)


def _words(leaf: Word | Phrase) -> Condition:
    quoted, slop = isinstance(leaf, Phrase), leaf.slop if isinstance(leaf, Phrase) else 0
    if leaf.field == "lang":
        return NamedUnder(FACET_FIELDS["lang"], leaf.text)
    if leaf.field == "published":
        return _published(leaf.text, leaf.text)
    if leaf.field in NAME_FIELDS:
        return Named(NAME_FIELDS[leaf.field][0], leaf.text, Words(leaf.text, _fields(leaf.field), quoted, slop))
    if leaf.field in FACET_FIELDS:
        return Named(FACET_FIELDS[leaf.field], leaf.text)
    return Words(leaf.text, _fields(leaf.field), quoted, slop)


def _fields(name: str) -> Fields:
    """The fields of the index that hold the words of a query's field, with the weights of matches there."""
    if not name:
        return ANYWHERE
    words = NAME_FIELDS[name][1] if name in NAME_FIELDS else WORD_FIELDS[name]
    return ((words, WEIGHTS.get(words, 1.0)),)


def _any_value(name: str) -> Condition:
    if not name:
        return Everything()
    if name == "published":
        return NumberBetween("published_from", None, None)
    if name in FACET_FIELDS:
        return NamedBetween(FACET_FIELDS[name], None, None)
    if name in NAME_FIELDS:
        return NamedBetween(NAME_FIELDS[name][0], None, None)
    return Pattern("*", _fields(name))


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
