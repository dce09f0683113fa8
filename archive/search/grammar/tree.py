"""A query as a tree, always in canonical form, as `all_of`, `any_of`, `none_of` and `boosted` make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.search.grammar.fields import FILTERS
from archive.search.grammar.limits import LEAST_FACTOR, MOST_FACTOR
from archive.search.grammar.signs import takes_weight


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces; field "" is any."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands between quotes. slop: how many other words may stand among its own."""

    text: str
    field: str = ""
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """One word with `*` for any run of letters and `?` for one letter; `*` alone is any value, without a field all."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word with up to `slips` of the keys in it, at most `most_slips(text)`."""

    text: str
    field: str = ""
    slips: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included; "" is open, on one side at most."""

    field: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Boosted:
    """What weighs `factor` times as much: a leaf, an And or an Or."""

    node: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be: a leaf, an And or an Or."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


Leaf = Word | Phrase | Pattern | Fuzzy | Range
Node = Leaf | Boosted | Not | And | Or

EVERYTHING = Pattern("*")


def all_of(nodes: Iterable[Node]) -> Node | None:
    """The nodes under one And, flat; a single one as it is, none as None. Beside others, everything asks nothing."""
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, And) else (node,))]
    flat = [node for node in flat if node != EVERYTHING] or flat[:1]
    return And(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def any_of(nodes: Iterable[Node]) -> Node | None:
    """The nodes under one Or, flat; a single one as it is, none as None."""
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, Or) else (node,))]
    return Or(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def none_of(node: Node) -> Node:
    """The opposite: twice not is the node itself. What is excluded has no weight."""
    if isinstance(node, Boosted):
        node = node.node
    return node.node if isinstance(node, Not) else Not(node)


def boosted(node: Node, factor: float) -> Node:
    """The node with a weight, to a hundredth and within the bounds; of a weight within a weight, their product.

    What is excluded and what only filters has none.
    """
    if isinstance(node, Not) or node == EVERYTHING or (isinstance(node, Leaf) and node.field in FILTERS):
        return node
    if isinstance(node, Boosted):
        factor *= node.factor
        node = node.node
    factor = round(min(max(factor, LEAST_FACTOR), MOST_FACTOR), 2)
    if factor == 1:
        return node
    if isinstance(node, Word) and not takes_weight(node.text):
        node = Phrase(node.text, node.field)  # so that its weight can be written behind it
    return Boosted(node, factor)


def most_slips(word: str) -> int:
    """How many slips `~` allows in a word by its length: a short one is a slip away from too many others."""
    return 0 if len(word) < 3 else 1 if len(word) <= 5 else 2


def leaves(node: Node | None, *, negated: bool | None = None) -> Iterator[Leaf]:
    """The leaves in order; with `negated` False, those that are asked for, else all of them."""
    match node:
        case None:
            return
        case Not(inner):
            yield from leaves(inner, negated=None if negated is None else not negated)
        case Boosted(inner, _):
            yield from leaves(inner, negated=negated)
        case And(nodes) | Or(nodes):
            for one in nodes:
                yield from leaves(one, negated=negated)
        case Word() | Phrase() | Pattern() | Fuzzy() | Range():
            if not negated:
                yield node


def changed(node: Node | None, change: Callable[[Leaf], Node | None]) -> Node | None:
    """The tree with each leaf changed, or left out where the change gives None."""
    match node:
        case None:
            return None
        case Not(inner):
            kept = changed(inner, change)
            return None if kept is None else none_of(kept)
        case Boosted(inner, factor):
            kept = changed(inner, change)
            return None if kept is None else boosted(kept, factor)
        case And(nodes) | Or(nodes):
            some = [one for inner in nodes if (one := changed(inner, change)) is not None]
            return all_of(some) if isinstance(node, And) else any_of(some)
        case Word() | Phrase() | Pattern() | Fuzzy() | Range():
            return change(node)
