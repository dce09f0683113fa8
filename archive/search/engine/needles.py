"""What a query of Whoosh's looks for in the texts of one field, for marking it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from whoosh import fields, query

from archive.search.engine import analysis, patterns
from archive.search.engine import schema as schemas
from archive.search.engine.analysis import Token
from archive.search.engine.highlight import Highlighter, Needle, Tokens
from archive.search.engine.snapshot import Snapshot


def highlighter(snapshot: Snapshot, name: str, held: fields.FieldType, asked: query.Query) -> Highlighter:
    """What a query of Whoosh's looks for in the field `name`, without what it excludes."""
    leaves = dict.fromkeys(leaf for leaf in _sought(asked) if getattr(leaf, "fieldname", None) == name)
    needles = filter(None, (_needle(snapshot, name, leaf) for leaf in leaves))
    ordered = sorted(needles, key=lambda needle: -len(needle.words))
    return Highlighter(tuple(ordered), analysis.tokens if schemas.has_words(held) else _reading(held))


def _sought(asked: query.Query) -> Iterator[query.Query]:
    if isinstance(asked, query.Not):
        return
    if asked.is_leaf():
        yield asked
        return
    for part in [asked.a] if isinstance(asked, query.AndNot) else asked.children():
        yield from _sought(part)


def _needle(snapshot: Snapshot, name: str, leaf: query.Query) -> Needle | None:
    match leaf:
        case query.Term():
            return _words(snapshot, name, [leaf.text], 0)
        case query.Phrase():
            return _words(snapshot, name, leaf.words, leaf.slop - 1)
        case query.Prefix():
            return _like(snapshot, name, patterns.like(f"{leaf.text}*"))
        case query.Wildcard():
            return _like(snapshot, name, patterns.like(leaf.text))
        case query.FuzzyTerm():
            return _like(snapshot, name, patterns.near(leaf.text, leaf.maxdist, leaf.prefixlength))
    return None


def _words(snapshot: Snapshot, name: str, words: Sequence[str | bytes], slop: int) -> Needle | None:
    terms = [word if isinstance(word, str) else word.decode() for word in words]
    if not terms:
        return None
    forms = {terms[0], *snapshot.forms([name], terms[0].encode())}
    return Needle(tuple(partial(_has_term, term) for term in terms), frozenset(forms), slop)


def _like(snapshot: Snapshot, name: str, choose: patterns.Chooser) -> Needle:
    forms = frozenset(patterns.forms(snapshot, [name], choose))
    return Needle((partial(_is_form, forms),), forms)


def _has_term(term: str, token: Token) -> bool:
    return term in token.terms


def _is_form(forms: frozenset[str], token: Token) -> bool:
    return token.form in forms


def _reading(held: fields.FieldType) -> Tokens:
    """The words of a text as Whoosh's own analyser of a field reads them."""

    def tokens(text: str) -> Iterator[Token]:
        found = held.analyzer(text, positions=True, chars=True, mode="index") if held.analyzer else ()
        for one in found:
            yield Token(one.text, (one.text,), one.startchar, one.endchar, one.pos)

    return tokens
