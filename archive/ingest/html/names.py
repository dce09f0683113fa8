"""Names of people out of a byline: without 'By', job titles, places of work, addresses and dates."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from archive.ingest.html import byline_words
from archive.ingest.html.wording import same

_LONGEST_NAME = 60  # characters
_MOST_WORDS = 5
_MOST_PEOPLE = 20

_NAME_WORD = re.compile(r"[^\W\d_][\w'’.\-‐‑]*$")
_INITIALS = re.compile(r"(?:[A-Z]\.)+|[A-Z]{1,2}|I{2,3}|IV")
_EMPLOYER = re.compile(r"(?<=\w\s)(?!III\b)[A-Z]{3,}\w*$")
_BORROWED = re.compile(r"[ァ-ヺー ]+")  # katakana alone is mostly a word from abroad: 'tweet', 'bookmark', 'software'
_LOGIN = re.compile(r"[a-z][a-z\d_.-]*")
_ONE_WORD = re.compile(r"[^\W\d_][\w.-]{2,29}")
_DOMAIN = re.compile(r"[\w-]{2,}(?:\.[\w-]+)*\.(?:[a-z]{2}|news)")
_PREPOSITION = re.compile(r"\s*(?:for|of|in|at)\s")
_STATION = re.compile(r"(?!III\b)[A-Z]{3,}\s")
_NO_NAME = re.compile(r"[\d@{}<>_=#?!…]|://|\.\w{2,4}/")


@lru_cache(maxsize=512)  # a line is read for more than one rule
def people(text: str) -> tuple[str, ...]:
    """Return the names in a byline, in its order and each once; organisations count as names. () where it has none."""
    text = byline_words.LEAD.sub("", byline_words.NOISE.sub(" ", text.strip()))
    text = _cut(text) or text.split("|")[0]
    if match := byline_words.FAMILY_FIRST.fullmatch(text):
        text = f"{match[2]} {match[1]}"
    found: list[str] = []
    for part in map(_trimmed, byline_words.SPLIT.split(text)[: _MOST_PEOPLE * 2]):
        if byline_words.SUFFIX.match(part) and found:
            found[-1] = f"{found[-1]} {part}"
        elif found and (byline_words.DEGREES.match(part) or same(part) in map(same, found)):
            continue
        elif _is_name(part):
            found.append(part)
    return tuple(_without_employers(found)[:_MOST_PEOPLE])


def _cut(text: str) -> str:
    """The names at the beginning; a name like 'Institute for …' goes on after its preposition."""
    match = byline_words.CUT.search(text)
    if match is None:
        return text
    before = text[: match.start()]
    goes_on = " " not in before.strip() and is_organisation(before) and _PREPOSITION.match(match[0])
    return text if goes_on and len(text) <= _LONGEST_NAME else before


def _without_employers(names: list[str]) -> list[str]:
    """Beside full names, single words and organisations are where they work; after an organisation's, the place is."""
    if not any(map(is_full_name, names)):
        return names[:1] if names and is_organisation(names[0]) else names
    return [name for at, name in enumerate(names) if not (at and _is_employer(name)) and not _is_one_word(name)]


def _is_one_word(name: str) -> bool:
    return " " not in name and (name.isascii() or name[0].islower() or name[0].isupper())


def _is_employer(name: str) -> bool:
    return is_organisation(name) or (_STATION.match(name) is not None and not name.isupper())


def starts_as_byline(text: str) -> bool:
    """Tell whether a line begins as bylines do: 'By …'."""
    return byline_words.STARTS_BY.match(text) is not None


def is_byline_label(text: str) -> bool:
    """Tell whether a line is what stands before a name on a line of its own: 'By', 'Author:'."""
    return byline_words.BY_ONLY.match(text.strip()) is not None


def byline_within(line: str) -> str:
    """Return the part of a line from 'by …' on, where it says 'posted by …' further in; '' where it does not."""
    match = byline_words.BY_WITHIN.search(line)
    return line[match.start(1) :] if match else ""


def staff(text: str) -> str:
    """Return the words of a byline that names the staff and nobody of it: 'Staff Reports'; '' where it is no such."""
    words = byline_words.CUT.sub("", byline_words.LEAD.sub("", text.strip())).strip(" -,.")
    return words if byline_words.STAFF.fullmatch(words) else ""


def is_login(name: str) -> bool:
    """Tell whether a name is rather what its bearer types to enter: one word in small Latin letters."""
    return _LOGIN.fullmatch(name) is not None and not is_organisation(name)


def login(text: str) -> str:
    """Return the one word by which a byline names its author: 'Posted by quay_77 on 3 May'; '' where it is more."""
    words = byline_words.LEAD.sub("", text.strip())
    if starts_as_byline(text):
        words = byline_words.CUT.sub("", words).strip(" |·•,-–—:")
    return words if _ONE_WORD.fullmatch(words) and not byline_words.NOBODY.match(words) else ""


def is_organisation(name: str) -> bool:
    """Tell whether a name is that of a newspaper, an agency or a team, as its words say."""
    return byline_words.ORGANISATION.search(name) is not None or _DOMAIN.fullmatch(name) is not None


def is_full_name(name: str) -> bool:
    """Tell whether a name reads as a person's first and last: two to five words, each with a capital, or no Latin."""
    name = name if name.isascii() else _without_marks(name)
    words = name.split()
    if is_organisation(name) or _BORROWED.fullmatch(name):
        return False
    if len(words) == 1:
        return 2 <= len(name) <= 12 and not name[0].islower() and not name[0].isupper() and name.isalpha()
    proper = [word for word in words if word.lower() not in byline_words.PARTICLES]
    return 2 <= len(words) <= _MOST_WORDS and all(_NAME_WORD.match(word) and not word[0].islower() for word in proper)


def _without_marks(name: str) -> str:
    """A name without the vowel signs of Indian and Thai letters and the like, which are no letters themselves."""
    return "".join(sign for sign in name if unicodedata.category(sign)[0] != "M")


def _trimmed(part: str) -> str:
    part = byline_words.LEAD.sub("", part.strip(' \t,;:|-–—•·*"“”()/>»«‘'))
    if match := byline_words.AT_WORK.match(part) or byline_words.JOB_AFTER.match(part):
        part = match[1].strip()
    part = byline_words.REPORTER_AFTER.sub("", part)
    if not part.isupper():  # a station or a paper that follows the name
        part = _EMPLOYER.sub("", part).strip()
    return _capitalised(re.sub(r"\s+", " ", part)).rstrip("’'")


def _capitalised(name: str) -> str:
    """A name that a page sets in capitals throughout, as it is written elsewhere."""
    words = name.split()
    if len(words) < 2 or not name.isupper() or is_organisation(name):
        return name
    return " ".join(word if _INITIALS.fullmatch(word) else _title(word) for word in words)


def _title(word: str) -> str:
    return re.sub(r"(?<![’'])\w+|(?<=\b[OD][’'])\w+", lambda match: match[0].capitalize(), word)


def _is_name(part: str) -> bool:
    words = part.split()
    return (
        2 <= len(part) <= _LONGEST_NAME
        and len(words) <= _MOST_WORDS + 1
        and not byline_words.NOBODY.match(part)
        and not byline_words.JOB.match(part)
        and not _NO_NAME.search(part)
        and any(map(str.isalpha, part))
    )
