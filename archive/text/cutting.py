"""Where a fragment of a text may begin and end: never within a word or a grapheme, at a sentence where one is near."""

from __future__ import annotations

import re
import unicodedata

# The end of a sentence or a line, up to the next one's beginning. Before a Latin stop stand three letters or brackets,
# or two small letters, so that "Mr. Smith" is not cut, and after it no small letter. It begins with a class, so that it
# is searched fast.
_SENTENCE_END = re.compile(
    r"""[.!?…\n。！？｡।॥؟۔።။](?:(?<=\n)\s*|(?<=[。！？｡])[」』”’）】》]*\s*|(?<=[।॥؟۔።။])\s*"""
    r"""|(?:(?<=[\w)\]”’"']{3}[.!?…])|(?<=\s[a-z]{2}[.!?…]))["'”’»)\].!?…]*\s+(?![a-z]))"""
)
# Chinese and Japanese put no spaces between words; a line breaks between any two signs but before and after these:
# https://www.w3.org/TR/clreq/#prohibition_rules_for_line_start_end and https://www.w3.org/TR/jlreq/#characters_not_starting_a_line
_NEVER_FIRST = frozenset(
    "、。，．：；！？）」』】〕》〉］｝”’・ー々〻ゝゞヽヾ％‰…‥—～〜·ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ｡､｣,.:;!?)]}%"
)
_NEVER_LAST = frozenset("（「『【〔《〈［｛“‘｢＄￥￡([{$£¥€")
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3000-\u30ff\u3105-\u312f\u31a0-\u9fff\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff]"
)
_JOINERS = "\u200c\u200d"
_WORDLIKE = frozenset("'’ʼ_")


def sentence_start(text: str, low: int, wanted: int, high: int) -> int | None:
    """The beginning of a sentence in [low, high] that is nearest to `wanted`; None where there is none."""
    ends = _SENTENCE_END.finditer(text, max(0, low - 1), high + 1)
    found = [one.end() for one in ends if low <= one.end() <= high]
    if low == 0:
        found.append(_skip_space(text, 0, high))
    return min(found, key=lambda place: abs(place - wanted), default=None)


def from_word(text: str, start: int, latest: int) -> int:
    """The first place from `start` to `latest` that a fragment may begin at."""
    return _skip_space(text, _nearest(text, range(start, latest + 1)), latest)


def to_word(text: str, earliest: int, end: int) -> int:
    """The last place from `end` back to `earliest` that a fragment may end at; not 0, unless `end` is."""
    end = _nearest(text, range(end, max(earliest, min(end, 1)) - 1, -1))
    while end > earliest and text[end - 1].isspace():
        end -= 1
    return end


def _nearest(text: str, places: range) -> int:
    """The first of the places between words; where words are not told apart, between other signs."""
    for allows in (_is_between_words, _is_between_signs, _is_between_graphemes):
        for place in places:
            if allows(text, place):
                return place
    return places[-1]


def _is_between_words(text: str, place: int) -> bool:
    if place in {0, len(text)}:
        return True
    before, after = text[place - 1], text[place]
    if before.isspace() or after.isspace():
        return True
    if before.isascii() and after.isascii():
        return False
    if not (_UNSPACED.match(before) or _UNSPACED.match(after)):
        return False
    return after not in _NEVER_FIRST and before not in _NEVER_LAST and _is_between_graphemes(text, place)


def _is_between_signs(text: str, place: int) -> bool:
    """Between a word and a hyphen, say, or anything but two letters."""
    return _is_between_graphemes(text, place) and not (_is_of_word(text[place - 1]) and _is_of_word(text[place]))


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign in _WORDLIKE or unicodedata.category(sign)[0] == "M"


def _is_between_graphemes(text: str, place: int) -> bool:
    """Near enough to https://www.unicode.org/reports/tr29/ for a cut in the middle of a long run."""
    if place in {0, len(text)}:
        return True
    before, after = text[place - 1], text[place]
    return not (
        unicodedata.category(after)[0] == "M"
        or after in _JOINERS
        or before in _JOINERS
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or "\U0001f1e6" <= after <= "\U0001f1ff"  # the letters of flags
        or (before == "\r" and after == "\n")
        or "\u1160" <= after <= "\u11ff"  # vowels and last consonants of Hangul in parts
        or after in "\u0e33\u0eb3"  # Thai and Lao am
    )


def _skip_space(text: str, start: int, latest: int) -> int:
    while start < latest and text[start].isspace():
        start += 1
    return start
