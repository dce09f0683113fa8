"""Did you mean: the archive's own word that a word most likely was meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from archive.search.engine import analysis, patterns
from archive.search.engine.snapshot import Snapshot

_SHORTEST = 3  # letters; a shorter word is one slip away from too many others


def corrected(snapshot: Snapshot, known: Sequence[str], offered: Sequence[str], words: Iterable[str]) -> dict[str, str]:
    """For the words that none of the `known` fields holds, the nearest word of the `offered` ones.

    Among the near ones those with the fewest slips, then the most documents: one slip for words of up to 5 letters, two
    for longer ones, where two neighbours swapped are one slip. Words that nothing is near to are left out.
    """
    found = {word: meant for word in words if (meant := _meant(snapshot, known, offered, word))}
    return {word: meant for word, meant in found.items() if meant != word.lower()}


def _meant(snapshot: Snapshot, known: Sequence[str], offered: Sequence[str], word: str) -> str | None:
    terms = analysis.terms(word)
    if len(terms) != 1 or len(word) < _SHORTEST or not word.isalpha():
        return None
    if any(True for name in known for _ in snapshot.term(name, terms[0].encode())):
        return None
    slips = 1 if len(word) <= 5 else 2
    near = [form for form in patterns.forms(snapshot, offered, patterns.near(word, slips)) if form.isalpha()]
    if not near:
        return None
    return min(near, key=lambda form: (OSA.distance(word.lower(), form), -_documents(snapshot, offered, form), form))


def _documents(snapshot: Snapshot, names: Sequence[str], form: str) -> int:
    """How many documents hold the word in any form, about."""
    terms = analysis.terms(form)
    return sum(
        len(field.docs(number)) for name in names for _, field, number in snapshot.term(name, terms[-1].encode())
    )
