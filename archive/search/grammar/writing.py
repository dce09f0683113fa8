"""A tree as people would type it, in one writing, and cut to what a query may hold."""

from __future__ import annotations

from archive.search.grammar.fields import FACETS
from archive.search.grammar.limits import MOST_CHARACTERS, MOST_TERMS
from archive.search.grammar.tree import (
    EVERYTHING,
    And,
    Boosted,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Word,
    changed,
    leaves,
    most_slips,
)


def written(node: Node | None) -> str:
    match node:
        case None:
            return ""
        case Not(inner):
            return f"-{_held(inner)}"
        case Boosted(inner, factor):
            return f"{_held(inner)}^{factor:g}"
        case And(nodes):
            return " ".join(written(inner) for inner in nodes)
        case Or(nodes):
            return " OR ".join(_held(inner) if isinstance(inner, And) else written(inner) for inner in nodes)
        case Word() | Phrase() | Pattern() | Fuzzy() | Range():
            return f"{node.field}:{_value(node)}" if node.field else _value(node)


def _held(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, And | Or) else written(node)


def _value(leaf: Leaf) -> str:
    match leaf:
        case Word(text) | Pattern(text):
            return text
        case Phrase(text, _, slop):
            return f'"{text}"~{slop}' if slop else f'"{text}"'
        case Fuzzy(text, _, slips):
            return f"{text}~" if slips == most_slips(text) else f"{text}~{slips}"
        case Range(_, low, high):
            return f"{low}..{high}"


def fitted(root: Node | None) -> Node | None:
    """The tree as a query may hold it; what is left out is taken from the end: words first, facets last."""
    surplus = len(list(leaves(root))) - MOST_TERMS
    if surplus > 0:
        root = _without(root, surplus)
    while len(written(root)) > MOST_CHARACTERS:
        root = _without(root, 1)
    return None if root == EVERYTHING else root


def _without(root: Node | None, count: int) -> Node | None:
    asked = {id(leaf) for leaf in leaves(root, negated=False)}

    def worth(leaf: Leaf) -> int:
        return 2 if leaf.field in FACETS else 0 if id(leaf) in asked and not leaf.field else 1

    last_first = list(leaves(root))[::-1]  # which sorting keeps among equals
    gone = {id(leaf) for leaf in sorted(last_first, key=worth)[:count]}
    return changed(root, lambda leaf: None if id(leaf) in gone else leaf)
