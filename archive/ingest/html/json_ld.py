"""The JSON-LD of a page: its blocks read, however they are broken, and the node that is the page's article.

Vocabulary: https://schema.org/Article. Blocks are taken up to a number, a size and a depth; nothing here raises.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

Node = Mapping[str, Any]

_MOST_BLOCKS = 60
_MOST_LETTERS = 3_000_000  # of all blocks of a page
_MOST_NODES = 5_000
_DEEPEST = 12

# Possessive, and none begins with spaces: long runs of these would be gone through from each of them.
_WRAPPING = re.compile(
    r"^\s*+(?:/[/*]\s*+)?(?:<!\[CDATA\[|<!--)(?:\s*+\*/)?|(?:/[/*]\s*+)?(?:\]\]>|-->)(?:\s*+\*/)?\s*+;?\s*+$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_DOUBLE_COMMA = re.compile(r",(\s*,)+")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_UNCLOSED = re.compile(r'"(?=[^\S\n]*+\n)\s*+"(?=[\w@]++"\s*+:)')  # two members with no comma between them
_MEMBER = re.compile(r'"(headline|datePublished|articleSection|description|@type)"\s*:\s*"((?:[^"\\]|\\.){1,2000})"')
_AUTHOR = re.compile(
    r'"author"\s*:[^"]{0,200}?(?:"@?\w+"\s*:\s*"[^"]{0,200}"[^"]{0,200}?){0,3}?"name"\s*:\s*"([^"]{1,200})"'
)

_ARTICLES = re.compile(
    r"(?:\w*NewsArticle|Article|BlogPosting|\w*ScholarlyArticle|TechArticle|AdvertiserContentArticle|SatiricalArticle"
    r"|Report|SocialMediaPosting|LiveBlogPosting|DiscussionForumPosting|OpinionPiece)$",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"(?:Review|ClaimReview|Recipe|HowTo|CreativeWork|Blog|QAPage|Question|PodcastEpisode)$", re.IGNORECASE
)
_PAGES = re.compile(r"(?:\w*WebPage|ItemPage|AboutPage)$", re.IGNORECASE)
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "subjectOf", "itemReviewed")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """All nodes of a page in order of appearance, and by their @id."""

    nodes: tuple[Node, ...] = ()
    by_id: Mapping[str, Node] = field(default_factory=dict)

    def articles(self) -> list[Node]:
        """The nodes that are articles; else other works that are read; in order."""
        return self._of(_ARTICLES) or self._of(_WORKS)

    def pages(self) -> list[Node]:
        return self._of(_PAGES)

    def of_type(self, name: str) -> list[Node]:
        return [node for node in self.nodes if name in types_of(node)]

    def resolved(self, value: object) -> object:
        """The node that a mere reference, {"@id": …}, points to; any other value as it is."""
        if isinstance(value, Mapping) and "name" not in value and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value

    def _of(self, kinds: re.Pattern[str]) -> list[Node]:
        return [node for node in self.nodes if any(kinds.match(kind) for kind in types_of(node))]


def linked_data(tree: HtmlElement) -> LinkedData:
    """Read every JSON-LD block of the page that can be read."""
    nodes: list[Node] = []
    for value in map(_read, _blocks(tree)):
        nodes.extend(_nodes(value))
        if len(nodes) > _MOST_NODES:
            break
    by_id: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(by_id.get(name, ())):
            by_id[name] = node
    return LinkedData(tuple(nodes[:_MOST_NODES]), by_id)


def types_of(node: Node) -> list[str]:
    """The names of a node's types, without the vocabulary's address."""
    kinds = node.get("@type", node.get("type"))
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [
        kind.rpartition("/")[2].rpartition("#")[2].rpartition(":")[2] for kind in kinds[:10] if isinstance(kind, str)
    ]


def _blocks(tree: HtmlElement) -> Iterator[str]:
    letters = 0
    found = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        letters += len(text)
        found += 1
        if found > _MOST_BLOCKS or letters > _MOST_LETTERS:
            return
        if text.strip():
            yield text


def _read(text: str) -> object:
    """The block's value: as it stands, or after the repairs that its faults ask for, each on top of the last."""
    for repair in _REPAIRS:
        text = repair(text)
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return _first_value(text) or _salvaged(text)


def _unwrapped(text: str) -> str:
    return _WRAPPING.sub("", _WRAPPING.sub("", text.strip().lstrip("\ufeff"))).strip().rstrip(";")


def _without_commas(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", _DOUBLE_COMMA.sub(",", text))


_REPAIRS: tuple[Callable[[str], str], ...] = (
    lambda text: text,  # most need none
    _unwrapped,
    _without_commas,
    lambda text: _BAD_ESCAPE.sub(r"\\\\", text),
    lambda text: _UNCLOSED.sub('",\n"', text),
)


def _first_value(text: str) -> object:
    """The first of several values without a list around them, or one with entities for its quotation marks."""
    for attempt in (text, html.unescape(text)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt.lstrip())[0]
        except (ValueError, RecursionError):
            continue
    return None


def _salvaged(text: str) -> object:
    """What can be made out of an article that no repair makes readable; None where it is no article."""
    text = text[:100_000]
    found: dict[str, object] = {}
    for match in _MEMBER.finditer(text):
        if match[1] not in found:
            found[match[1]] = match[2].replace('\\"', '"')
    if author := _AUTHOR.search(text):
        found["author"] = {"name": author[1]}
    return found if "headline" in found and "@type" in found else None


def _nodes(value: object, depth: int = 0) -> Iterator[Node]:
    """The objects in a value that describe something for themselves: of lists, graphs and pages' main entities."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:_MOST_NODES]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for name in _HOLDERS:
            yield from _nodes(value.get(name), depth + 1)
