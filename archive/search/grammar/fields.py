"""The fields that a query may name: one table for the parser, the facets and the search page's help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from archive.search.grammar.notes import gettext_noop as _


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

    example: as `unparse` writes it. aliases: other names that people may type. facet: whether results are counted by
    its values.
    """

    name: str
    kind: Kind
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    facet: bool = False

    @property
    def has_words(self) -> bool:
        """Whether its values are words, which may carry wildcards and ~."""
        return self.kind in {Kind.WORDS, Kind.NAME}

    @property
    def only_filters(self) -> bool:
        """Whether its values say what is found and nothing of how well, so that they have no weight."""
        return self.facet or self.kind is Kind.DATE


FIELDS = (
    Field("title", Kind.WORDS, _("Words of the title, or of a claim's statement."), "title:harbour"),
    Field("text", Kind.WORDS, _("Words of the article's own text."), "text:lantern", ("body",)),
    Field("author", Kind.WORDS, _("Words of the byline."), "author:rivera", ("byline", "by")),
    Field("speaker", Kind.WORDS, _("Who is quoted in a passage."), 'speaker:"Ana Rivera"'),
    Field(
        "claim", Kind.NAME, _("Words of a claim, or its address; lists the passages that speak to it."), "claim:tides"
    ),
    Field("source", Kind.NAME, _("Who published it."), 'source:"Harbour Post"', facet=True),
    Field("year", Kind.YEAR, _("The year of publication, or a range of years."), "year:2013..2019", facet=True),
    Field("tag", Kind.NAME, _("A tag of a claim made in the article."), "tag:tides", ("tags",), facet=True),
    Field(
        "stance",
        Kind.STANCE,
        _("What asserts, disputes or qualifies a claim; lists the passages."),
        "stance:disputes",
        facet=True,
    ),
    Field(
        "lang",
        Kind.NAME,
        _("The language, as its tag; zh finds zh-Hant as well."),
        "lang:zh",
        ("language",),
        facet=True,
    ),
    Field(
        "published",
        Kind.DATE,
        _("The date of publication: a year, month or day, or a range."),
        "published:2014-09",
        ("date",),
    ),
)

FACETS = tuple(field.name for field in FIELDS if field.facet)
_BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
NAMES = tuple(_BY_NAME)
FILTERS = frozenset(field.name for field in FIELDS if field.only_filters)


def field_named(name: str) -> Field | None:
    """The field of this name or alias, in any case."""
    return _BY_NAME.get(name.lower())
