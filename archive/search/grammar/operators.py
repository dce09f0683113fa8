"""What else a query may hold, as the search page's help tells it. Each example is written as `unparse` writes it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.search.grammar.limits import FEWEST_LETTERS, LEAST_FACTOR, MOST_FACTOR
from archive.search.grammar.notes import Told
from archive.search.grammar.notes import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Operator:
    """group: what it is about, as a heading of the help; the operators of a group stand together."""

    group: str
    example: str
    help: str


WORDS = _("Words and phrases")
TOGETHER = _("Joining and leaving out")
VALUES = _("Values of fields")


OPERATORS = (
    Operator(WORDS, "harbour lantern", _("Every word must be found, in any of its forms: lanterns, too.")),
    Operator(
        WORDS,
        '"harbour lantern"',
        _(
            "The words side by side, in this order; what has exactly these forms comes first. Within quotation marks "
            "no sign or word means anything but itself."
        ),
    ),
    Operator(WORDS, '"harbour lantern"~3', _("The words near each other, with up to 3 others among them.")),
    Operator(
        WORDS,
        "lant*",
        Told(
            _(
                "Words that begin so, as they are written. The star stands for any letters, at either end or within, "
                "and needs at least %(fewest)s letters beside it. A star by itself finds everything."
            ),
            fewest=FEWEST_LETTERS,
        ),
    ),
    Operator(WORDS, "l?ntern", _("The question mark stands for one letter. At the end of a word it only asks.")),
    Operator(
        WORDS,
        "lantren~",
        _(
            "Words spelt much like it, with the same first letter: one slip in words of 3 to 5 letters, up to two in "
            "longer ones; lantren~1 allows one."
        ),
    ),
    Operator(
        WORDS,
        "C++ wi-fi 35% $2",
        _("Names and figures are searched for as they are written, with the signs that belong to them."),
    ),
    Operator(TOGETHER, "harbour OR quay", _("Either of the two beside OR; harbour | quay says the same.")),
    Operator(TOGETHER, "harbour -lantern", _("Without a word; harbour NOT lantern says the same.")),
    Operator(TOGETHER, "(harbour quay) OR lantern", _("Brackets hold words together.")),
    Operator(
        TOGETHER,
        "harbour lantern^3",
        Told(
            _(
                "What weighs more in the order of the results, up to %(most)s, or less, down to %(least)s: a word, a "
                "phrase or a bracket."
            ),
            most=f"{MOST_FACTOR:g}",
            least=f"{LEAST_FACTOR:g}",
        ),
    ),
    Operator(
        VALUES,
        "title:harbour OR title:quay",
        _("Two words of one field; title:(harbour OR quay) says the same."),
    ),
    Operator(VALUES, "title:lant*", _("A field takes phrases, wildcards, ~ and ^ as well.")),
    Operator(
        VALUES,
        "year:2013..",
        _("From a year on; year:>=2013 says the same. For published: a month or day will do as well."),
    ),
    Operator(VALUES, "year:..2018", _("Up to a year; year:<2019 says the same.")),
    Operator(VALUES, "tag:tides tag:ships", _("Two values of one facet: either of them will do.")),
    Operator(VALUES, "-tag:*", _("A star as the only value stands for any: this finds what has no tag.")),
)
