"""What a person searches for: frozen, edited by its facets, and written back as they would type it.

`SearchQuery.parse(text)` never raises; `unparse()` is canonical: parsing what it gives makes an equal query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from archive.search.grammar import (
    FACETS,
    FIELDS,
    OPERATORS,
    And,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Word,
    all_of,
    any_of,
    field_named,
)
from archive.search.parser import MOST_CHARACTERS, Parser, fielded, plain, quoted_phrase, writable

__all__ = ["FACETS", "FIELDS", "OPERATORS", "Leaf", "Phrase", "Range", "SearchQuery", "Word"]

Leaf = Word | Phrase | Range


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query's tree, None where everything is meant, and what was mended on the way to it."""

    root: Node | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, text: str) -> SearchQuery:
        """Read a query as typed; what is malformed is mended and `notes` says how. Linear in the text."""
        parser = Parser()
        root = parser.parse(text)
        fitted = _fitted(root)
        cut = () if fitted == root else (f"Only the first {MOST_CHARACTERS:,} characters were searched for.",)
        return cls(fitted, (*parser.notes, *cut))

    def unparse(self) -> str:
        """The query in its one canonical writing, which `parse` reads as an equal query."""
        return _written(self.root)

    def __str__(self) -> str:
        return self.unparse()

    @property
    def is_empty(self) -> bool:
        """Whether everything is meant."""
        return self.root is None

    @property
    def parts(self) -> tuple[Node, ...]:
        """What must all hold."""
        if self.root is None:
            return ()
        return self.root.nodes if isinstance(self.root, And) else (self.root,)

    # --- facets ---

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """The values asked for by facet field: any of a field's values will do, and every field must."""
        found: dict[str, list[str]] = {}
        for part in self.parts:
            if isinstance(part, Word | Phrase) and part.field in FACETS:
                found.setdefault(part.field, []).append(part.text)
        return {name: tuple(values) for name, values in found.items()}

    @property
    def facet_parts(self) -> Mapping[str, tuple[Leaf, ...]]:
        """As `facets`, with ranges, as nodes of the tree."""
        return {
            name: found
            for name in FACETS
            if (found := tuple(part for part in self.parts if _is_facet(part) and part.field == name))
        }

    def has_facet(self, field: str, value: str) -> bool:
        return any(_same(value, held) for held in self.facets.get(field, ()))

    def with_facet(self, field: str, value: str) -> SearchQuery:
        """The query that also takes results of this value. Raises KeyError for a field that is no facet."""
        known = field_named(field)
        if known is None or not known.facet:
            raise KeyError(f"{field!r} is no facet. Facets: {', '.join(FACETS)}.")
        if self.has_facet(known.name, value) or not any(sign.isalnum() for sign in value):
            return SearchQuery(self.root)
        return SearchQuery(_fitted(all_of([*self.parts, fielded(known, value)])))

    def without_facet(self, field: str, value: str) -> SearchQuery:
        """The query without this value of a facet field, in any case."""
        return SearchQuery(all_of([part for part in self.parts if not _asks_for(part, field, value)]))

    def without_facets(self) -> SearchQuery:
        """The query without any facet, ranges of years among them."""
        return SearchQuery(all_of([part for part in self.parts if not _is_facet(part)]))

    # --- words ---

    def text_only(self) -> tuple[Word | Phrase, ...]:
        """The words and phrases that a text must or may hold, for marking them in it."""
        return tuple(
            leaf
            for leaf in _leaves(self.root, negated=False)
            if isinstance(leaf, Word | Phrase) and leaf.field in {"", "text"}
        )

    def any_of(self) -> SearchQuery | None:
        """The query that asks for any of the words that this one wants all of; None where that is no other query."""
        words: list[Node] = [
            part for part in self.parts if isinstance(part, Word | Phrase | Or) and not _is_fielded(part)
        ]
        if len(words) < 2:
            return None
        others = [part for part in self.parts if part not in words]
        return SearchQuery(all_of([any_of(words) or words[0], *others]))

    def words(self) -> tuple[str, ...]:
        """The distinct words that are searched for in texts, as typed, phrases taken apart; for spelling."""
        texts = (leaf.text for leaf in _leaves(self.root, negated=False) if _is_spoken(leaf))
        return tuple(dict.fromkeys(word for text in texts for word in text.split()))

    def values_of(self, field: str) -> tuple[str, ...]:
        """Every value that is asked for in this field, wherever it stands."""
        leaves = _leaves(self.root)
        return tuple(leaf.text for leaf in leaves if isinstance(leaf, Word | Phrase) and leaf.field == field)

    def with_values(self, field: str, meant: Mapping[str, str]) -> SearchQuery:
        """The query with values of `values_of(field)` replaced. Raises KeyError for a field that there is not."""
        known = field_named(field)
        if known is None:
            raise KeyError(f"{field!r} is no field.")

        def changed(leaf: Leaf) -> Node:
            asked = isinstance(leaf, Word | Phrase) and leaf.field == field and leaf.text in meant
            return fielded(known, meant[leaf.text]) if asked else leaf  # type: ignore[union-attr]

        return SearchQuery(_changed(self.root, changed))

    def with_words(self, meant: Mapping[str, str]) -> SearchQuery:
        """The query with words of `words()` replaced."""

        def corrected(leaf: Leaf) -> Leaf:
            if not _is_spoken(leaf):
                return leaf
            text = " ".join(meant.get(word, word) for word in leaf.text.split())
            if text == leaf.text:
                return leaf
            if leaf.field:
                return replace(leaf, text=text)
            return quoted_phrase(text) if isinstance(leaf, Phrase) else plain(text)

        return SearchQuery(_changed(self.root, corrected))


