"""The language of a text, where the text itself leaves no doubt.

English by its commonest words, other languages by a script that they alone write, the rest by Resiliparse's comparison
of letter groups with those of 101 languages, and only where the text is long and the next best language far off.
"""

from __future__ import annotations

from resiliparse.parse.lang import detect_fast, supported_langs

from archive.ingest import stopwords

_LEAST_LETTERS = 200  # fewer show no language by their letter groups
_MOST_LETTERS = 4_000
_LEAST_LEAD = 0.1  # of the best language's distance over the next: closer ones are sisters that it mistakes
_LIKELY = sorted(set(supported_langs()) - {"eo", "io", "la", "sa", "vo"})  # prose in these is rarer than its mistakes
_FARTHEST = 600  # of Resiliparse's ranks; its own prose has 200 to 500


def language_of(text: str) -> str:
    """Return a tag of BCP 47, or 'und' where the text is short or speaks for several languages."""
    text = text[:_MOST_LETTERS]
    known = stopwords.language_of(text)
    return known if known != "und" else _by_letters(text)


def agree(stated: str, shown: str) -> bool:
    """Tell whether a stated language and the one that a text shows can both be right."""
    first, second = (tag.lower().split("-")[0] for tag in (stated, shown))
    return first == second or any(first in group and second in group for group in _SISTERS)


# Languages that share so many letter groups, or one script, that a stated one of them is believed.
_SISTERS = (
    frozenset(("no", "nb", "nn", "da", "sv", "is", "fo")),
    frozenset(("hr", "sr", "bs", "sl", "sh", "mk", "bg", "cnr")),
    frozenset(("cs", "sk", "pl")),
    frozenset(("es", "ca", "gl", "pt", "oc", "eu", "ast", "an", "it", "la", "ro")),
    frozenset(("id", "ms", "jv", "su", "tl", "fil")),
    frozenset(("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tt", "mn", "tg", "uz", "ba", "cv", "ce")),
    frozenset(("ar", "fa", "ur", "ps", "sd", "ug", "ku", "ckb", "arz")),
    frozenset(("hi", "mr", "ne", "sa", "bho", "mai")),
    frozenset(("nl", "af", "fy", "de", "lb", "nds", "gsw", "li")),
    frozenset(("tr", "az", "uz", "tk")),
    frozenset(("fi", "et")),
    frozenset(("zh", "yue", "wuu", "nan", "lzh", "cmn", "hak")),
    frozenset(("he", "iw", "yi")),
    frozenset(("en", "sco")),
    frozenset(("so", "om", "sw")),
)


def _by_letters(text: str) -> str:
    if sum(map(str.isalpha, text)) < _LEAST_LETTERS:
        return "und"
    best, distance = detect_fast(text, langs=_LIKELY)
    _, of_next = detect_fast(text, langs=[language for language in _LIKELY if language != best])
    return best if distance <= _FARTHEST and of_next >= distance * (1 + _LEAST_LEAD) else "und"
