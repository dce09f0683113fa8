"""Where a word begins or ends, in scripts with and without spaces between words."""

from __future__ import annotations

import re
import unicodedata

# Thai, Lao, Tibetan, Burmese, Khmer, Chinese and Japanese put no spaces between words: any character may begin one.
_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]")
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def is_mostly_unspaced(text: str) -> bool:
    """Whether more than half of `text` is of scripts that put no spaces between words."""
    return 2 * len(_UNSPACED.findall(text)) > len(text)


def is_edge(text: str, place: int) -> bool:
    """Whether a word may begin or end between the characters before and behind `place`; never within a character."""
    if not 0 < place < len(text):
        return True
    last, following = text[place - 1], text[place]
    if last == _JOINER or _continues(following):
        return False
    if _is_of_word(last) and following.isalnum():
        return _UNSPACED.search(last + following) is not None
    return True


def starts(text: str, near: int, reach: int) -> list[int]:
    """The places within `reach` of `near` where something that is not a space may begin, in order."""
    places = range(max(0, near - reach), min(len(text), near + reach + 1))
    return [place for place in places if not text[place].isspace() and is_edge(text, place)]


def ends(text: str, near: int, reach: int) -> list[int]:
    """The places within `reach` of `near` where something that is not a space may end, in order."""
    places = range(max(1, near - reach), min(len(text), near + reach) + 1)
    return [place for place in places if not text[place - 1].isspace() and is_edge(text, place)]


def _continues(character: str) -> bool:
    """Whether the character is drawn as one with the character before it."""
    return unicodedata.category(character)[0] == "M" or character == _JOINER or ord(character) in _SKIN_TONES


def _is_of_word(character: str) -> bool:
    return character.isalnum() or _continues(character)
