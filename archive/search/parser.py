"""A query as people type it -> its tree. Nothing is an error: what is malformed is mended, and a note says how.

OR binds closer than the space between words, as in the search boxes that people know:
`harbour quay OR pier` is harbour, with quay or pier.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.search.grammar.fields import Field, field_named
from archive.search.grammar.lexer import TOKEN, readable
from archive.search.grammar.limits import DEEPEST, MOST_CHARACTERS
from archive.search.grammar.notes import Notes
from archive.search.grammar.notes import gettext_noop as _
from archive.search.grammar.reader import Reader
from archive.search.grammar.tree import Node, all_of, any_of, none_of

TOO_LONG = _("Only the first %(most)s characters were searched for.")
_DANGLING = _("An OR or NOT that joins nothing was left out.")


@dataclass(slots=True)
class _Token:
    kind: str  # "open", "close", "not", "or" or "node"
    node: Node | None = None
    factor: float = 1.0  # of a "close"


@dataclass(slots=True)
class Parser:
    """One parse; `notes` says in plain words what was mended."""

    notes: Notes = field(default_factory=Notes)
    _tokens: list[_Token] = field(default_factory=list, init=False)
    _place: int = field(default=0, init=False)
    _reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self._reader = Reader(self.notes)

    def parse(self, text: str) -> Node | None:
        self._tokens = self._tokenized(self._cleaned(text))
        nodes: list[Node] = []
        while self._place < len(self._tokens):
            inner = self._all()
            if inner is not None:
                nodes.append(inner)
            if self._at("close"):
                self._place += 1
                self.notes.add(_("A closing bracket without an opening one was left out."))
        return all_of(nodes)

    def _cleaned(self, text: str) -> str:
        text = readable(text[: MOST_CHARACTERS * 2])
        if len(text) > MOST_CHARACTERS:
            self.notes.add(TOO_LONG, most=f"{MOST_CHARACTERS:,}")
            text = text[:MOST_CHARACTERS]
        return text

    # --- text -> tokens ---

    def _tokenized(self, text: str) -> list[_Token]:
        tokens: list[_Token] = []
        groups: list[Field | None] = []  # of each bracket that is open, the field before it or around it
        for found in TOKEN.finditer(text):
            group = groups[-1] if groups else None
            match found.lastgroup:
                case "open":
                    groups.append(field_named(found["group"]) if found["group"] else group)
                    tokens += self._bracket_token(_Token("open"), len(groups))
                case "close":
                    tokens += self._bracket_token(_Token("close", factor=float(found["weight"] or 1)), len(groups))
                    del groups[-1:]
                case "or":
                    tokens.append(_Token("or"))
                case "minus" | "not":
                    tokens.append(_Token("not"))
                case "bare" | "value":
                    tokens += self._leaf_tokens(self._reader.read(found, group), len(groups))
        return tokens

    def _leaf_tokens(self, nodes: list[Node], depth: int) -> list[_Token]:
        """One token, so that a NOT or OR beside it holds for all that it stands for."""
        # Written, it may need a bracket of its own, for which there is no room in the deepest.
        joined = [all_of(nodes)] if depth < DEEPEST else nodes
        return [_Token("node", node) for node in joined if node is not None]

    def _bracket_token(self, token: _Token, depth: int) -> list[_Token]:
        if depth <= DEEPEST:
            return [token]
        self.notes.add(_("Brackets deeper than %(deepest)s were left out."), deepest=DEEPEST)
        return []

    # --- tokens -> tree ---

    def _at(self, kind: str) -> bool:
        return self._place < len(self._tokens) and self._tokens[self._place].kind == kind

    def _all(self) -> Node | None:
        nodes: list[Node] = []
        while self._place < len(self._tokens) and not self._at("close"):
            node = self._any()
            if node is not None:
                nodes.append(node)
        return all_of(nodes)

    def _any(self) -> Node | None:
        nodes = [self._one()]
        while self._at("or"):
            self._place += 1
            nodes.append(self._one())
        present = [node for node in nodes if node is not None]
        if len(present) < len(nodes):
            self.notes.add(_DANGLING)
        return any_of(present)

    def _one(self) -> Node | None:
        """One word, phrase or bracket with the NOTs before it; None, with nothing taken, where none stands here."""
        negations = 0
        while self._at("not"):
            self._place += 1
            negations += 1
        node = self._bracket() if self._at("open") else self._leaf()
        if node is not None and negations:
            return none_of(node)
        if negations:
            self.notes.add(_DANGLING)
        return node

    def _leaf(self) -> Node | None:
        if not self._at("node"):
            return None
        self._place += 1
        return self._tokens[self._place - 1].node

    def _bracket(self) -> Node | None:
        self._place += 1
        node = self._all()
        if not self._at("close"):
            self.notes.add(_("A bracket that was left open was closed at the end."))
            return node
        self._place += 1
        factor = self._tokens[self._place - 1].factor
        return self._reader.weighted(node, factor) if node is not None and factor != 1 else node
