"""The end of a query that is being typed: the word, phrase or value there, and what it stands among."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.search.grammar import signs
from archive.search.grammar.fields import Field, field_named
from archive.search.grammar.lexer import TOKEN, readable
from archive.search.grammar.limits import DEEPEST, MOST_CHARACTERS

_MOST_WORDS = 4  # of a name that is typed without quotation marks


@dataclass(frozen=True, slots=True)
class Typed:
    """before: what stands before it and is kept. text: what is typed of it, without quotation marks.

    field: what it is a value of, None of none. named: whether the field stands right before it, and not before brackets
    around it. quoted: whether a quotation mark opens it. brackets: how many are open.
    """

    before: str
    text: str
    field: Field | None = None
    named: bool = False
    quoted: bool = False
    brackets: int = 0

    @property
    def last_word(self) -> str:
        return self.text.split(" ")[-1]


def typed_in(text: str) -> tuple[Typed, ...]:
    """What is being typed at the end of a query, in every way that it may be meant; nothing where nothing is.

    First the last words together, the most of them first, for they may be a name; then the last one by itself.
    """
    if not text or len(text) > MOST_CHARACTERS:
        return ()
    ends = text[-1].isspace()
    text = readable(text)
    tokens = [token for token in TOKEN.finditer(text) if token.lastgroup != "space"]
    last = _last(tokens, text, ends)
    return () if last is None else (*_several(tokens, text, last), last)


def _last(tokens: list[re.Match[str]], text: str, ends: bool) -> Typed | None:
    token = tokens[-1] if tokens else None
    if token is None or token.end() != len(text) or token.lastgroup not in {"value", "bare"}:
        return None
    groups = _open_brackets(tokens)
    quoted = token["phrase"] is not None
    name = token["field"] or token["name"]
    field = field_named(name) if name else groups[-1] if groups else None
    value = (token["phrase"] if quoted else token["word"]) or ""
    is_done = token["closing"] if quoted else ends or (value and not signs.is_literal(value))
    if is_done or len(groups) > DEEPEST or (name and field is None):
        return None
    if quoted and ends:  # which `readable` took off
        value += " "
    return Typed(text[: token.start()], value, field, bool(name), quoted, len(groups))


def _open_brackets(tokens: Iterable[re.Match[str]]) -> list[Field | None]:
    """Of each bracket that is open at the end, the field before it or around it."""
    groups: list[Field | None] = []
    for token in tokens:
        if token.lastgroup == "open":
            around = groups[-1] if groups else None
            groups.append(field_named(token["group"]) if token["group"] else around)
        elif token.lastgroup == "close":
            del groups[-1:]
    return groups


def _several(tokens: list[re.Match[str]], text: str, last: Typed) -> Iterator[Typed]:
    run: list[re.Match[str]] = []
    for token in [] if last.field or last.quoted else reversed(tokens):
        if not _is_plain(token):
            if token.lastgroup in {"minus", "not"}:
                del run[-1:]  # one word alone is excluded
            break
        run.append(token)
    for first in reversed(run[1:_MOST_WORDS]):
        yield Typed(text[: first.start()], text[first.start() :], brackets=last.brackets)


def _is_plain(token: re.Match[str]) -> bool:
    return token.lastgroup == "value" and not token["field"] and bool(token["word"]) and signs.is_literal(token["word"])
