"""The words of the texts that are being indexed, numbered as they are met.

Texts are cut at white space into pieces, which repeat: each different piece is analysed once. What follows works on
their numbers, by the million.
"""

from __future__ import annotations

from array import array

import numpy as np

from archive.search.engine import analysis
from archive.search.engine.segments.layout import Array, offsets

# What may stand around a word without changing it. Signs that the word rule knows are not among them.
_PUNCTUATION = '.,;:!?"()[]{}*/|<>_~“”«»„…—–-'

# What no word holds or stands across: without it fewer different pieces are left. A comma may stand in a figure.
_APART = (", ", "-", '"', "(", ")", ":", ";", "“", "”", "—", "–", "/", "?", "!", "[", "]")

Word = tuple[str, tuple[str, ...]]  # a form and its terms

GAP_PIECE = 0  # what stands between two values of one field
GAP = 100  # places, so that no phrase spans two values; longer than any name is


class Vocabulary(dict[str, int]):
    """A piece of text -> its number. Ask with `vocabulary[piece]`: a new one is analysed and numbered."""

    def __init__(self) -> None:
        super().__init__()
        self._forms_of_piece: list[int] = []  # one after the other
        self._forms_in_piece: list[int] = [0]  # how many each piece holds; the first piece is the gap
        self._plain: dict[str, int] = {}  # words of nothing but ASCII letters and digits, as written -> form
        self._numbers: dict[str | Word, int] = {}  # plain forms by themselves, others with their terms -> form

    def __missing__(self, piece: str) -> int:
        word = piece.strip(_PUNCTUATION)
        if word.isascii() and word.isalnum():
            number = self._plain.get(word)
            if number is None:
                self._plain[word] = number = self._numbered(word.lower())
            self._forms_of_piece.append(number)
            self._forms_in_piece.append(1)
        else:
            forms = [self._form(found) for found in analysis.pieces(piece)]
            self._forms_of_piece += forms
            self._forms_in_piece.append(len(forms))
        self[piece] = place = len(self._forms_in_piece) - 1
        return place

    def _form(self, word: Word) -> int:
        form = word[0]
        return self._numbered(form if form.isascii() and form.isalnum() else word)

    def _numbered(self, key: str | Word) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def add(self, pieces: array[int], text: str) -> None:
        """Append the numbers of the pieces of `text`."""
        for sign in _APART:
            text = text.replace(sign, " ")
        pieces.extend(map(self.__getitem__, text.split()))

    @property
    def pieces(self) -> Runs:
        """The numbers of the forms of each piece."""
        return Runs(np.array(self._forms_in_piece, np.int32), np.array(self._forms_of_piece, np.int32))

    @property
    def forms(self) -> list[Word]:
        """Each form with its terms, by its number."""
        return [
            (key, (term,)) if isinstance(key, str) else key
            for key, term in zip(self._numbers, analysis.plain_terms(map(_plain_or_none, self._numbers)), strict=True)
        ]


def _plain_or_none(key: str | Word) -> str:
    return key if isinstance(key, str) else ""


class Runs:
    """Numbered lists of numbers, one after the other: `values[starts[i] : starts[i] + counts[i]]`."""

    def __init__(self, counts: Array, values: Array) -> None:
        self.counts = counts
        self.values = values
        self.starts = offsets(counts)[:-1].astype(np.int32)

    def spread(self, numbers: Array) -> tuple[Array, Array, Array]:
        """The lists of these numbers one after the other.

        Returns the values, for each the index in `numbers` that it comes from, and its place in its list.
        """
        counts = self.counts[numbers]
        source = np.repeat(np.arange(len(numbers), dtype=np.int32), counts)
        first = (np.cumsum(counts) - counts).astype(np.int32)
        place = np.arange(len(source), dtype=np.int32) - first[source]
        return self.values[self.starts[numbers][source] + place], source, place


def grouped(keys: Array, values: Array, size: int) -> Runs:
    """The values of each of the keys 0, …, size - 1, in their order."""
    return Runs(np.bincount(keys, minlength=size).astype(np.int32), values[np.argsort(keys, kind="stable")])
