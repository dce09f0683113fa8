"""W3C Web Annotations: a collection's claims, stances and quotations, read into values; no database.

The Web Annotation Data Model, https://www.w3.org/TR/annotation-model/, with these purposes of bodies:
identifying = the claim (value: its statement; id: `urn:x-claim:<slug>`), classifying = the stance, tagging = a tag of
the claim, describing = the speaker, commenting = the note. Bodies of other purposes are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from archive.exchange.annotation_selectors import folded, read_selectors
from archive.exchange.json_ld import AnnotationError, Node, as_list, identifier, kind_of, load, node, types
from archive.text.normalize import fold, fold_line
from archive.text.selectors import Selectors

CLAIM = "urn:x-claim:"
STANCES = ("asserts", "disputes", "qualifies")

# In characters; what the archive's columns hold.
LONGEST = {"identifying": 500, "tagging": 80, "describing": 200, "slug": 100}

_USED = ("identifying", "classifying", "tagging", "describing", "commenting")


@dataclass(frozen=True, slots=True)
class ClaimName:
    """How an annotation names its claim; slug is '' where its id gives none."""

    statement: str
    slug: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a passage stands: in which article, as the annotation names it, and on which words.

    captured: the selectors as given, counting and spelling as the annotated file does.
    selectors: the same with the quotation in canonical characters, and no position.
    """

    source: str
    captured: Selectors
    selectors: Selectors


@dataclass(frozen=True, slots=True)
class Annotation:
    """One claim on one or more targets. number: its place in the file, from 1; id is '' where it has none."""

    number: int
    id: str
    claim: ClaimName
    stance: str
    targets: tuple[Target, ...]
    tags: tuple[str, ...] = ()
    speaker: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        return _item_name(self.number, self.id)


@dataclass(frozen=True, slots=True)
class Collection:
    """What a file holds. next_page: the address of a page that stands elsewhere, which is not fetched, or ''."""

    annotations: tuple[Annotation, ...]
    next_page: str = ""


def read(raw: bytes) -> Collection:
    """Read a file of annotations: a collection with its pages inline, a page, a list, or a single annotation.

    Raises AnnotationError for anything else, naming the item by its number, counted from 1, and its id.
    """
    return parse(load(raw))


def parse(value: object) -> Collection:
    """Read decoded JSON; see `read`."""
    items: list[Any] = []
    next_page = ""
    for page in _pages(value):
        if isinstance(page, str):
            next_page = page
        else:
            items += page
    return Collection(tuple(_annotation(item, number) for number, item in enumerate(items, start=1)), next_page)


def _pages(value: object) -> Iterator[list[Any] | str]:
    """Yield the items of each page in turn, and at last, where the next one stands elsewhere, its address."""
    if isinstance(value, list):
        yield value
        return
    page, where = node(value, "The file"), "The page"
    if "Annotation" in types(page):
        yield [page]
        return
    if "first" in page:
        where = "The collection's first page"
        if isinstance(page["first"], str):
            raise AnnotationError(
                f"{where} stands elsewhere, at {page['first']}, and is not fetched. Save the collection with its "
                "pages in the file."
            )
        page = node(page["first"], where)
    elif not types(page) & {"AnnotationPage", "AnnotationCollection"}:
        raise AnnotationError("The file is no AnnotationCollection, AnnotationPage, Annotation, or list of them.")
    while True:
        if "items" not in page:
            raise AnnotationError(f"{where} has no items.")
        yield as_list(page["items"])
        following = page.get("next")
        if following is None or isinstance(following, str):
            yield from map(fold_line, as_list(following))
            return
        page, where = node(following, f"{where}'s next"), "A later page"
        if "items" not in page and identifier(page):
            yield identifier(page)
            return


def _annotation(value: object, number: int) -> Annotation:
    item = node(value, f"Item {number}")
    where = _item_name(number, identifier(item))
    if types(item) and "Annotation" not in types(item):
        raise AnnotationError(f"{where} is of type {', '.join(sorted(types(item)))}, not Annotation.")
    bodies = _bodies(item, where)
    return Annotation(
        number=number,
        id=identifier(item),
        claim=_claim(bodies["identifying"], where),
        stance=_stance(bodies["classifying"], where),
        targets=_targets(item, where),
        tags=tuple(dict.fromkeys(body.words for body in bodies["tagging"])),
        speaker=_limited("; ".join(body.words for body in bodies["describing"]), "describing", where),
        note="\n\n".join(body.words for body in bodies["commenting"]),
    )


