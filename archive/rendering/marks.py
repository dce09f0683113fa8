"""One passage as it is drawn: what its marks look like, what its reference says and where that leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Generic

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from typing_extensions import TypeVar  # typing's own has no defaults before Python 3.13

from archive.models import Passage, Stance
from archive.rendering.claims import colour_class
from archive.rendering.rows import AnyPassage
from archive.text.selectors import Span

SIGNS = {Stance.ASSERTS: "+", Stance.DISPUTES: "−", Stance.QUALIFIES: "±"}

# Whole sentences, which a translator may turn round: by stance, whether the claim has a number, whether one speaks.
_SENTENCES: dict[tuple[str, bool, bool], str] = {
    (Stance.ASSERTS, True, False): _("Asserts claim %(number)d: %(claim)s"),
    (Stance.ASSERTS, True, True): _("%(speaker)s asserts claim %(number)d: %(claim)s"),
    (Stance.ASSERTS, False, False): _("Asserts: %(claim)s"),
    (Stance.ASSERTS, False, True): _("%(speaker)s asserts: %(claim)s"),
    (Stance.DISPUTES, True, False): _("Disputes claim %(number)d: %(claim)s"),
    (Stance.DISPUTES, True, True): _("%(speaker)s disputes claim %(number)d: %(claim)s"),
    (Stance.DISPUTES, False, False): _("Disputes: %(claim)s"),
    (Stance.DISPUTES, False, True): _("%(speaker)s disputes: %(claim)s"),
    (Stance.QUALIFIES, True, False): _("Qualifies claim %(number)d: %(claim)s"),
    (Stance.QUALIFIES, True, True): _("%(speaker)s qualifies claim %(number)d: %(claim)s"),
    (Stance.QUALIFIES, False, False): _("Qualifies: %(claim)s"),
    (Stance.QUALIFIES, False, True): _("%(speaker)s qualifies: %(claim)s"),
}


class Sentences(dict[tuple[str, bool, bool], str]):
    """The sentences in the reader's language, each looked up once."""

    def __missing__(self, kind: tuple[str, bool, bool]) -> str:
        self[kind] = gettext(_SENTENCES[kind])
        return self[kind]


P = TypeVar("P", bound=AnyPassage, default=Passage, covariant=True)


@dataclass(frozen=True, slots=True)
class Mark(Generic[P]):
    """One passage as it is drawn. number: of its claim on this page, from 1; 0 marks it quietly.

    href: where its reference leads; '' leads to the passage among those on its claim. chosen: its claim is in focus.
    """

    span: Span
    passage: P
    number: int
    href: str = ""
    chosen: bool = False

    @property
    def css(self) -> str:
        """The classes of its hue and its stance, and whether it is chosen."""
        return f"{colour_class(self.number)} {self.passage.stance}{' chosen' if self.chosen else ''}"

    @property
    def sign(self) -> str:
        return f"{SIGNS[Stance(self.passage.stance)]}{self.number or ''}"

    @property
    def label(self) -> str:
        """What a screen reader says where the passage begins: who says what of which claim, in one sentence."""
        return self.said_in(Sentences())

    def said_in(self, sentences: Sentences) -> str:
        passage = self.passage
        return sentences[passage.stance, bool(self.number), bool(passage.speaker)] % {
            "number": self.number,
            "claim": passage.claim.statement,
            "speaker": passage.speaker,
        }

    def opening(self, lane: str) -> str:
        """The start tag of its marks, as HTML. lane: the class of the lane that its line runs in.

        A mark by itself says nothing: some screen readers announce the beginning and the end of every <mark>, and a
        passage may be in many pieces. What there is to say, its reference says once; it also names the claim.
        """
        return f'<mark role="none" class="passage {lane} {escape(self.css)}" data-passage="{self.passage.pk}">'

    def reference(self, sentences: Sentences) -> str:
        """The link that stands where the passage begins, as HTML.

        Its words stand in an attribute: hidden text would be found by a search in the page, and would set the direction
        of a text that begins with it.
        """
        passage, said = self.passage, escape(self.said_in(sentences))
        href = self.href or f"{passage.claim.get_absolute_url()}#{passage.element_id}"
        return (
            f'<a class="ref {escape(self.css)}" id="{passage.element_id}" href="{escape(href)}"'
            f' data-passage="{passage.pk}" data-claim="{passage.claim_id}" aria-label="{said}">'
            f"{self.sign}</a>"
        )


def marks_of(
    passages: Iterable[P],
    numbers: Mapping[int, int],
    *,
    link: Callable[[P], str] | None = None,
    chosen: int | None = None,
) -> list[Mark[P]]:
    """The marks of those passages that stand in the text.

    numbers: of the claims on this page, by primary key; a claim without one is marked quietly.
    link: where a passage's reference leads; without it, to the passage among those on its claim.
    chosen: the primary key of the claim in focus.
    """
    return [
        Mark(span, passage, numbers.get(passage.claim_id, 0), link(passage) if link else "", passage.claim_id == chosen)
        for passage in passages
        if (span := passage.span) is not None
    ]
