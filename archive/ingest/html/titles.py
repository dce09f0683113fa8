"""The title of an article: its headline as the page shows it, borne out by what the page states elsewhere.

A headline that a reader sees is the title where a stated title agrees with it. Site names and sections are cut off
stated titles, and a stated title that was cut short gives way to a longer one that it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from archive.ingest.html.lazily import Lazily
from archive.ingest.html.signs import Signs, Stated, is_elsewhere
from archive.ingest.html.site_names import names_site
from archive.ingest.html.wording import plain, same, words_in

_LONGEST = 400  # characters; more is a paragraph
_PARTING = re.compile(
    r"\s+(?:[|｜¦•·»«›‹~/\\]|[-–—―]{1,3}|::|:|<|>|/{2})\s+|\s*(?:[|｜]|::)\s*|(?<=\w)[»«](?=\w)|(?<=\w)\s*[:：]\s+|(?<=[」』】）])\s*[:：]"
    r"|\s*[-–—]\s+(?=[A-Z@])"
)
_SHOWING = etree.XPath("/descendant::body/descendant::*[text()[normalize-space(.)=$title]]")
_INFERRED = "inferred from the page's title"
_AFTER_BAR = re.compile(r"(\S+(?:\s+\S+){2,}?)\s+[|｜»](?:\s+[^\s|｜»]+){1,4}$")
_CUT_SHORT = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")
_META = (
    "og:title", "twitter:title", "parsely-title", "sailthru.title", "citation_title", "dc.title", "dcterms.title",
    "headline", "title", "twitter:text:title", "hdl",
)  # fmt: skip
_NO_TITLE = re.compile(
    r"(?:home(?:page)?|untitled|index|blog|news|article|articles|post|error|404|page not found|not found|access denied"
    r"|menu|search|loading|just a moment|untitled document|default|null|undefined|none|original text)\W*$",
    re.IGNORECASE,
)
_HEADLINE_NAMES = re.compile(
    r"headline|(?:entry|post|article|story|content|page|main|single|blog|news|document)[-_]*(?:header[-_]*)?title"
    r"|title[-_]*(?:article|post|entry|story|main)|heading|^title$|\btitle\b|\bhed\b",
    re.IGNORECASE,
)
_LETTERING_TAGS = "a abbr b bdi cite code em i mark q s small strong sub sup u wbr"
_LETTERING = frozenset(_LETTERING_TAGS.split())
_MOST_PARTS = 4
_KICKER = re.compile(
    r"kicker|eyebrow|label|category|section|rubric|overline|topic|tag|badge|flag|sub-?(?:title|head)", re.IGNORECASE
)


def title_of(signs: Signs, names: frozenset[str]) -> tuple[Stated | None, HtmlElement | None]:
    """Return the title, and the element that shows it where one does. names: those of the site."""
    stated = list(_stated(signs, names))
    heading = _heading(signs, stated, names)
    if heading is None:
        best = _without_last(_best_stated(stated))
        return best, _shown(signs.tree, best.value) if best else None
    element, words, agreeing = heading
    if agreeing is None:
        return Stated(words, "inferred from the first heading"), element
    return _joined(element, words, agreeing), element


def _without_last(one: Stated | None) -> Stated | None:
    """A page's title without what stands after its last bar: some site's name that is stated nowhere else."""
    if one is None or one.basis != _INFERRED or not (match := _AFTER_BAR.match(one.value)):
        return one
    return replace(one, value=match[1])


def _shown(tree: HtmlElement, title: str) -> HtmlElement | None:
    """An element that shows a title and is no heading."""
    try:
        found = _SHOWING(tree, title=title)
    except ValueError:  # signs that no XML may hold
        return None
    return found[0] if found else None


def _stated(signs: Signs, names: frozenset[str]) -> Iterator[Stated]:
    """The titles that the page states, without the site's name, the best first."""
    article = signs.article
    for name in ("headline", "name", "alternativeHeadline"):
        if words := plain(article.get(name)):
            yield from _cut(Stated(words, f"stated: JSON-LD {name}"), names)
            break
    for one in signs.stated(*_META):
        yield from _cut(one, names)
    headlines = [one for one in signs.having("headline") if one.get("itemprop") == "headline"]
    for element in headlines[:1] if len(headlines) < 3 else ():  # more are a list of articles
        words = plain(element.get("content") or "") or words_in(element)
        if words and not is_elsewhere(element):
            yield from _cut(Stated(words, "stated: microdata headline"), names)
    if signs.page_title:
        yield from _cut(Stated(signs.page_title, _INFERRED), names)


def _cut(one: Stated, names: frozenset[str]) -> Iterator[Stated]:
    words = without_site(one.value, names)
    if words and len(words) <= _LONGEST and not _NO_TITLE.match(words) and same(words) not in names:
        yield replace(one, value=words)


def without_site(title: str, names: frozenset[str]) -> str:
    """Return a title without the site's name before or after it, as long as words are left."""
    while True:
        parts = list(_PARTING.finditer(title))
        if parts and (head := title[: parts[-1].start()].strip()) and names_site(title[parts[-1].end() :], names):
            title = head
        elif parts and (tail := title[parts[0].end() :].strip()) and names_site(title[: parts[0].start()], names):
            title = tail
        else:
            return title


