"""What stands among an article's blocks and is not the article: its headline, pointers, forms, credits, tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from archive.ingest import clues, phrases
from archive.ingest.datelines import is_date_line
from archive.ingest.html.body_candidates import Candidate
from archive.ingest.html.body_names import is_furniture
from archive.ingest.html.body_outline import Outline
from archive.ingest.html.body_titles import key_of
from archive.text.blocks import BlockKind

_HEAD = 0.25  # of the article's words at most may stand above its headline, as a summary does
_DATED = 0.05  # of its words: further down a date is a heading
_END = 0.7  # of its words: from here on credits and addresses are not part of a sentence's context
_LISTING = 0.3  # of its words in links: the page is a list of links, which are its content
_WRAPPER = 0.15  # of its words: what holds more is no box in the margin, whatever its class says
_SHORT, _CREDITED, _POINTING = 12, 60, 25  # words at most of a dateline, a credit, a pointer
_PROSE = 15  # words of a paragraph that a heading stands over
_LEAST_LINK = 4  # words of a link that points to another article; shorter ones are names and numbers

_POST = re.compile(r"twitter|tweet|instagram|tiktok|bluesky|mastodon|facebook|fb-post|threads|telegram|reddit")
_POINTER = re.compile(
    r"(?:read|see|watch|listen|hear) (?:more|also|next|now)\b|related\b[^.]*:|also (?:on|read|see)\b|don[’']?t miss"
    r"|more (?:on|from|about)\b.*:|(?:watch|see more|more|next) ?:|you (?:may|might) also|click here (?:to|for)"
    r"|lesen sie (?:auch|mehr)|mehr zum thema|lire aussi|à lire|lea también|leer más|leggi anche|leia (?:mais|também)"
    r"|lees (?:ook|meer)|читайте также|相关(?:阅读|新闻)|関連記事|관련기사",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"contribut(?:ed|ing) (?:to this|reporting|from)|\bwriters? .* contributed|^\W?(?:additional )?reporting by .*edit"
    r"|^this (?:article|story) (?:was|is) (?:originally|first)",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\bfollow (?:\S+ ){1,6}on (?:twitter|x|facebook|instagram|linkedin)\b|\breach(?:ed)? .{0,40}@"
    r"|(?:got|have) a (?:news )?tip|\bon twitter\b.*@|twitter\.com/",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Place:
    """What shares of the article's words stand above a block, without and with it."""

    before: float
    after: float


Rule = Callable[[Candidate, _Place], bool]


def without_furniture(candidates: Sequence[Candidate], outline: Outline, titles: frozenset[str]) -> list[Candidate]:
    """Return the candidates that are the article's.

    titles: keys of what the page calls it. Posts of social networks that it quotes are part of it.
    """
    of_posts = outline.within(lambda box: box.tag == "blockquote" and _POST.search(box.names) is not None)
    posts = {id(each) for each in candidates if of_posts[each.place]}
    found = [each for each in candidates if each.agreed or (id(each) in posts and each.words)]
    found = _below_headline(found, titles)
    kept = []
    boxed = _boxed(found, outline)
    linked = set() if _is_listing(found) else _pointers(found)
    for each, place in _placed(found):
        foreign = id(each) in linked or boxed[each.place] or any(rule(each, place) for rule in _RULES)
        if id(each) in posts or not foreign:
            kept.append(each)
    while kept and kept[-1].piece.kind is BlockKind.HEADING:
        kept.pop()
    return kept


def _below_headline(found: list[Candidate], titles: frozenset[str]) -> list[Candidate]:
    """Leave out the headline, wherever it is repeated, and what little stands above it.

    Of headings of the first level only the first may be one: some pages set all their headings so.
    """
    cut = first = 0
    for at, (each, place) in enumerate(_placed(found)):
        if at and place.after > _HEAD:
            break
        if each.piece.kind is BlockKind.HEADING:
            first += each.piece.level == 1
            if (each.piece.level == first == 1) or key_of(each.piece.text) in titles:
                cut = at + 1
    return [each for each in found[cut:] if len(each.words) > _POINTING or key_of(each.piece.text) not in titles]


def _placed(found: Sequence[Candidate]) -> Iterator[tuple[Candidate, _Place]]:
    total = sum(len(each.words) for each in found) or 1
    seen = 0
    for each in found:
        before, seen = seen, seen + len(each.words)
        yield each, _Place(before / total, seen / total)


def _boxed(found: Sequence[Candidate], outline: Outline) -> list[bool]:
    """Whether a box is named for furniture, and is small enough to be so, or stands in such a one."""
    held = outline.held((each.place, len(each.words)) for each in found)
    most = _WRAPPER * max(held, default=0)
    return outline.within(lambda box: held[box.place] < most and is_furniture(box.names))


def _is_listing(found: Sequence[Candidate]) -> bool:
    linked = sum(len(each.words) for each in found if each.is_link)
    return linked > _LISTING * sum(len(each.words) for each in found)


def _pointers(found: Sequence[Candidate]) -> set[int]:
    """The ids of blocks that point elsewhere; a heading that is a link and has its own prose below it does not."""
    below = zip_longest(found, found[1:])
    return {id(each) for each, after in below if _is_pointer(each) and not _heads(each, after)}


def _heads(each: Candidate, after: Candidate | None) -> bool:
    if after is None or each.piece.kind is not BlockKind.HEADING:
        return False
    return after.piece.kind is BlockKind.PARAGRAPH and not after.is_link and len(after.words) >= _PROSE


def _is_pointer(each: Candidate) -> bool:
    """A block that is nothing but a link, or that says where to read on."""
    piece, words = each.piece, len(each.words)
    if each.is_link and words >= _LEAST_LINK and piece.kind is not BlockKind.LIST_ITEM:
        return True
    invites = _POINTER.match(piece.text) or (each.is_link and phrases.is_opening(piece.text, words))
    return bool(invites) and words <= _POINTING and piece.linked > 0.3 * len(piece.text)


def _is_label(each: Candidate, _: _Place) -> bool:
    return phrases.is_label(each.piece.text, len(each.words))


def _is_dateline(each: Candidate, place: _Place) -> bool:
    return place.before < _DATED and len(each.words) < _SHORT and is_date_line(each.piece.text.strip())


def _is_byline(each: Candidate, place: _Place) -> bool:
    return place.before < _DATED and len(each.words) < _SHORT and clues.is_byline(each.piece.text.strip())


def _is_credit(each: Candidate, place: _Place) -> bool:
    text, words = each.piece.text, len(each.words)
    if place.after < _END or words > _CREDITED:
        return False
    return any(pattern.search(text) for pattern in (_CREDIT, _CONTACT)) or phrases.is_notice(text, words)


_RULES: tuple[Rule, ...] = (_is_label, _is_dateline, _is_byline, _is_credit)
