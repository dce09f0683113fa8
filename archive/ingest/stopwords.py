"""The commonest words of the common newspaper languages: prose is full of them, menus are not."""

from __future__ import annotations

import re
from collections import Counter

_LISTS = {
    "en": "the of and to a in is was that for on with as it at by from be this are were an have has had not but they "
    "his her he she we you i or which will would can could their its who what when there been if more than about so "
    "after into out up said says all one our your do does did just also other some only my me him them then these",
    "de": "der die das und in zu den von mit ist im des auf für nicht ein eine als auch es an dem sich werden wird aus "
    "er sie hat dass bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr "
    "durch man sein wurde sei ihr ihre wir ich nach wenn können kann gegen seit unter",
    "fr": "le la les de des du un une et à en est que qui dans pour pas sur au par plus ce ne se il elle avec son sa "
    "ses sont aux ou nous vous mais ont été cette comme on être leur d l qu n s c j était fait tout aussi même sans "
    "ils elles après entre deux depuis",
    "es": "el la los las de del un una y a en es que por para con no se su al lo como más o pero sus le ha me si sin "
    "sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué",
    "it": "il lo la i gli le di del della dei delle un una e è a in che per con non si da dal al alla come più ma sono "
    "ha anche nel nella su se o suo sua ci questo questa essere stato tra hanno fa l d dell all",
    "pt": "o a os as de do da dos das um uma e é em no na nos nas que por para com não se ao à como mais mas foi ou "
    "ser quando muito há já está eu também só pelo pela até isso ela ele entre era depois sem mesmo seu sua são",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als bij maar door over uit hij ze naar "
    "heeft worden dan nog wordt ik je zich meer hebben dit die al was wel geen kan tot werd deze veel of we",
    "sv": "och i att det som en på är av för med den till inte har de om ett han var jag men sig från så vi kan hade "
    "vid när eller efter nu också bara mot skulle där under",
    "pl": "i w na z nie do się to że jest o jak po ale za od co przez dla są tym tak czy tego być już był była które "
    "który oraz przy także tylko może ma",
    "ru": "и в на не что с по а как это к из за от о для но его же то у все так бы был была было только или она он они "
    "мы вы при если уже этом до когда также чтобы быть еще после",
}
STOP_WORDS = {language: frozenset(words.split()) for language, words in _LISTS.items()}
_ANY = frozenset().union(*STOP_WORDS.values())

_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_SIGNS_A_WORD = 2  # in scripts without spaces, roughly

_LEAST_WORDS = 8  # fewer prove no language
_ENOUGH_WORDS = 2000  # more add nothing
_ENGLISH_SHARE = 0.2  # of a text's words; English prose has 0.35 to 0.5


def words_of(text: str) -> list[str]:
    """Return the words of a text, in lower case; an apostrophe parts two."""
    return _WORD.findall(text.lower())


def length_in_words(text: str) -> int:
    """Return how many words a text has; in scripts without spaces two signs count as one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + unspaced // _SIGNS_A_WORD


def density(text: str) -> float | None:
    """Return the share of stop words of any language, 0 to 1; None where the script is one that we have none of."""
    words = words_of(text)
    known = [word for word in words if word[0] < "\u0530" and not _UNSPACED.match(word)]  # Latin, Greek, Cyrillic
    if len(known) * 2 <= length_in_words(text):
        return None
    return sum(word in _ANY for word in known) / len(known)


# Scripts that one great language writes: a text mostly in one of them is taken for that language. Kana and Hangul come
# before the Chinese signs, which Japanese and Korean use as well.
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_BEYOND = re.compile("[\u0370-\u1fff\u3041-\ud7a3]")  # those of all these scripts, and others
_SCRIPT_SHARE = 0.5  # of a text's letters; Japanese prose mixes in Chinese signs, so kana need less
_KANA_SHARE = 0.15


def language_of(text: str) -> str:
    """Return the language where a text shows it beyond doubt: 'en' by its words, others by their script; else 'und'."""
    return _by_script(text) or _by_words(text)


def _by_script(text: str) -> str:
    if not _BEYOND.search(text):
        return ""
    letters = sum(map(str.isalpha, text)) or 1
    for language, script in _SCRIPTS:
        if len(script.findall(text)) / letters >= (_KANA_SHARE if language == "ja" else _SCRIPT_SHARE):
            return language
    return ""


def _by_words(text: str) -> str:
    words = words_of(text)[:_ENOUGH_WORDS]
    if len(words) < _LEAST_WORDS:
        return "und"
    counts = Counter(words)
    shares = {
        language: sum(counts[word] for word in counts.keys() & stops) / len(words)
        for language, stops in STOP_WORDS.items()
    }
    english = shares.pop("en")
    return "en" if english >= _ENGLISH_SHARE and english > max(shares.values()) * 1.2 else "und"
