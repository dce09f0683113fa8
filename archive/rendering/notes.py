"""The margin of an article as HTML: a note for each passage, and the list of the claims that they are on.

A page may have hundreds of notes, so they are put together from strings; a template takes ten times as long. All
that comes from outside is escaped where it is put in. Words are looked up once a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Stance
from archive.rendering.claims import colour_class
from archive.rendering.marks import SIGNS

_WORD = '<span class="word">{}</span>'  # of a stance, which folded notes hide


class TagLink(NamedTuple):
    address: str
    name: str
    colour: str


class Other(NamedTuple):
    """Another article's first passage of a stance on a claim. when: its date, and who is quoted, if anybody.

    side_by_side: where both articles are read on the claim.
    """

    place: str
    source: str
    when: str
    language: str
    quote: str
    side_by_side: str


class Told(NamedTuple):
    """What is told once of a claim of the page. others: by stance, the earliest other articles that take it.

    total: of the claim's passages in all of the archive.
    """

    address: str
    tags: Sequence[TagLink]
    others: Sequence[tuple[Stance, Sequence[Other]]]
    total: int


class Note(NamedTuple):
    """A passage's note. key, claim: primary keys; number: of the claim on this page; address: the passage's own page.

    is_verbatim: the text has its words as they were quoted. told: None where a note before it tells it.
    """

    key: int
    claim: int
    number: int
    statement: str
    stance: str
    speaker: str
    remark: str
    is_verbatim: bool
    address: str
    told: Told | None


class Taken(NamedTuple):
    """A stance that passages of the page take on a claim. first: the primary key of the first of them."""

    stance: Stance
    first: int
    times: int


class Listed(NamedTuple):
    """A claim of the page, where it leads, and the stances taken on it there."""

    key: int
    number: int
    statement: str
    address: str
    stances: Sequence[Taken]


def render_notes(notes: Iterable[Note]) -> SafeString:
    """The items of the list of notes."""
    return mark_safe("\n".join(map(_Notes().item, notes)))  # noqa: S308 - escaped piece by piece


def render_claims(claims: Iterable[Listed]) -> SafeString:
    """The items of the list of claims."""
    words = {stance: _signed(stance) for stance in Stance}
    return mark_safe("\n".join(_claim(one, words) for one in claims))  # noqa: S308 - escaped piece by piece


def _signed(stance: Stance, word: str = "{}") -> str:
    """A stance as it is written, its sign before its word. word: the markup of the word, with {} in its place."""
    return f'<span class="sign" aria-hidden="true">{SIGNS[stance]}</span> {word.format(escape(str(stance.label)))}'


def _number(number: int) -> str:
    return f'<span class="number" aria-hidden="true">{number}</span>'


def _claim(claim: Listed, words: dict[Stance, str]) -> str:
    stances = "".join(
        f'<li><a class="stance {one.stance.value}" href="#passage-{one.first}">{words[one.stance]}'
        f"{f' ({one.times})' if one.times > 1 else ''}</a></li>"
        for one in claim.stances
    )
    return (
        f'<li class="{colour_class(claim.number)}" data-claim="{claim.key}">{_number(claim.number)}'
        f'<div><p class="claim-title"><a href="{escape(claim.address)}">{escape(claim.statement)}</a></p>'
        f'<ul class="stances">{stances}</ul></div></li>'
    )


class _Notes:
    """Writes notes in the reader's language."""

    def __init__(self) -> None:
        self.words = {stance.value: f'<span class="stance">{_signed(stance, _WORD)}</span>' for stance in Stance}
        self.heads = {stance: f'<p class="stance {stance.value}">{_signed(stance)}</p>' for stance in Stance}
        self.verbatim = _meta(_("Word for word in the current text"))
        self.differs = _meta(_("The text now differs a little from the quotation"))
        self.speaker = escape(_("Speaker"))
        self.remark = escape(_("Curator's note"))
        self.in_text = escape(_("In the text"))
        self.own_page = escape(_("Permanent page, to cite"))
        self.others = escape(_("Other sources on this claim"))
        self.compare = escape(_("Read side by side"))
        self.silence = _meta(_("No other article in the archive speaks to this claim, as far as it has been read."))

    def item(self, note: Note) -> str:
        key, told = note.key, note.told
        home = "" if told else f' <a class="note-home" href="#told-{note.claim}">{self.others}</a>'
        return (
            f'<li class="note {colour_class(note.number)} {note.stance}" id="note-{key}"'
            f' data-passage="{key}" data-claim="{note.claim}"><a class="note-head" href="#note-{key}">'
            f"{_number(note.number)} {self.words[note.stance]}"
            f' <span class="note-claim">{escape(note.statement)}</span></a><div class="note-more">'
            f"{_fact(self.speaker, note.speaker)}{_fact(self.remark, note.remark)}"
            f"{self.verbatim if note.is_verbatim else self.differs}"
            f'<p class="meta dots no-print"><a href="#passage-{key}">{self.in_text}</a>'
            f' <a href="{escape(note.address)}">{self.own_page}</a>{home}</p>'
            f"{self._told(note.claim, told) if told else ''}</div></li>"
        )

    def _told(self, claim: int, told: Told) -> str:
        others = "".join(
            f'{self.heads[stance]}<ul class="others">{"".join(map(self._other, articles))}</ul>'
            for stance, articles in told.others
        )
        return (
            f'<div class="told" id="told-{claim}">{_tags(told.tags)}<h3>{self.others}</h3>{others or self.silence}'
            f'<p><a href="{escape(told.address)}">{escape(_everything(told.total))}</a></p></div>'
        )

    def _other(self, other: Other) -> str:
        source = escape(other.source)
        return (
            f'<li><a href="{escape(other.place)}">{source}</a>, {escape(other.when)}'
            f' <q lang="{escape(other.language)}" dir="auto">{escape(other.quote)}</q>'
            f' <a href="{escape(other.side_by_side)}">{self.compare}<span class="sr">: {source}</span></a></li>'
        )


def _tags(tags: Sequence[TagLink]) -> str:
    links = "".join(
        f'<li><a class="tag tag-{escape(tag.colour)}" href="{escape(tag.address)}">{escape(tag.name)}</a></li>'
        for tag in tags
    )
    return links and f'<ul class="tags">{links}</ul>'


def _meta(words: str) -> str:
    return f'<p class="meta">{escape(words)}</p>'


def _fact(label: str, words: str) -> str:
    return words and f'<p><span class="meta">{label}</span> {escape(words)}</p>'


def _everything(total: int) -> str:
    words = ngettext("The claim's page, with %(total)d passage", "All %(total)d passages on the claim's page", total)
    return words % {"total": total}
