"""A query as people type it -> its tree. Nothing is an error: what is malformed is mended, and a note says how.

OR binds closer than the space between words, as in the search boxes that people know:
`harbour quay OR pier` is harbour, with quay or pier.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from archive.search.grammar import Field, Kind, Node, Phrase, Word, all_of, any_of, field_named, field_value, none_of

MOST_CHARACTERS = 1_000
MOST_TERMS = 64
DEEPEST = 20  # brackets within brackets

_DANGLING = "An OR or NOT that joins nothing was left out."

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"（": "(", "）": ")", "：": ":", "\u3000": " "})
_TOKEN = re.compile(
    r"""
    (?P<open>\() | (?P<close>\)) |
    (?P<minus>[-−](?=[^\s)])) | (?P<plus>\+(?=[^\s)])) |
    (?P<or>(?:OR|\|\|?)(?=[\s()]|$)) | (?P<and>(?:AND|&&?)(?=[\s()]|$)) | (?P<not>NOT(?=[\s()]|$)) |
    (?P<bare>[^\W\d_]{1,20}):(?=[\s()]|$) |
    (?:(?P<field>[^\W\d_]{1,20}):(?!//))?
    (?: "(?P<phrase>[^"]*)(?P<closing>"|$) | (?P<word>[^\s()"]+) ) |
    (?P<space>\s+)
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class _Token:
    kind: str  # "open", "close", "not", "or" or "node"
    node: Node | None = None


@dataclass(slots=True)
class Parser:
    """One parse; `notes` says in plain words what was mended."""

    notes: list[str] = field(default_factory=list)
    _tokens: list[_Token] = field(default_factory=list)
    _place: int = 0
    _terms: int = 0

    def parse(self, text: str) -> Node | None:
        self._tokens = self._tokenized(self._cleaned(text))
        nodes: list[Node] = []
        while self._place < len(self._tokens):
            inner = self._all()
            if inner is not None:
                nodes.append(inner)
            if self._at("close"):
                self._place += 1
                self._note("A closing bracket without an opening one was left out.")
        return all_of(nodes)

    def _cleaned(self, text: str) -> str:
        text = _readable(text[: MOST_CHARACTERS * 2])
        if len(text) > MOST_CHARACTERS:
            self._note(f"Only the first {MOST_CHARACTERS:,} characters were searched for.")
            text = text[:MOST_CHARACTERS]
        return text

    def _note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)

    # --- text -> tokens ---

    def _tokenized(self, text: str) -> list[_Token]:
        tokens: list[_Token] = []
        depth = 0
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup or ""
            if kind in {"open", "close"}:
                depth += 1 if kind == "open" else -min(depth, 1)
                if depth > DEEPEST or (kind == "close" and depth == DEEPEST):
                    self._note(f"Brackets deeper than {DEEPEST} were left out.")
                else:
                    tokens.append(_Token(kind))
            elif kind == "or":
                tokens.append(_Token(kind))
            elif kind in {"minus", "not"}:
                tokens.append(_Token("not"))
            elif kind in {"bare", "closing", "word"}:
                tokens.extend(_Token("node", node) for node in self._valued(found))
        return tokens

    def _valued(self, found: re.Match[str]) -> list[Node]:
        if found["bare"] and field_named(found["bare"]):
            self._note(f"“{found[0]}” has no value and was left out.")
            return []
        quoted = found["phrase"] is not None
        if quoted and not found["closing"]:
            self._note("A quotation mark without its partner was closed at the end.")
        text = " ".join((found["phrase"] if quoted else found["word"] or found[0]).split())
        nodes = self._fielded(found["field"], text, quoted=quoted) if found["field"] else self._plain(text, quoted)
        kept = [node for node in nodes if self._counted()]
        if len(kept) < len(nodes):
            self._note(f"Only the first {MOST_TERMS} words were searched for.")
        return kept

    def _counted(self) -> bool:
        self._terms += 1
        return self._terms <= MOST_TERMS

    def _plain(self, text: str, quoted: bool) -> list[Node]:
        if not text:
            self._note("An empty pair of quotation marks was left out.")
            return []
        if not any(sign.isalnum() for sign in text):
            self._note(f"“{text}” holds nothing that can be searched for and was left out.")
            return []
        return [Phrase(text) if quoted else plain(text)]

    def _fielded(self, name: str, text: str, *, quoted: bool) -> list[Node]:
        known = field_named(name)
        if known is None:
            self._note(f"There is no field “{name}”; its words were searched for in the text.")
            return [*self._plain(name, quoted=False), *self._plain(text, quoted)]
        node = field_value(known, text, quoted=quoted) if any(sign.isalnum() for sign in text) else None
        if node is not None:
            return [node]
        if not text:
            self._note(f"“{name}:” has no value and was left out.")
            return []
        self._note(_refusal(known, text))
        return self._plain(text, quoted)

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
            self._note(_DANGLING)
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
            self._note(_DANGLING)
        return node

    def _leaf(self) -> Node | None:
        if not self._at("node"):
            return None
        self._place += 1
        return self._tokens[self._place - 1].node

    def _bracket(self) -> Node | None:
        self._place += 1
        node = self._all()
        if self._at("close"):
            self._place += 1
        else:
            self._note("A bracket that was left open was closed at the end.")
        return node


def plain(text: str) -> Word | Phrase:
    """`text` as a word of its own, or quoted where it would be read as something else."""
    found = _TOKEN.match(text)
    whole = found is not None and found[0] == text and found["field"] is None
    is_word = found is not None and (found.lastgroup == "word" or (found["bare"] and not field_named(found["bare"])))
    return Word(text) if whole and is_word else quoted_phrase(text)


def fielded(known: Field, value: str) -> Node:
    """`value` of a field, quoted where it needs it."""
    value = writable(value)
    found = _TOKEN.match(f"{known.name}:{value}")
    whole = found is not None and found["field"] == known.name and found["word"] == value
    return field_value(known, value, quoted=not whole) or Phrase(value, known.name)


def quoted_phrase(text: str) -> Phrase:
    return Phrase(writable(text))


def writable(text: str) -> str:
    """`text` as a query can hold it: without quotation marks, which end a phrase, and on one line."""
    return " ".join(_readable(text).replace('"', " ").split())


def _readable(text: str) -> str:
    """Composed, with plain quotation marks and brackets, and spaces for control characters."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in text).strip()


def _refusal(known: Field, text: str) -> str:
    takes = {
        Kind.STANCE: "one of asserts, disputes, qualifies",
        Kind.YEAR: "a year of four digits, or a range such as 2013..2019",
        Kind.DATE: "a date such as 2014, 2014-09 or 2014-09-27, or a range of them",
    }.get(known.kind, "words")
    return f"“{known.name}:” takes {takes}; “{text}” was searched for in the text."
