"""Every place where words stand in a text, from a given place outwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

# str.find takes linear time whatever it is given; str.rfind may compare all of the words at every place, which is borne
# for words no longer than this (in code points).
_LONGEST_FOR_RFIND = 64


def outwards(text: str, words: str, near: int) -> Iterator[int]:
    """Yield every start of `words` in `text`, overlapping ones too, by distance from `near`; the earlier at a tie.

    Lazy, so that who needs only the nearest few pays for those alone. Raises ValueError where `words` is empty.
    """
    if not words:
        raise ValueError("Nothing stands everywhere: there must be words to look for.")
    near = min(max(near, 0), len(text))
    last_before = _backwards(text, words)
    before = last_before(near)
    after = text.find(words, near)
    while before >= 0 or after >= 0:
        if after < 0 or (before >= 0 and near - before <= after - near):
            yield before
            before = last_before(before)
        else:
            yield after
            after = text.find(words, after + 1)


def _backwards(text: str, words: str) -> Callable[[int], int]:
    """Return what finds the last start of `words` that lies before a given place, or -1."""
    size = len(words)
    if size <= _LONGEST_FOR_RFIND:
        return lambda place: text.rfind(words, 0, place + size - 1) if place > 0 else -1
    mirrored, mirrored_words = text[::-1], words[::-1]

    def last_before(place: int) -> int:
        if place <= 0:
            return -1
        found = mirrored.find(mirrored_words, max(0, len(text) - place - size + 1))
        return -1 if found < 0 else len(text) - found - size

    return last_before
