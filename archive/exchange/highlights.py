"""Highlights of tools that know no claims, to annotations: what their tags say of the claim, the stance, the speaker.

`claim: The bridge is safe` names the claim, `stance: disputes` (or `disputes` alone) the stance, which else is
'asserts', `speaker: A. Keeper` the speaker. All other tags are the claim's. A highlight without a claim comes under one
that only holds it, by its first tag, until a curator moves it to a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.exchange.annotation_selectors import folded
from archive.exchange.json_ld import AnnotationError
from archive.exchange.web_annotation import LONGEST, STANCES, Annotation, ClaimName, Target
from archive.text.normalize import fold, fold_line
from archive.text.selectors import Selectors, TextQuote

_SAYING = re.compile(r"(claim|stance|speaker)\s*[:=]\s*(\S.*)", re.IGNORECASE | re.DOTALL)
_MOST_NOTE = 20_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A marked quotation as another tool has it.

    number, id: its place in the file from 1, and its name there. source: as Target.source. origin: the tool, who marked
    it and when, which is kept in the note.
    """

    number: int
    id: str
    source: str
    quote: TextQuote
    note: str = ""
    tags: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that is no highlight (a reply, a note on a whole page), or one that cannot be read (`failed`)."""

    item: str
    reason: str
    failed: bool = False

    def __str__(self) -> str:
        return f"{self.item}: {self.reason}"


@dataclass(slots=True)
class Highlights:
    """What a file of another tool holds: annotations to import, and what is left out."""

    annotations: list[Annotation] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def take(self, highlight: Highlight) -> None:
        """Add a highlight, once for each claim that it names."""
        try:
            self.annotations += list(annotations_of(highlight))  # all of them or none
        except AnnotationError as error:
            self.leave(item_name(highlight.number, highlight.id), str(error), failed=True)

    def leave(self, item: str, reason: str, *, failed: bool = False) -> None:
        self.left_out.append(LeftOut(item, fold_line(reason), failed))


def item_name(number: int, id_: str) -> str:
    return f"Item {number} ({id_[:200]})" if id_ else f"Item {number}"


def annotations_of(highlight: Highlight) -> Iterator[Annotation]:
    """Yield the annotation of each claim of a highlight.

    Raises AnnotationError where it is on no article, or its quotation or its claim cannot be kept.
    """
    if not highlight.source:
        raise AnnotationError("It names no article. Say with --article which it is on.")
    said, tags, long = _said(highlight.tags)
    try:
        quote = folded(highlight.quote)
    except ValueError as error:
        raise AnnotationError(f"Its quotation is blank: {error}.") from error
    target = Target(highlight.source, Selectors(highlight.quote), Selectors(quote))
    for claim in said["claim"] or [_holding(tags)]:
        if len(claim) > LONGEST["identifying"]:
            raise AnnotationError(
                f"Its claim has {len(claim)} characters; at most {LONGEST['identifying']} can be kept."
            )
        # Under a claim that only holds highlights, further tags would say of all of them what one of them is about.
        own = tags if said["claim"] else tags[:1]
        yield Annotation(
            number=highlight.number,
            id=highlight.id,
            claim=ClaimName(claim, ""),
            stance=said["stance"][0] if said["stance"] else STANCES[0],
            targets=(target,),
            tags=own,
            speaker="; ".join(said["speaker"])[: LONGEST["describing"]],
            note=_note(highlight, (*tags[len(own) :], *long)),
        )


def _said(given: tuple[str, ...]) -> tuple[dict[str, list[str]], tuple[str, ...], tuple[str, ...]]:
    """Part the tags into what they say of claim, stance and speaker, those of the claim, and those too long for one.

    Each tag is there once.
    """
    said: dict[str, list[str]] = {"claim": [], "stance": [], "speaker": []}
    tags: list[str] = []
    for tag in filter(None, map(fold_line, given)):
        match = _SAYING.fullmatch(tag)
        name, words = (match[1].lower(), match[2]) if match else ("", tag)
        if words.lower() in STANCES and name in ("", "stance"):
            said["stance"].append(words.lower())
        elif name in ("claim", "speaker"):
            said[name].append(words)
        else:
            tags.append(tag)
    fitting = [tag for tag in tags if len(tag) <= LONGEST["tagging"]]
    long = [tag for tag in tags if len(tag) > LONGEST["tagging"]]
    return said, tuple(dict.fromkeys(fitting)), tuple(dict.fromkeys(long))


def _holding(tags: tuple[str, ...]) -> str:
    """The claim of a highlight that names none. The archive's own words, in English as they are data."""
    if tags:
        return f"Highlights tagged “{tags[0]}” that have no claim yet"
    return "Highlights that have no claim yet"


def _note(highlight: Highlight, tags: tuple[str, ...]) -> str:
    parts = [fold(highlight.note).strip()[:_MOST_NOTE]]
    if tags:
        parts.append(f"Tags: {', '.join(tags)}.")
    parts.append(fold_line(highlight.origin)[:500])
    return "\n\n".join(filter(None, parts))
