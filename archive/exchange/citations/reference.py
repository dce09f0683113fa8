"""The facts of a citation, worked out once for every form.

What is cited is what the archive holds: the text of one capture. Of a digest the archive itself is the author, and the
article that it digests is named as the original; its words are never passed off as the source's.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import slugify

from archive.dates import PublicationDate
from archive.models import Article, Capture, Passage, Stance
from archive.models.source import SourceKind
from archive.text.anchoring import AnchorState
from archive.text.standing import Standing, standing

ARCHIVE = "Parallax"


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes that the current text was extracted from: their SHA-256 in hexadecimals, '' where there are none.

    received: the day, in the archive's time zone.
    """

    sha256: str
    received: dt.date


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage's words, and what the archive says of them.

    now: what stands in their place in the current text, where it differs. earlier: the older capture that has them word
    for word, where the current one has not and one is known.
    """

    exact: str
    now: str
    earlier: Kept | None
    speaker: str
    stance: Stance
    claim: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Reference:
    """All that a citation may say. Every string is one line without control characters; '' where a fact is not known.

    key: unique in the archive. title: in square brackets where the archive gave it. address: absolute, of the page in
    the archive; url: where the source published it. digest_of: the citation of the original where the text is a digest
    of it; then authors, source and date are the original's. date_basis, source_basis: how both are known, unless they
    are stated.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    source: str
    kind: SourceKind
    date: PublicationDate | None
    language: str
    section: str
    url: str
    address: str
    kept: Kept
    digest_of: str
    date_basis: str
    source_basis: str
    quotation: Quotation | None = None


def of_article(article: Article, address: str) -> Reference:
    """address: absolute, of the article's page."""
    return _reference(article, address, f"a{article.pk}")


def of_passage(passage: Passage, address: str, earlier: Capture | None = None) -> Reference:
    """address: absolute, of the passage's page. earlier: the older capture that has the words, if the current has not.

    Reads the passage's article with its text, source, capture and claim.
    """
    article = passage.article
    stands = standing(article.text, passage.selectors, AnchorState(passage.anchor_state))
    quotation = Quotation(
        one_line(passage.exact),
        one_line(stands.now) if stands.is_changed else "",
        _kept(earlier) if earlier and not stands.is_verbatim else None,
        one_line(passage.speaker),
        Stance(passage.stance),
        one_line(passage.claim.statement),
        stands,
    )
    return _reference(article, address, f"p{passage.pk}", quotation)


def _reference(article: Article, address: str, number: str, quotation: Quotation | None = None) -> Reference:
    date = article.published_date
    return Reference(
        key=f"{_short(article.source.name)}{date.earliest.year if date else ''}-{number}",
        title=one_line(article.shown_title),
        authors=split_byline(article.byline),
        source=one_line(article.source.name),
        kind=SourceKind(article.source.kind),
        date=date,
        language=article.language,
        section=one_line(article.section),
        url=article.url,
        address=address,
        kept=_kept(article.capture) if article.capture else Kept("", timezone.localdate(article.received_at)),
        digest_of=one_line(article.digest_of),
        date_basis=_unless_stated(article.published_basis),
        source_basis=_unless_stated(article.source_basis),
        quotation=quotation,
    )


def _kept(capture: Capture) -> Kept:
    return Kept(capture.sha256, timezone.localdate(capture.received_at))


def _unless_stated(basis: str) -> str:
    words = one_line(basis).rstrip(".")
    return "" if words.casefold() == "stated" else words


def _short(name: str) -> str:
    """A source's name as a key of BibTeX may hold it: ASCII letters and digits."""
    return slugify(name).replace("-", "").replace("_", "")[:24] or "source"


def split_byline(byline: str) -> tuple[str, ...]:
    """The authors that a byline names, each exactly as printed.

    Only a semicolon parts them for certain: 'and', '&' and commas stand within names of organisations as well as
    between names of people, and a wrong guess would name an author who is none.
    """
    return tuple(name for part in byline.split(";") if (name := one_line(part)))


def one_line(words: str) -> str:
    """`words` on one line, without control characters: no field of any form can then begin a new one."""
    spaced = re.sub(r"\s+", " ", words).strip()
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cs"))
