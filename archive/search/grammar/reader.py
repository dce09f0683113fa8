"""One token of a query -> the leaves that it stands for, with notes on what was mended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.search.grammar import signs
from archive.search.grammar.fields import FILTERS, Field, Kind, field_named
from archive.search.grammar.lexer import fielded, plain, quoted_phrase, searchable
from archive.search.grammar.limits import (
    FEWEST_LETTERS,
    LEAST_FACTOR,
    MOST_FACTOR,
    MOST_PATTERNS,
    MOST_SLOP,
    MOST_STARS,
    MOST_TERMS,
)
from archive.search.grammar.notes import Notes, shown
from archive.search.grammar.notes import gettext_noop as _
from archive.search.grammar.tree import EVERYTHING, Fuzzy, Leaf, Node, Pattern, Phrase, boosted, most_slips
from archive.search.grammar.values import field_value, refusal


@dataclass(slots=True)
class Reader:
    """Reads the tokens of one query in order; counts what it may hold only so much of."""

    notes: Notes
    _terms: int = field(default=0, init=False)
    _patterns: int = field(default=0, init=False)

    def read(self, found: re.Match[str], group: Field | None) -> list[Node]:
        """The leaves of a token that is a value or a bare field; group: the field of the brackets around it."""
        if found["name"] and field_named(found["name"]):
            self._left_out(found[0])
            return []
        nodes = self._quoted(found, group) if found["phrase"] is not None else self._unquoted(found, group)
        kept = [node for node in nodes if self._fits()]
        if len(kept) < len(nodes):
            self.notes.add(_("Only the first %(most)s words were searched for."), most=MOST_TERMS)
        return kept

    def weighted(self, node: Node, factor: float) -> Node:
        """The node with the weight that was typed behind it."""
        if factor != 1 and isinstance(node, Leaf) and node.field in FILTERS:
            self.notes.add(_("Values of “%(field)s:” have no weight; the ^ behind one was left out."), field=node.field)
            return node
        if not LEAST_FACTOR <= factor <= MOST_FACTOR:
            self.notes.add(
                _("A weight behind ^ lies between %(least)s and %(most)s."),
                least=f"{LEAST_FACTOR:g}",
                most=f"{MOST_FACTOR:g}",
            )
        return boosted(node, factor)

    def _fits(self) -> bool:
        self._terms += 1
        return self._terms <= MOST_TERMS

    def _left_out(self, text: str) -> None:
        self.notes.add(_("%(text)s has no value and was left out."), text=shown(text))

    # --- in quotation marks ---

    def _quoted(self, found: re.Match[str], group: Field | None) -> list[Node]:
        if not found["closing"]:
            self.notes.add(_("A quotation mark without its partner was closed at the end."))
        text = " ".join(found["phrase"].split())
        slop = self._slop(found["slop"])
        name, factor = found["field"], float(found["factor"] or 1)
        nodes = self._phrase_of(name, text, slop) if name else self._phrase(text, slop, group)
        return nodes[:-1] + [self.weighted(node, factor) for node in nodes[-1:]]

    def _slop(self, typed: str | None) -> int:
        if typed == "":
            self.notes.add(_("The ~ behind a phrase needs a number: how many other words may stand among its own."))
        slop = int(typed or 0)
        if slop > MOST_SLOP:
            self.notes.add(_("The words of a phrase may stand at most %(most)s others apart."), most=MOST_SLOP)
        return min(slop, MOST_SLOP)

    def _phrase_of(self, name: str, text: str, slop: int) -> list[Node]:
        known = field_named(name)
        if known is None:
            return [*self._no_field(name), *self._phrase(text, slop, None)]
        if not text:
            self._left_out(f"{name}:")
            return []
        return self._phrase(text, slop, known)

    def _phrase(self, text: str, slop: int, known: Field | None) -> list[Node]:
        if not text:
            self.notes.add(_("An empty pair of quotation marks was left out."))
            return []
        if not searchable(text):
            return self._nothing(text)
        if known is None:
            return [Phrase(text, slop=slop)]
        if known.kind is Kind.WORDS:
            return [Phrase(text, known.name, slop)]
        if slop:
            self.notes.add(
                _("Behind a value of “%(field)s:”, ~ and a number mean nothing; they were left out."),
                field=known.name,
            )
        node = field_value(known, text, quoted=True)
        return [node] if node is not None else self._refused(known, quoted_phrase(text))

    # --- without quotation marks ---

    def _unquoted(self, found: re.Match[str], group: Field | None) -> list[Node]:
        text = found["word"] or found[0]
        if not found["field"]:
            return self._word(text, group)
        known = field_named(found["field"])
        if known is None:
            return [*self._no_field(found["field"]), *self._word(text, None)]
        return self._word(text, known)

    def _word(self, text: str, known: Field | None) -> list[Node]:
        if signs.is_star(text):
            return [Pattern("*", known.name) if known else EVERYTHING]
        if known is not None and not known.has_words:
            return self._plain_value(text, known)
        if not searchable(text):
            return self._nothing(text)
        typed = signs.signed(text)
        nodes = self._near(typed, known) if typed.slips is not None else self._pattern(typed.core, known)
        return [self.weighted(node, typed.factor) for node in nodes]

    def _plain_value(self, text: str, known: Field) -> list[Node]:
        typed = signs.signed(text)
        node = field_value(known, typed.core, quoted=False) if typed.slips is None else None
        if node is None:
            return self._refused(known, plain(text)) if searchable(text) else self._nothing(text, known)
        return [self.weighted(node, typed.factor)]

    def _near(self, typed: signs.Signed, known: Field | None) -> list[Node]:
        word, most = typed.core, most_slips(typed.core)
        if signs.is_pattern(word):
            self.notes.add(
                _("Wildcards and ~ do not go together; %(word)s was searched for without ~."),
                word=shown(word),
            )
            return self._pattern(word, known)
        if not most or not signs.is_one_word(word):
            self.notes.add(
                _("The ~ stands behind single words of 3 letters or more; %(word)s was searched for as it is."),
                word=shown(word),
            )
            return [self._literal(word, known)]
        wanted = int(typed.slips) if typed.slips and typed.slips.isdigit() else most
        if wanted > most:
            one = _("In a word as long as %(word)s, ~ allows one slip at most.")
            two = _("In a word as long as %(word)s, ~ allows two slips at most.")
            self.notes.add(one if most == 1 else two, word=shown(word))
        if not wanted:
            return [self._literal(word, known)]
        return self._costly(Fuzzy(word, known.name if known else "", min(wanted, most)))

    def _pattern(self, text: str, known: Field | None) -> list[Node]:
        if not signs.is_pattern(text):
            return [self._literal(text, known)]
        parts = signs.parts(text)
        if len(parts) == 1:
            return self._wild(parts[0], known)
        if known is not None and known.facet:  # whose values are alternatives: its words must not be taken apart
            name = signs.without_wildcards(text)
            self.notes.add(
                _("A wildcard stands within a single word; %(word)s was searched for without it."),
                word=shown(name),
            )
            return [fielded(known, name)]
        self.notes.add(
            _("A wildcard stands within a single word; %(text)s was searched for as %(words)s."),
            text=shown(text),
            words=shown(" ".join(parts)),
        )
        return [node for part in parts for node in self._wild(part, known)]

    def _wild(self, part: str, known: Field | None) -> list[Node]:
        if not signs.is_wild(part):
            return [self._literal(part, known)]
        if signs.letters(part) < FEWEST_LETTERS:
            word = signs.without_wildcards(part)
            self.notes.add(
                _("A wildcard needs at least %(fewest)s letters beside it; %(word)s was searched for alone."),
                fewest=FEWEST_LETTERS,
                word=shown(word),
            )
            return [self._literal(word, known)]
        if part.count("*") > MOST_STARS:
            self.notes.add(
                _("A word may hold at most %(most)s stars; %(word)s was left out."),
                most=MOST_STARS,
                word=shown(part),
            )
            return []
        return self._costly(Pattern(part, known.name if known else ""))

    def _costly(self, node: Pattern | Fuzzy) -> list[Node]:
        self._patterns += 1
        if self._patterns <= MOST_PATTERNS:
            return [node]
        self.notes.add(_("Only the first %(most)s words with a wildcard or ~ were searched for."), most=MOST_PATTERNS)
        return []

    # --- both ---

    def _literal(self, text: str, known: Field | None) -> Node:
        return fielded(known, text) if known else plain(text)

    def _no_field(self, name: str) -> list[Node]:
        self.notes.add(_("There is no field %(name)s; its words were searched for in the text."), name=shown(name))
        return [plain(name)]

    def _refused(self, known: Field, meant: Node) -> list[Node]:
        text = getattr(meant, "text", "")
        self.notes.add(
            _("“%(field)s:” takes %(values)s; %(text)s was searched for in the text."),
            field=known.name,
            values=refusal(known),
            text=shown(text),
        )
        return [meant]

    def _nothing(self, text: str, known: Field | None = None) -> list[Node]:
        if known is not None:
            self.notes.add(
                _("“%(field)s:” takes %(values)s; %(text)s was left out."),
                field=known.name,
                values=refusal(known),
                text=shown(text),
            )
        else:
            self.notes.add(_("%(text)s holds nothing that can be searched for and was left out."), text=shown(text))
        return []
