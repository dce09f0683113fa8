"""Did you mean: the archive's own word that a word most likely was meant to be.

The index holds stems; the word to suggest is read from the documents that hold the stem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from haystack.constants import DJANGO_CT, DJANGO_ID
from rapidfuzz import process
from rapidfuzz.distance import OSA
from whoosh.searching import Searcher

from archive.search.engine import analysis
from archive.search.engine.generation import documents_of

_SHORTEST = 3  # letters; a shorter word is one slip away from too many others
_SAMPLE = 10  # documents to read a stem's words from


@dataclass(frozen=True, slots=True)
class Meant:
    """The stem that a word was meant to have, and some documents that hold it, as (app.model, key)."""

    term: str
    documents: tuple[tuple[str, str], ...]


def unknown(searcher: Searcher, fields: Iterable[str], words: Iterable[str]) -> list[str]:
    """Those of the words that are one term each, and one that none of the fields holds."""
    reader = searcher.reader()
    terms = {word: found[0] for word in words if len(found := analysis.terms(word)) == 1}
    return [word for word, term in terms.items() if not any((field, term) in reader for field in fields)]


def meant(searcher: Searcher, vocabulary: Mapping[str, int], fields: Iterable[str], word: str) -> Meant | None:
    """What an unknown `word` was meant to be, by the terms of `fields` with frequencies, if any is near."""
    term = nearest(word, vocabulary)
    if term is None:
        return None
    reader = searcher.reader()
    numbers = [number for field in fields for number in documents_of(reader, field, term)][:_SAMPLE]
    rows = [searcher.stored_fields(number) for number in numbers]
    return Meant(term, tuple((row[DJANGO_CT], row[DJANGO_ID]) for row in rows))


def nearest(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """The most frequent of the nearest terms of `vocabulary`, a mapping of terms to frequencies.

    None where the word is known, is no single word of letters, or nothing is near: one slip of the keys for terms of up
    to 5 letters, two for longer ones, where two neighbours swapped are one slip.
    """
    terms = analysis.terms(word)
    if len(terms) != 1 or terms[0] in vocabulary or len(terms[0]) < _SHORTEST or not terms[0].isalpha():
        return None
    slips = 1 if len(terms[0]) <= 5 else 2
    near = process.extract(terms[0], vocabulary.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
    candidates = [(distance, -vocabulary[found], found) for found, distance, _ in near if found.isalpha()]
    return min(candidates)[2] if candidates else None


def spelt(word: str, term: str, texts: Iterable[str]) -> str | None:
    """Of the words of `texts` that have this term, in small letters, the one nearest to `word`, then most frequent."""
    words = Counter(
        text[token.start : token.end].lower() for text in texts for token in analysis.tokens(text) if token.term == term
    )
    return min(words, key=lambda one: (OSA.distance(word.lower(), one), -words[one], one)) if words else None
