"""Citations to be read: plain text and Markdown, after the notes of the Chicago Manual of Style.

Author, “Title,” Source, date, address: “Quotation”. Then where the archive keeps it, since when and under which digest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from archive.exchange.citations.reference import ARCHIVE, Kept, Quotation, Reference
from archive.models import Stance

# Signs that mean something within a line of Markdown; each may be escaped (CommonMark, section 2.4).
_MEANINGFUL = re.compile(r"([\\`*_\[\]<>#|~&$!{}])")
_OPENING = re.compile(r"(\d+)([.)])|()([-+=])")  # at its beginning: a list, or the line under a heading


@dataclass(frozen=True, slots=True)
class _Style:
    """How words, the names of works, and addresses are written."""

    words: Callable[[str], str]
    work: Callable[[str], str]
    address: Callable[[str], str]


def text(reference: Reference) -> str:
    """One line of plain text."""
    return _cited(reference, _PLAIN)


def markdown(reference: Reference) -> str:
    """The same as CommonMark: the source in italics, addresses as links, nothing else of it marked up."""
    cited = _cited(reference, _Style(escape, lambda name: f"*{escape(name)}*", _autolink))
    opening = _OPENING.match(cited)
    return f"{opening[1] or ''}\\{cited[len(opening[1] or '') :]}" if opening else cited


def escape(words: str) -> str:
    """`words` as Markdown that shows them and does nothing else."""
    return _MEANINGFUL.sub(r"\\\1", words)


def _autolink(address: str) -> str:
    """What would end it is percent-encoded."""
    return f"<{re.sub('[<> ]', lambda sign: f'%{ord(sign[0]):02X}', address)}>"


def notes(reference: Reference) -> list[str]:
    """What the fields of a reference manager have no place for, a sentence each: digest, verbatim or not, archive."""
    quotation = reference.quotation
    said = [
        _digest(reference, _PLAIN) if reference.digest_of else "",
        _standing(quotation, _PLAIN) if quotation else "",
        _archived(reference, _PLAIN),
        *_bases(reference, _PLAIN),
    ]
    return [_closed(sentence) for sentence in said if sentence]


def reading(quotation: Quotation) -> str:
    """What the archive reads in the words: its stance and claim, not the source's."""
    return _closed(_reading(quotation, _PLAIN))


def _cited(reference: Reference, style: _Style) -> str:
    quotation = reference.quotation
    first = _digested(reference, style) if reference.digest_of else _published(reference, style)
    sentences = [f"{first}: “{style.words(quotation.exact)}”." if quotation else f"{first.removesuffix('.')}."]
    if reference.digest_of:
        sentences.append(_digest(reference, style))
    if quotation:
        sentences.append(_standing(quotation, style))
    sentences += [_archived(reference, style), *_bases(reference, style)]
    if quotation:
        sentences.append(_reading(quotation, style))
    return " ".join(map(_closed, sentences))


def _closed(sentence: str) -> str:
    """Without the full stop behind words that end with one of their own."""
    return sentence[:-1] if sentence.endswith((".”.", "!”.", "?”.", "…”.")) else sentence


def _published(reference: Reference, style: _Style) -> str:
    """Who, “what,” where, when, at which address."""
    when = str(reference.date) if reference.date else _("n.d.")
    place = [style.work(reference.source), style.words(when)]
    if reference.url:
        place.append(style.address(reference.url))
    comma = "" if reference.title.endswith(("?", "!", "?]", "!]")) else ","
    work = f"“{style.words(reference.title)}{comma}” {', '.join(place)}"
    if reference.authors:
        work = f"{style.words('; '.join(reference.authors))}, {work}"
    speaker = reference.quotation.speaker if reference.quotation else ""
    return _("%(speaker)s, quoted in %(work)s") % {"speaker": style.words(speaker), "work": work} if speaker else work


def _digested(reference: Reference, style: _Style) -> str:
    """A digest is the archive's own: neither author nor source has written its words."""
    facts = {"archive": style.work(ARCHIVE), "title": style.words(reference.title)}
    speaker = reference.quotation.speaker if reference.quotation else ""
    if not speaker:
        return _("%(archive)s, digest of “%(title)s”") % facts
    return _("%(archive)s, digest of “%(title)s”, reporting %(speaker)s") % {**facts, "speaker": style.words(speaker)}


def _digest(reference: Reference, style: _Style) -> str:
    original = style.words(reference.digest_of.rstrip("."))
    return _("A digest in the archive’s words, not the source’s. The original: %(original)s.") % {"original": original}


def _standing(quotation: Quotation, style: _Style) -> str:
    if quotation.standing.is_verbatim:
        return _("Verbatim in the text as archived.")
    facts = {"now": style.words(quotation.now), **_facts(quotation.earlier, style)}
    if quotation.standing.is_changed and quotation.earlier:
        return (
            _("Verbatim in the text received %(received)s, SHA-256 %(digest)s; the later text reads “%(now)s”.") % facts
        )
    if quotation.standing.is_changed:
        return _("The text as archived now reads instead: “%(now)s”.") % facts
    if quotation.earlier:
        return _("Verbatim in the text received %(received)s, SHA-256 %(digest)s; not found in the later text.") % facts
    return _("Quoted from an earlier text; no longer found in the text as archived.")


def _archived(reference: Reference, style: _Style) -> str:
    facts = {"address": style.address(reference.address), **_facts(reference.kept, style)}
    if not reference.kept.sha256:
        return _("Archived at %(address)s, received %(received)s.") % facts
    return _("Archived at %(address)s, received %(received)s, SHA-256 %(digest)s.") % facts


def _bases(reference: Reference, style: _Style) -> Iterator[str]:
    if reference.source_basis:
        yield _("How the source is known: %(basis)s.") % {"basis": style.words(reference.source_basis)}
    if reference.date_basis:
        yield _("How the date is known: %(basis)s.") % {"basis": style.words(reference.date_basis)}


def _facts(kept: Kept | None, style: _Style) -> dict[str, str]:
    if kept is None:
        return {}
    return {"received": style.words(date_format(kept.received)), "digest": kept.sha256}


def _reading(quotation: Quotation, style: _Style) -> str:
    facts = {"archive": ARCHIVE, "claim": style.words(quotation.claim)}
    match quotation.stance:
        case Stance.ASSERTS:
            return _("Marked in %(archive)s as asserting: “%(claim)s”.") % facts
        case Stance.DISPUTES:
            return _("Marked in %(archive)s as disputing: “%(claim)s”.") % facts
        case Stance.QUALIFIES:
            return _("Marked in %(archive)s as qualifying: “%(claim)s”.") % facts


_PLAIN = _Style(str, str, str)
