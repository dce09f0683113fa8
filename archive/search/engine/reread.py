"""Phrases in fields that Whoosh's own analysers read. Their places are not kept: stored texts are read once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.encoding import force_str
from whoosh import fields

from archive.search.engine.segments.layout import Array
from archive.search.engine.snapshot import Snapshot


def holding_phrase(
    snapshot: Snapshot, held: fields.FieldType, name: str, words: Sequence[str], slop: int, docs: Array
) -> list[int]:
    """Those of the documents, which hold all the words, that hold them in this order, `slop` apart at most.

    Of a field that is not stored, all of them.
    """
    if not held.stored:
        return [int(number) for number in docs]
    return [number for number in docs.tolist() if _holds(held, snapshot.stored(number).get(name), words, slop)]


def _holds(held: fields.FieldType, value: Any, words: Sequence[str], slop: int) -> bool:
    values = value if isinstance(value, list) else [value]
    return any(_stand_together(_places(held, force_str(one)), words, slop) for one in values)


def _places(held: fields.FieldType, text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for token in held.analyzer(text, positions=True, mode="index"):
        found.setdefault(token.text, []).append(token.pos)
    return found


def _stand_together(places: dict[str, list[int]], words: Sequence[str], slop: int) -> bool:
    ends = places.get(words[0], [])
    for word in words[1:]:
        ends = [place for place in places.get(word, []) if any(0 < place - end <= slop for end in ends)]
    return bool(ends)
