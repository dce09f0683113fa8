"""Names of people out of a byline: without 'By', job titles, places of work, addresses and dates."""

from __future__ import annotations

import re

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
_NO_NAME = re.compile(r"[\d@{}<>_=#?!…]|://|\.\w{2,4}/")


def people(text: str) -> tuple[str, ...]:
    """Return the names in a byline, in its order and each once; organisations count as names. () where it has none."""
    text = byline_words.LEAD.sub("", byline_words.NOISE.sub(" ", text.strip()))
    text = byline_words.CUT.sub("", text) or text.split("|")[0]
    if match := byline_words.FAMILY_FIRST.fullmatch(text):
        text = f"{match[2]} {match[1]}"
    found: list[str] = []
    for part in map(_trimmed, byline_words.SPLIT.split(text)[: _MOST_PEOPLE * 2]):
        if byline_words.SUFFIX.match(part) and found:
            found[-1] = f"{found[-1]} {part}"
        elif _is_name(part) and same(part) not in map(same, found):
            found.append(part)
    if any(map(is_full_name, found)):  # a single word beside full names is where they work
        found = [name for name in found if " " in name or not name.isascii()]
    return tuple(found[:_MOST_PEOPLE])


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
    return _LOGIN.fullmatch(name) is not None


def is_organisation(name: str) -> bool:
    """Tell whether a name is that of a newspaper, an agency or a team, as its words say."""
    return byline_words.ORGANISATION.search(name) is not None


def is_full_name(name: str) -> bool:
    """Tell whether a name reads as a person's first and last: two to five words, each with a capital, or no Latin."""
    words = name.split()
    if is_organisation(name) or _BORROWED.fullmatch(name):
        return False
    if len(words) == 1:
        return 2 <= len(name) <= 12 and not name[0].islower() and not name[0].isupper() and name.isalpha()
    proper = [word for word in words if word.lower() not in byline_words.PARTICLES]
    return 2 <= len(words) <= _MOST_WORDS and all(_NAME_WORD.match(word) and not word[0].islower() for word in proper)


def _trimmed(part: str) -> str:
    part = byline_words.LEAD.sub("", part.strip(' \t,;:|-–—•·*"“”()/>»«‘'))
    if match := byline_words.AT_WORK.match(part) or byline_words.JOB_AFTER.match(part):
        part = match[1].strip()
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
        and not byline_words.DEGREES.match(part)
        and not _NO_NAME.search(part)
        and any(map(str.isalpha, part))
    )
