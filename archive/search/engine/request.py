"""What the engine is asked and what it answers: frozen values that name fields of the index, and nothing of Whoosh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


class IndexUnavailableError(Exception):
    """There is no index that can be read; the message says which and what to do."""


class IndexLockedError(Exception):
    """Another process writes to the index."""


class IndexState(Enum):
    READY = "ready"
    MISSING = "missing"  # no index of this schema in the folder
    UNREADABLE = "unreadable"


class Order(Enum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


# What is looked for in fields of words: their names, each with the weight of a match there.
Fields = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `text` side by side in any one of `fields`.

    quoted: documents with exactly these forms of the words rank first. slop: how many other words may stand among them.
    """

    text: str
    fields: Fields
    quoted: bool = False
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form of a word that fits `text`, in small letters: `*` is any run of signs, `?` one; `*` alone is any word."""

    text: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A form that begins as `text`, in small letters, and is within `slips` edits of it (OSA distance), 1 or 2."""

    text: str
    fields: Fields
    slips: int


@dataclass(frozen=True, slots=True)
class Named:
    """`field` holds exactly this value, in any writing of it; where no document has the value, `otherwise` counts."""

    field: str
    value: str
    otherwise: Words | None = None


@dataclass(frozen=True, slots=True)
class NamedUnder:
    """`field` holds this value or one that begins with it and a hyphen, in any case: zh-Hant is under zh."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class NamedBetween:
    """`field` holds a value from `low` to `high`, both included, in the order of their characters; None is open.

    Open on both sides, any value.
    """

    field: str
    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class NumberBetween:
    """`field` holds a number from `low` to `high`, both included; None is open. Open on both sides, any number."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    part: Condition


@dataclass(frozen=True, slots=True)
class Boosted:
    """The part, its score times `factor`."""

    part: Condition
    factor: float


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


Condition = (
    Words
    | Pattern
    | Fuzzy
    | Named
    | NamedUnder
    | NamedBetween
    | NumberBetween
    | AllOf
    | AnyOf
    | NoneOf
    | Boosted
    | Everything
)


@dataclass(frozen=True, slots=True)
class Request:
    """One page of documents.

    model: the kind of document, as Model._meta.label_lower.
    condition: what a document must fulfil, and what ranks it.
    filters: further conditions by facet field; a facet is counted without its own filter.
    facets: the fields to count values of.
    order: how hits are sorted; equal ones newest first.
    date_field: the date field that NEWEST and OLDEST sort by; documents without a date come last in both.
    offset, limit: which hits of the order to return.
    """

    model: str
    condition: Condition
    filters: Mapping[str, Condition] = field(default_factory=lambda: MappingProxyType({}))
    facets: tuple[str, ...] = ()
    order: Order = Order.RELEVANCE
    date_field: str = "published"
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    key: str  # the primary key
    score: float


@dataclass(frozen=True, slots=True)
class Response:
    """The hits of the page, how many there are in all, and for each facet field its values with their counts.

    Every value that a document of this model holds is listed, most frequent first, also at a count of nought.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Completion:
    """What somebody who types may be about to type.

    kind: title, tag, source, speaker, claim or word. text: as it is written. count: how many articles have it; of a
    claim, how many passages.
    """

    kind: str
    text: str
    count: int
