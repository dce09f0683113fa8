"""Title, byline, date and language of a PDF: from its first page, and from what the file says of itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from archive.ingest import clues
from archive.ingest.datelines import is_date_line
from archive.ingest.languages import agree, language_of
from archive.ingest.stopwords import length_in_words
from archive.text.blocks import Block, BlockKind, CanonicalText

# What programs write where nobody gave a title or a name.
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b|untitled|(?:document|slide|presentation|layout|title)\W*\d*$|no title"
    r"|.*\.(?:docx?|pdf|indd|qxd|pptx?|xlsx?|tex|dvi|rtf|odt|html?|ps|pages|cdr|ai)$|https?://\S+$|about:blank",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:user|admin|administrator|author|owner|unknown|anonymous|root|default|pc|home|microsoft(?: office user)?|canva"
    r"|adobe.*|[\w.-]+\\.*|[a-z]{0,4}\d+\w*)$",
    re.IGNORECASE,
)
_BROWSER = re.compile(r"mozilla|firefox|chrom(?:e|ium)|safari|skia/pdf|wkhtmltopdf", re.IGNORECASE)
_SITE = re.compile(r" [·|«»:–—-] ")
_CREATED = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_LONGEST_TITLE = 300  # characters
_LONGEST_NAMES = 300
_LONGEST_TAG = 35
_PROSE = 25  # words: the first block so long ends what stands above an article


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document, '' for what is not. basis: how, by the names of the facts.

    content: the text, what states the facts above it flagged as furniture.
    """

    content: CanonicalText
    title: str
    supplied: bool = False
    byline: str = ""
    published: str = ""
    language: str = "und"
    basis: dict[str, str] = field(default_factory=dict)


def facts_of(content: CanonicalText, stated: Mapping[str, str], title: str = "") -> Facts:
    """Gather the facts. stated: what the file says, see document.Document. title: as it is known already."""
    basis: dict[str, str] = {}
    head = _head(content)
    around = _flagged(content, head)  # as the clues want it: what is not the body may say what the body is
    facts = _titled(around, head, stated.get("title", ""), title, basis)
    byline = _byline(around, stated.get("author", ""), basis)
    published = _published(around, _created(stated), basis)
    language = _language(content, stated.get("language", ""), basis)
    known = {_letters(words) for words in (facts.title, byline) if words}
    own = {at for at in head if _is_told(content.text[content.blocks[at].start : content.blocks[at].end], known)}
    return replace(
        facts, content=_flagged(content, own), byline=byline, published=published, language=language, basis=basis
    )


def _head(content: CanonicalText) -> list[int]:
    """The places of the blocks on the first page that stand above the first prose."""
    found = []
    for at, block in enumerate(content.blocks):
        words = content.text[block.start : block.end]
        if block.page > 1 or (block.kind is not BlockKind.HEADING and length_in_words(words) >= _PROSE):
            break
        if not block.furniture:
            found.append(at)
    return found


def _flagged(content: CanonicalText, places: Collection[int]) -> CanonicalText:
    """The text with the blocks at these places as furniture, unless nothing would be left."""
    blocks = tuple(replace(block, furniture=block.furniture or at in places) for at, block in enumerate(content.blocks))
    return content if all(block.furniture for block in blocks) else replace(content, blocks=blocks)


def _titled(content: CanonicalText, head: list[int], stated: str, given: str, basis: dict[str, str]) -> Facts:
    if given:
        return Facts(content, given)
    first = " ".join(content.text[block.start : block.end] for block in content.blocks if block.page <= 1)
    heading = _largest(content, head)
    if _is_title(stated, first):
        basis["title"] = "stated: the title in the file's properties"
        return Facts(content, _without_site(stated, heading))
    if heading:
        basis["title"] = "inferred from the largest line of the first page"
        return Facts(content, heading)
    found = clues.title_of(content)
    basis["title"] = "inferred from the first words" if found.supplied else "inferred from the first line"
    return Facts(content, found.words, supplied=found.supplied)


def _is_title(stated: str, first_page: str) -> bool:
    if not 3 <= len(stated) <= _LONGEST_TITLE or _NO_TITLE.match(stated) or not any(map(str.isalpha, stated)):
        return False
    return length_in_words(stated) > 1 or _letters(stated) in _letters(first_page)


def _without_site(stated: str, heading: str) -> str:
    """The title without the name of the site, which browsers print behind it, where the first page shows it so."""
    is_part = len(heading) >= len(stated) / 3 and stated.startswith(heading)
    return heading if is_part and _SITE.match(stated, len(heading)) else stated


def _largest(content: CanonicalText, head: list[int]) -> str:
    """The first of the highest headings above the prose; '' for none."""
    headings = [content.blocks[at] for at in head if content.blocks[at].kind is BlockKind.HEADING]
    best: Block | None = min(headings, key=lambda block: block.level, default=None)
    return content.text[best.start : best.end][:_LONGEST_TITLE] if best else ""


def _byline(around: CanonicalText, stated: str, basis: dict[str, str]) -> str:
    if byline := clues.byline_of(around):
        basis["byline"] = "stated: a line of its own"
        return byline
    if stated and len(stated) <= _LONGEST_NAMES and any(map(str.isalpha, stated)) and not _NO_AUTHOR.match(stated):
        basis["byline"] = "stated: the author in the file's properties"
        return stated
    return ""


def _published(around: CanonicalText, created: str, basis: dict[str, str]) -> str:
    dateline = clues.dateline_of(around)
    if dateline.published:
        basis["published"] = f"stated on a line of its own: “{dateline.line}”"
        return dateline.published
    day = _day(created)
    if not day:
        return ""
    basis["published"] = "inferred from the file's creation date"
    return f"{day}?"  # in EDTF: uncertain, since files are made anew long after what they hold was published


def _created(stated: Mapping[str, str]) -> str:
    """When the file says that it was made; '' where a browser printed it, which tells when somebody read the page."""
    programs = f"{stated.get('creator', '')} {stated.get('producer', '')}"
    return "" if _BROWSER.search(programs) else stated.get("created", "")


def _day(created: str) -> str:
    """The day that a PDF's date names, in EDTF; '' for none that can be."""
    match = _CREATED.match(created)
    try:
        day = dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None
    except ValueError:
        return ""
    if (
        match is None or day is None or not 1980 <= day.year <= 2200
    ):  # there were none before, clocks without a battery apart
        return ""
    return "-".join(part for part in match.groups() if part)


def _language(content: CanonicalText, stated: str, basis: dict[str, str]) -> str:
    """By the words, where they show it: what programs state is often the language that they were installed in."""
    shown = language_of(" ".join(content.text[block.start : block.end] for block in content.body))
    is_stated = _LANGUAGE.fullmatch(stated) is not None and len(stated) <= _LONGEST_TAG
    if is_stated and (shown == "und" or agree(stated, shown)):
        basis["language"] = "stated: the language in the file's properties"
        return stated
    if shown != "und":
        basis["language"] = "inferred from the words"
    return shown


def _is_told(words: str, known: set[str]) -> bool:
    """Tell whether a block says a fact and no more."""
    letters = _letters(words)
    return letters in known or is_date_line(words) or any(letters == f"by{one}" for one in known)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))
