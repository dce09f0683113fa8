"""The language of queries: its fields and its tree. The search page's help is rendered from FIELDS and OPERATORS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

STANCES = ("asserts", "disputes", "qualifies")

_YEAR = r"\d{4}"
_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_RANGE = re.compile(r"(?P<low>[\d-]*)\.\.(?P<high>[\d-]*)")


class Kind(Enum):
    """What values a field takes."""

    WORDS = "words"
    NAME = "name"
    STANCE = "stance"
    YEAR = "year"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a query may name.

    aliases: other names that people may type. facet: whether results are counted by its values.
    """

    name: str
    kind: Kind
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    facet: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    example: str
    help: str


FIELDS = (
    Field("title", Kind.WORDS, "Words of the title, or of a claim's statement.", "title:harbour"),
    Field("text", Kind.WORDS, "Words of the article's own text.", "text:lantern", ("body",)),
    Field("author", Kind.WORDS, "Words of the byline.", "author:rivera", ("byline", "by")),
    Field("speaker", Kind.WORDS, "Who is quoted in a passage.", 'speaker:"Ana Rivera"'),
    Field("claim", Kind.NAME, "Words of a claim made in the article, or the claim's address.", "claim:tides"),
    Field("source", Kind.NAME, "Who published it.", 'source:"Harbour Post"', facet=True),
    Field("year", Kind.YEAR, "The year of publication, or a range of years.", "year:2013..2019", facet=True),
    Field("tag", Kind.NAME, "A tag of a claim made in the article.", "tag:tides", ("tags",), facet=True),
    Field("stance", Kind.STANCE, "Whether a passage asserts, disputes or qualifies.", "stance:disputes", facet=True),
    Field("lang", Kind.NAME, "The language, as its tag.", "lang:zh-Hant", ("language",), facet=True),
    Field(
        "published", Kind.DATE, "The date of publication: a year, month or day, or a range.", "published:2014-09",
        ("date",),
    ),
)  # fmt: skip

OPERATORS = (
    Operator("harbour lantern", "Every word must be found, in any of its forms."),
    Operator('"harbour lantern"', "The words side by side, in this order."),
    Operator("harbour OR quay", "Either of the two beside OR."),
    Operator("harbour -lantern", "Without a word; NOT lantern says the same."),
    Operator("(harbour OR quay) NOT (lantern tide)", "Brackets hold words together."),
    Operator("tag:tides tag:ships", "Two values of one facet: either of them will do."),
)

_BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
FACETS = tuple(field.name for field in FIELDS if field.facet)


def field_named(name: str) -> Field | None:
    """The field of this name or alias, in any case."""
    return _BY_NAME.get(name.lower())


# --- the tree: always in canonical form, as `all_of`, `any_of` and `none_of` make it ---


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces; field "" is any."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands between quotes."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included; "" is open, on one side at most."""

    field: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


Node = Word | Phrase | Range | Not | And | Or


def all_of(nodes: list[Node]) -> Node | None:
    """The nodes under one And, flat; a single one as it is, none as None."""
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, And) else (node,))]
    return And(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def any_of(nodes: list[Node]) -> Node | None:
    """The nodes under one Or, flat; a single one as it is, none as None."""
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, Or) else (node,))]
    return Or(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def none_of(node: Node) -> Node:
    """The opposite: twice not is the node itself."""
    return node.node if isinstance(node, Not) else Not(node)


def field_value(field: Field, text: str, *, quoted: bool) -> Node | None:
    """The node for `field:text`; None where the field takes no such value."""
    if field.kind is Kind.STANCE:
        return _stance(field, text)
    if field.kind in {Kind.YEAR, Kind.DATE}:
        return _time(field, text, _YEAR if field.kind is Kind.YEAR else _DATE)
    return Phrase(text, field.name) if quoted else Word(text, field.name)


def _stance(field: Field, text: str) -> Word | None:
    text = text.lower()
    meant = [
        stance for stance in STANCES if text in {stance, stance.removesuffix("s"), stance.removesuffix("ies") + "y"}
    ]
    return Word(meant[0], field.name) if meant else None


def _time(field: Field, text: str, form: str) -> Node | None:
    if re.fullmatch(form, text, re.ASCII):
        return Word(text, field.name)
    found = _RANGE.fullmatch(text)
    if not found or text == "..":
        return None
    if not all(end == "" or re.fullmatch(form, end, re.ASCII) for end in found.groups()):
        return None
    low, high = found["low"], found["high"]
    # Compared at the precision that both have, 2014-09..2014 runs to the end of the year.
    if low and high and low[: len(high)] > high[: len(low)]:
        low, high = high, low
    return Range(field.name, low, high)