@dataclass(frozen=True, slots=True)
class _Body:
    words: str
    id: str
    where: str


def _bodies(item: Node, where: str) -> dict[str, list[_Body]]:
    """The bodies by purpose; one without a purpose has the annotation's only motivation, else it is a comment."""
    motivations = as_list(item.get("motivation"))
    default = motivations if len(motivations) == 1 else ["commenting"]
    values = as_list(item.get("body"))
    if item.get("bodyValue") is not None:
        values.append({"type": "TextualBody", "value": item["bodyValue"]})
    found: dict[str, list[_Body]] = {purpose: [] for purpose in _USED}
    for number, value in enumerate(values, start=1):
        if isinstance(value, str):
            continue  # the address of a body that stands elsewhere
        body = node(value, f"{where}: body {number}")
        for purpose in as_list(body.get("purpose")) or default:
            name = purpose.removeprefix("oa:") if isinstance(purpose, str) else ""
            if name in found:
                found[name].append(_body(body, name, f"{where}: body {number} ({name})"))
    return found


def _body(body: Node, purpose: str, where: str) -> _Body:
    value = body.get("value")
    if not isinstance(value, str):
        raise AnnotationError(f"{where}: its value is {kind_of(value)}, not a string.")
    words = fold(value).strip() if purpose == "commenting" else fold_line(value)
    if not words:
        raise AnnotationError(f"{where}: its value is blank.")
    return _Body(_limited(words, purpose, where), identifier(body), where)


def _limited(words: str, purpose: str, where: str) -> str:
    most = LONGEST.get(purpose)
    if most is not None and len(words) > most:
        raise AnnotationError(f"{where}: the {purpose} text has {len(words)} characters; at most {most} can be kept.")
    return words


def _claim(bodies: list[_Body], where: str) -> ClaimName:
    body = _only(bodies, "claim", "identifying", where)
    if not body.id.startswith(CLAIM):
        return ClaimName(body.words, "")
    slug = fold_line(unquote(body.id.removeprefix(CLAIM)))
    if not re.fullmatch(r"[\w-]+", slug) or len(slug) > LONGEST["slug"]:
        raise AnnotationError(
            f"{body.where}: the id {body.id[:200]!r} does not end in a slug: up to {LONGEST['slug']} letters, digits, "
            "hyphens and underscores."
        )
    return ClaimName(body.words, slug)


def _stance(bodies: list[_Body], where: str) -> str:
    body = _only(bodies, "stance", "classifying", where)
    stance = body.words.lower()
    if stance not in STANCES:
        raise AnnotationError(f"{body.where}: {body.words[:80]!r} is no stance. Use {', '.join(STANCES)}.")
    return stance


def _only(bodies: list[_Body], what: str, purpose: str, where: str) -> _Body:
    if len(bodies) != 1:
        count = "no" if not bodies else f"{len(bodies)}"
        raise AnnotationError(f"{where} has {count} bodies with purpose {purpose}. Give one, the {what}.")
    return bodies[0]


def _targets(item: Node, where: str) -> tuple[Target, ...]:
    values = as_list(item.get("target"))
    if not values:
        raise AnnotationError(f"{where} has no target.")
    if len(values) == 1:
        return (_target(values[0], f"{where}: target"),)
    return tuple(_target(value, f"{where}: target {number}") for number, value in enumerate(values, start=1))


def _target(value: object, where: str) -> Target:
    target = node(value, where)
    source = target.get("source")
    name = identifier(source) if isinstance(source, dict) else source
    if not isinstance(name, str) or not fold_line(name):
        raise AnnotationError(f"{where}.source names no article. Give its digest, its address or its slug.")
    captured = read_selectors(target.get("selector"), f"{where}.selector")
    try:
        quote = captured.quote and folded(captured.quote)
    except ValueError as error:
        raise AnnotationError(f"{where}.selector: TextQuoteSelector.exact is blank: {error}.") from error
    return Target(fold_line(name), captured, Selectors(quote))


def _item_name(number: int, id_: str) -> str:
    return f"Item {number} ({id_[:200]})" if id_ else f"Item {number}"