def _heading(
    signs: Signs, stated: list[Stated], names: frozenset[str]
) -> tuple[HtmlElement, str, Stated | None] | None:
    """The heading that is the headline, its words, and the stated title that agrees with it."""
    usable = Lazily(
        (element, words)
        for element, words in signs.headings
        if same(words) and not _NO_TITLE.match(words) and same(words) not in names
    )
    for least in (1.0, 0.75, 0.5):
        for element, words in usable:
            for one in stated:
                if likeness(words, one.value) >= least:
                    return element, words, one
    return _unconfirmed(usable, stated)


def _unconfirmed(
    usable: Iterable[tuple[HtmlElement, str]], stated: list[Stated]
) -> tuple[HtmlElement, str, Stated | None] | None:
    """A first-level heading that nothing stated agrees with, where it is the only one, or marked as the headline."""
    own = [(element, words) for element, words in usable if element.tag == "h1" and not is_elsewhere(element)]
    own = [
        one
        for one in own
        if not stated or _is_marked(one[0]) or any(_share_word(one[1], each.value) for each in stated)
    ]
    marked = [one for one in own if _is_marked(one[0])]
    if len(marked) == 1 or len(own) == 1:
        element, words = (marked or own)[0]
        return element, words, None
    if own and not stated:
        return (*own[0], None)
    return None


def _share_word(one: str, other: str) -> bool:
    """Tell whether two wordings share a word that is long enough to mean something; any, where words are not spaced."""
    shared = set(_words(one)) & set(_words(other))
    return any(len(word) > 3 or not word.isascii() for word in shared)


def _is_marked(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    return _HEADLINE_NAMES.search(names) is not None or element.getparent().tag == "header"


def likeness(one: str, other: str) -> float:
    """How alike two wordings of a title are: 1 the same letters; 0.8 one holds the other; else the share of words."""
    first, second = same(one), same(other)
    if first == second:
        return 1.0
    short, long = sorted((first, second), key=len)
    if len(short) >= 8 and (long.startswith(short) or long.endswith(short)):
        return 0.8
    words, others = set(_words(one)), set(_words(other))
    if not words or not others:
        return 0.0
    return len(words & others) / max(len(words), len(others))


def _words(text: str) -> list[str]:
    return [folded for word in text.split() if (folded := same(word))]


def _joined(element: HtmlElement, words: str, agreeing: Stated) -> Stated:
    """The heading's wording, unless it holds more than the title: a kicker or a subtitle in an element of its own."""
    stated = _CUT_SHORT.sub("", agreeing.value)
    basis = f"stated: headline on the page, as {agreeing.basis.split(': ', 1)[-1].removeprefix('inferred from ')}"
    if same(words) == same(stated):
        upper = words.isupper() and not stated.isupper()
        parted = len(_parts(element)) > 1 and words != stated  # what the layout tells apart the sign does in one line
        return Stated(stated if upper or parted else words, basis)
    if any(same(part) == same(stated) for part in _ends(element)):
        return Stated(stated, basis)
    inner = _without_kicker(element)
    if inner and inner != words and likeness(inner, stated) >= likeness(words, stated):
        return Stated(inner, basis)
    if _CUT_SHORT.search(words) and same(stated).startswith(same(_CUT_SHORT.sub("", words))):
        return Stated(agreeing.value, agreeing.basis)
    return Stated(words, basis)


def _ends(element: HtmlElement) -> Iterator[str]:
    """What is left of a heading without its first part, without its first two, and so on."""
    parts = _parts(element)
    return (" ".join(parts[at:]) for at in range(1, min(len(parts), _MOST_PARTS)))


def _parts(element: HtmlElement) -> list[str]:
    """The words of a heading by the elements that they stand in, but for those that only set some in other letters."""
    while len(element) == 1 and not plain(element.text or "") and not plain(element[0].tail or ""):
        element = element[0]
    if any(child.tag in _LETTERING for child in element):
        return [words_in(element)]
    texts = [element.text or ""]
    for child in element:
        texts += [words_in(child) if isinstance(child.tag, str) else "", child.tail or ""]
    return [words for text in texts if (words := plain(text))]


def _without_kicker(element: HtmlElement) -> str:
    """The heading's words without those of children that are no part of the title."""
    kept = [element.text or ""]
    for child in element:
        names = f"{child.get('class') or ''}" if isinstance(child.tag, str) else ""
        apart = child.tag in ("small", "sup", "time") or _KICKER.search(names)
        kept.append(" " if apart or not isinstance(child.tag, str) else words_in(child))
        kept.append(child.tail or "")
    return plain("".join(kept))


def _best_stated(stated: list[Stated]) -> Stated | None:
    """The first stated title; in its place a longer one that it was cut short of."""
    if not stated:
        return None
    best = stated[0]
    start = same(_CUT_SHORT.sub("", best.value))
    if _CUT_SHORT.search(best.value):
        return next(
            (one for one in stated if same(one.value).startswith(start) and not _CUT_SHORT.search(one.value)), best
        )
    return best