def _is_facet(node: Node) -> TypeGuard[Leaf]:
    return isinstance(node, Word | Phrase | Range) and node.field in FACETS


def _asks_for(node: Node, field: str, value: str) -> bool:
    return _is_facet(node) and isinstance(node, Word | Phrase) and node.field == field and _same(node.text, value)


def _is_fielded(node: Node) -> bool:
    return isinstance(node, Word | Phrase | Range) and node.field != ""


def _is_spoken(leaf: Leaf) -> TypeGuard[Word | Phrase]:
    return isinstance(leaf, Word | Phrase) and leaf.field in {"", "text", "title"}


def _same(one: str, other: str) -> bool:
    return writable(one).casefold() == writable(other).casefold()


# --- the tree ---


def _leaves(node: Node | None, *, negated: bool | None = None) -> Iterator[Leaf]:
    """The leaves in order; with `negated`, those under an odd number of Nots, or those under an even one."""
    match node:
        case None:
            return
        case Not(inner):
            yield from _leaves(inner, negated=None if negated is None else not negated)
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from _leaves(inner, negated=negated)
        case Word() | Phrase() | Range():
            if not negated:
                yield node


def _changed(node: Node | None, change: Callable[[Leaf], Node | None]) -> Node | None:
    """The tree with each leaf changed, or left out where the change gives None."""
    match node:
        case None:
            return None
        case Not(inner):
            changed = _changed(inner, change)
            return None if changed is None else Not(changed)
        case And(nodes) | Or(nodes):
            kept = [one for inner in nodes if (one := _changed(inner, change)) is not None]
            return all_of(kept) if isinstance(node, And) else any_of(kept)
        case Word() | Phrase() | Range():
            return change(node)


def _fitted(root: Node | None) -> Node | None:
    """The tree, shortened from its end until its writing fits; facets at the top go last."""
    while len(_written(root)) > MOST_CHARACTERS:
        leaves = list(_leaves(root))
        last = next((leaf for leaf in reversed(leaves) if not _is_facet(leaf)), leaves[-1])
        root = _changed(root, lambda leaf, last=last: None if leaf is last else leaf)  # type: ignore[misc]
    return root


def _written(node: Node | None) -> str:
    match node:
        case None:
            return ""
        case Word(text, name):
            return f"{name}:{text}" if name else text
        case Phrase(text, name):
            return f'{name}:"{text}"' if name else f'"{text}"'
        case Range(name, low, high):
            return f"{name}:{low}..{high}"
        case Not(inner):
            return f"-{_bracketed(inner)}" if isinstance(inner, And | Or) else f"-{_written(inner)}"
        case And(nodes):
            return " ".join(_written(inner) for inner in nodes)
        case Or(nodes):
            return " OR ".join(_bracketed(inner) if isinstance(inner, And) else _written(inner) for inner in nodes)


def _bracketed(node: Node) -> str:
    return f"({_written(node)})"
