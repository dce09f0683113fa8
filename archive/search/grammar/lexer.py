"""A query's text -> its tokens, and what may be written as a word without being read as something else."""

from __future__ import annotations

import re
import unicodedata

from archive.search.grammar import signs
from archive.search.grammar.fields import NAMES, Field, field_named
from archive.search.grammar.tree import Node, Phrase, Word
from archive.search.grammar.values import field_value

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"（": "(", "）": ")", "：": ":", "\u3000": " "})
_ENDS = r'(?=[\s()"]|$)'
# The outer groups name the tokens' kinds; a bare field is one without a value.
TOKEN = re.compile(
    rf"""
    (?P<open>(?:(?i:(?P<group>{"|".join(NAMES)})):)?\() |
    (?P<close>\)(?:\^(?P<weight>{signs.NUMBER}){_ENDS})?) |
    (?P<minus>[-−](?=[^\s)])) | (?P<plus>\+(?=[^\s)])) |
    (?P<or>(?:OR|\|\|?)(?=[\s()]|$)) | (?P<and>(?:AND|&&?)(?=[\s()]|$)) | (?P<not>NOT(?=[\s()]|$)) |
    (?P<bare>(?P<name>[^\W\d_]{{1,20}}):(?=[\s()]|$)) |
    (?P<value>
        (?:(?P<field>[^\W\d_]{{1,20}}):(?!//))?
        (?:
            "(?P<phrase>[^"]*)(?P<closing>"|$)
            (?:(?:~(?P<slop>\d{{0,9}}))?(?:\^(?P<factor>{signs.NUMBER}))?{_ENDS})?
            | (?P<word>(?i:https?)://(?:[^\s()"]|\([^\s()"]*\))+ | [^\s()"]+)
        )
    ) |
    (?P<space>\s+)
    """,
    re.VERBOSE,
)
_SPAN = re.compile(r"(?<=:)\[\s*([^\s\[\]()\"]{1,10})\s+TO\s+([^\s\[\]()\"]{1,10})\s*\]")


def readable(text: str) -> str:
    """Composed, with plain quotation marks and brackets, spaces for control characters, and ranges by dots."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    text = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in text).strip()
    return _SPAN.sub(r"\1..\2", text)


def writable(text: str) -> str:
    """`text` as a query can hold it: without quotation marks, which end a phrase, and on one line."""
    return " ".join(readable(text).replace('"', " ").split())


def searchable(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def quoted_phrase(text: str, field: str = "", slop: int = 0) -> Phrase:
    return Phrase(writable(text), field, slop)


def plain(text: str) -> Word | Phrase:
    """`text` as a word of its own, or quoted where it would be read as something else."""
    found = TOKEN.match(text)
    whole = found is not None and found[0] == text and _is_word(found)
    return Word(text) if whole and signs.is_literal(text) else quoted_phrase(text)


def _is_word(found: re.Match[str]) -> bool:
    if found.lastgroup == "bare":
        return field_named(found["name"]) is None
    return found["word"] is not None and found["field"] is None


def fielded(known: Field, value: str) -> Node:
    """`value` of a field, quoted where it needs it."""
    value = writable(value)
    found = TOKEN.match(f"{known.name}:{value}")
    whole = found is not None and found["field"] == known.name and found["word"] == value
    literal = whole and signs.is_literal(value)
    return field_value(known, value, quoted=not literal) or Phrase(value, known.name)
