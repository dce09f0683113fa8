"""The signs that one word may carry: `*` and `?` within it, `~` and `^` behind it, and where they are no such signs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

NUMBER = r"(?:\d{1,4}(?:\.\d{1,4})?|\.\d{1,4})"
# Chinese, Japanese and Korean, which write words without spaces or with particles; each sign is found by itself.
CJK_RUN = re.compile(
    r"(?:(?=[^\W_])[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff])+"
)

_FACTOR = re.compile(rf"\^({NUMBER})", re.ASCII)
_SLIPS = re.compile(r"~(\d?(?:\.\d{1,4})?)", re.ASCII)
_LINK = re.compile(r"://|^www\.", re.IGNORECASE)
_ADDRESS = re.compile(r"[/=@]")
_WILD_QUESTION = re.compile(r"\?(?=[?*]*[^\W_])")
_IDLE_QUESTION = re.compile(r"\?(?![?*]*[^\W_])")
_WILD_RUN = re.compile(r"[*?]{2,}")
_APOSTROPHES = "'’ʼ"


@dataclass(frozen=True, slots=True)
class Signed:
    """A word without the signs behind it. slips: what stood after ~, None where no ~ stood; factor: of all the ^."""

    core: str
    slips: str | None = None
    factor: float = 1.0


def signed(text: str) -> Signed:
    """Take `~` and `^` off the end of a word. They are signs only behind letters: `10^6` and `10~20` are figures."""
    slips, factor = None, 1.0
    if _LINK.search(text):
        return Signed(text)
    while (place := max(text.rfind("~"), text.rfind("^"))) > 0 and any(map(str.isalpha, text[:place])):
        if weight := _FACTOR.fullmatch(text, place):
            factor = min(factor * float(weight[1]), 1e6)
        elif (near := _SLIPS.fullmatch(text, place)) and not _ADDRESS.search(text):
            slips = near[1]
        else:
            break
        text = text[:place]
    return Signed(text, slips, factor)


def takes_weight(text: str) -> bool:
    """Whether a ^ behind this word is read as its weight, not as a part of a figure or an address."""
    return signed(f"{text}^2").core == signed(text).core


def is_star(text: str) -> bool:
    return text != "" and not text.strip("*")


def is_wild(part: str) -> bool:
    return "*" in part or "?" in part


def is_pattern(text: str) -> bool:
    """Whether the word holds wildcards; in an address they are signs like others."""
    return any(is_wild(part) for part in parts(text))


def parts(text: str) -> list[str]:
    """A word with wildcards cut into words of letters and wildcards; nothing of one without.

    Wildcards are matched within single words, as the index holds them: without hyphens, CJK signs by themselves. What
    holds wildcards only is left out. A question mark that no letter follows just asks.
    """
    wild = "*" in text or _WILD_QUESTION.search(text)
    if not wild or _LINK.search(text) or _ADDRESS.search(text):
        return []
    kept = "".join(sign if _is_kept(sign) else " " for sign in text)
    cut = _IDLE_QUESTION.sub("", CJK_RUN.sub(r" \g<0> ", kept)).split()
    found = [_normal(part.strip(_APOSTROPHES)) for part in cut]
    return [part for part in found if letters(part)]


def letters(part: str) -> int:
    return sum(map(str.isalnum, part))


def without_wildcards(text: str) -> str:
    return text.replace("*", "").replace("?", "")


def is_one_word(text: str) -> bool:
    """Whether the text is letters only, apostrophes among them, so that a slip in it is a slip in one word."""
    inner = text.strip(_APOSTROPHES) == text and all(_is_kept(sign) and not is_wild(sign) for sign in text)
    return inner and any(map(str.isalpha, text)) and not CJK_RUN.search(text)


def is_literal(text: str) -> bool:
    """Whether the word is searched for as it is written."""
    return signed(text).core == text and not is_star(text) and not is_pattern(text)


def _is_kept(sign: str) -> bool:
    # Combining marks are letters of Hindi and Thai words.
    return sign.isalnum() or sign in "*?" or sign in _APOSTROPHES or unicodedata.category(sign).startswith("M")


def _normal(part: str) -> str:
    return _WILD_RUN.sub(lambda run: "?" * run[0].count("?") + "*" * ("*" in run[0]), part)
