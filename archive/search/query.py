"""What a person searches for: frozen, edited by its facets, and written back as they would type it.

`SearchQuery.parse(text)` never raises; `unparse()` is canonical: parsing what it gives makes an equal query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from archive.search.grammar.fields import FACETS, FIELDS, field_named
from archive.search.grammar.lexer import fielded, plain, searchable, writable
from archive.search.grammar.limits import MOST_CHARACTERS
from archive.search.grammar.notes import Told
from archive.search.grammar.operators import OPERATORS
from archive.search.grammar.tree import (
    EVERYTHING,
    And,
    Fuzzy,
    Leaf,
    Node,
    Pattern,
    Phrase,
    Range,
    Word,
    all_of,
    changed,
    leaves,
)
from archive.search.grammar.widening import widened
from archive.search.grammar.writing import fitted, written
from archive.search.parser import TOO_LONG, Parser

__all__ = ["FACETS", "FIELDS", "OPERATORS", "Fuzzy", "Leaf", "Pattern", "Phrase", "Range", "SearchQuery", "Word"]

_PASSAGE_FIELDS = frozenset({"stance", "claim"})


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query's tree, None where everything is meant, and what was mended on the way to it."""

    root: Node | None = None
    notes: tuple[Told, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, text: str) -> SearchQuery:
        """Read a query as typed; what is malformed is mended and `notes` says how. Linear in the text."""
        parser = Parser()
        root = parser.parse(text)
        kept = fitted(root)
        if kept != root and root != EVERYTHING:
            parser.notes.add(TOO_LONG, most=f"{MOST_CHARACTERS:,}")
        return cls(kept, tuple(parser.notes.said))

    def unparse(self) -> str:
        """The query in its one canonical writing, which `parse` reads as an equal query."""
        return written(self.root)

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
        if self.has_facet(known.name, value) or not searchable(value):
            return SearchQuery(self.root)
        return SearchQuery(fitted(all_of([*self.parts, fielded(known, value)])))

    def without_facet(self, field: str, value: str) -> SearchQuery:
        """The query without this value of a facet field, in any case."""
        return SearchQuery(all_of([part for part in self.parts if not _asks_for(part, field, value)]))

    def without_facets(self) -> SearchQuery:
        """The query without any facet, ranges of years among them."""
        return SearchQuery(all_of([part for part in self.parts if not _is_facet(part)]))

    # --- words ---

    def text_only(self) -> tuple[Word | Phrase, ...]:
        """The words and phrases that a text must or may hold, for marking them in it."""
        return tuple(leaf for leaf in self._of_text() if isinstance(leaf, Word | Phrase))

    def patterns(self) -> tuple[Pattern | Fuzzy, ...]:
        """As `text_only`, the words with wildcards or ~: each is one word, for the forms that a text holds."""
        return tuple(leaf for leaf in self._of_text() if isinstance(leaf, Fuzzy | Pattern) and leaf.text != "*")

    def _of_text(self) -> list[Leaf]:
        return [leaf for leaf in leaves(self.root, negated=False) if leaf.field in {"", "text"}]

    @property
    def asks_for_passages(self) -> bool:
        """Whether it asks for a stance or a claim, which passages have, so that they are what to list."""
        return any(leaf.field in _PASSAGE_FIELDS for leaf in leaves(self.root, negated=False))

    def any_of(self) -> SearchQuery | None:
        """The query that asks for any of the words that this one wants all of; None where that is no other query.

        Question words go, phrases stay whole, runs of Chinese, Japanese and Korean signs become any of their pairs;
        what is asked for in a field stays required, and what is excluded stays excluded.
        """
        if self.root is None:
            return None
        wider = SearchQuery(SearchQuery.parse(written(fitted(widened(self.root)))).root)
        return None if wider == self else wider

    def words(self) -> tuple[str, ...]:
        """The distinct words that are searched for in texts, as typed, phrases taken apart; for spelling."""
        texts = (leaf.text for leaf in leaves(self.root, negated=False) if _is_spoken(leaf))
        return tuple(dict.fromkeys(word for text in texts for word in text.split()))

    def values_of(self, field: str) -> tuple[str, ...]:
        """Every value that is asked for in this field, wherever it stands."""
        return tuple(leaf.text for leaf in leaves(self.root) if isinstance(leaf, Word | Phrase) and leaf.field == field)

    def with_values(self, field: str, meant: Mapping[str, str]) -> SearchQuery:
        """The query with values of `values_of(field)` replaced. Raises KeyError for a field that there is not."""
        known = field_named(field)
        if known is None:
            raise KeyError(f"{field!r} is no field.")

        def renamed(leaf: Leaf) -> Node:
            asked = isinstance(leaf, Word | Phrase) and leaf.field == field and leaf.text in meant
            return fielded(known, meant[leaf.text]) if asked else leaf  # type: ignore[union-attr]

        return SearchQuery(changed(self.root, renamed))

    def with_words(self, meant: Mapping[str, str]) -> SearchQuery:
        """The query with words of `words()` replaced."""

        def corrected(leaf: Leaf) -> Node:
            if not _is_spoken(leaf):
                return leaf
            text = " ".join(meant.get(word, word) for word in leaf.text.split())
            if text == leaf.text:
                return leaf
            if isinstance(leaf, Phrase):
                return replace(leaf, text=writable(text))
            known = field_named(leaf.field)
            return fielded(known, text) if known else plain(text)

        return SearchQuery(changed(self.root, corrected))


def _is_facet(node: Node) -> TypeGuard[Leaf]:
    return isinstance(node, Leaf) and node.field in FACETS


def _asks_for(node: Node, field: str, value: str) -> bool:
    return _is_facet(node) and isinstance(node, Word | Phrase) and node.field == field and _same(node.text, value)


def _is_spoken(leaf: Leaf) -> TypeGuard[Word | Phrase]:
    return isinstance(leaf, Word | Phrase) and leaf.field in {"", "text", "title"}


def _same(one: str, other: str) -> bool:
    return writable(one).casefold() == writable(other).casefold()
