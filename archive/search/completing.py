"""A query that is being typed -> what its last word or value may become, with the whole query after choosing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from haystack import connections

from archive.models import Article, Passage
from archive.search.engine import analysis
from archive.search.engine.backend import ArchiveBackend
from archive.search.engine.request import Completion, Everything, IndexUnavailableError, Request
from archive.search.grammar.fields import Field, field_named
from archive.search.grammar.lexer import fielded, plain, quoted_phrase
from archive.search.grammar.limits import MOST_CHARACTERS
from archive.search.grammar.signs import CJK_RUN
from archive.search.grammar.writing import written
from archive.search.query import SearchQuery
from archive.search.run import Kind, kind_meant, request_for
from archive.search.translate import FACET_FIELDS
from archive.search.typed import Typed, typed_in

MOST = 8
_TRIED = 12  # that are searched for, to leave out those that find nothing
_FEWEST_LETTERS = 2  # of a word without a field; one sign of Chinese, Japanese or Korean will do
_AMONG = 60  # completions of all kinds, to find those of one field among

# In the order in which they are shown. Names are the values of a field of the same name; a word stands for itself.
_KINDS = ("word", "tag", "source", "speaker", "claim", "title")
_WORD, _NAMES = _KINDS[0], frozenset(_KINDS[1:])
_POSSESSIVE = ("'s", "’s")  # forms that find what the word without it finds


@dataclass(frozen=True, slots=True)
class Offer:
    """kind, text: as of a Completion, or a facet's name and value. query: the whole query after choosing it.

    results: what a search for that query lists, and how many.
    """

    kind: str
    text: str
    query: str
    results: Kind
    count: int


def complete(text: str) -> tuple[Offer, ...]:
    """At most MOST offers for the query `text`; none where nothing is being typed at its end, or there is no index."""
    backend: ArchiveBackend = connections["default"].get_backend()
    try:
        tried = islice(_distinct(found for typed in typed_in(text) for found in _completions(backend, typed)), _TRIED)
        offers = (_offer(backend, found, query) for found, query in tried)
        return tuple(islice((offer for offer in offers if offer.count), MOST))
    except IndexUnavailableError:
        return ()


def _offer(backend: ArchiveBackend, found: Completion, text: str) -> Offer:
    query = SearchQuery.parse(text)
    results = kind_meant(query)
    return Offer(found.kind, found.text, text, results, backend.find(request_for(query, results, limit=0)).total)


def _distinct(completions: Iterable[tuple[Completion, str]]) -> Iterator[tuple[Completion, str]]:
    """Each once; of a word's forms, which find the same, the first."""
    seen: set[tuple[str, str | tuple[str, ...]]] = set()
    for found, query in completions:
        name = found.kind, analysis.terms(found.text) if found.kind == _WORD else found.text
        if name not in seen and len(query) <= MOST_CHARACTERS:
            seen.add(name)
            yield found, query


def _completions(backend: ArchiveBackend, typed: Typed) -> Iterator[tuple[Completion, str]]:
    found = _values(backend, typed, typed.field) if typed.field else _anything(backend, typed)
    for one in found:
        if one.kind != _WORD or not one.text.endswith(_POSSESSIVE):
            yield one, _query(typed, one)


def _anything(backend: ArchiveBackend, typed: Typed) -> Iterator[Completion]:
    if not _tells(typed.text):
        return
    yield from sorted(backend.complete(typed.text, MOST), key=lambda found: _KINDS.index(found.kind))
    if typed.quoted and _tells(typed.last_word):
        yield from _of_kind(backend, _WORD, typed.last_word)


def _tells(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= _FEWEST_LETTERS or CJK_RUN.search(text) is not None


def _values(backend: ArchiveBackend, typed: Typed, field: Field) -> Iterable[Completion]:
    if field.name == "text":
        return _of_kind(backend, _WORD, typed.last_word)
    if field.facet and (field.name not in _NAMES or not typed.text):
        return _of_facet(backend, field.name, typed.text)
    return _of_kind(backend, field.name, typed.text) if field.name in _NAMES else ()


def _of_kind(backend: ArchiveBackend, kind: str, prefix: str) -> Iterator[Completion]:
    return (found for found in backend.complete(prefix, _AMONG) if found.kind == kind)


def _of_facet(backend: ArchiveBackend, field: str, prefix: str) -> Iterator[Completion]:
    """The values that begin so, most frequent first."""
    name = FACET_FIELDS[field]
    model = Passage if field == "stance" else Article  # which is what a search for one lists
    counted = backend.find(Request(model._meta.label_lower, Everything(), facets=(name,), limit=0)).facets[name]
    begins = prefix.lower()
    return (Completion(field, value, count) for value, count in counted if count and value.lower().startswith(begins))


# --- the query after choosing ---


def _query(typed: Typed, found: Completion) -> str:
    return f"{typed.before}{_written(typed, found)}{')' * typed.brackets}"


def _written(typed: Typed, found: Completion) -> str:
    field = typed.field or field_named(found.kind)
    text = found.text
    if found.kind == _WORD and typed.quoted:
        text = f"{typed.text.removesuffix(typed.last_word)}{text}"
        return written(quoted_phrase(text, field.name if field and typed.named else ""))
    if field is None:
        return written(plain(text))
    value = written(fielded(field, text))
    return value if typed.field is None or typed.named else value.removeprefix(f"{field.name}:")
