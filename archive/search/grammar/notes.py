"""What was mended in a query, in plain words for the page that shows its results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from archive.search.grammar.limits import MOST_NOTES

_LONGEST = 40  # characters of what was typed that a note repeats


def gettext_noop(text: str) -> str:
    """Mark a text for translation, which is the pages' to do: the name is the one that xgettext looks for."""
    return text


class Told(str):
    """An English sentence, with what a page needs to say it in another language: its pattern and the values in it.

    A value may be one of these itself. Two are equal where their English is.
    """

    pattern: str
    values: dict[str, object]
    __slots__ = ("pattern", "values")

    def __new__(cls, pattern: str, **values: object) -> Self:
        told = super().__new__(cls, pattern % values if values else pattern)
        told.pattern, told.values = pattern, values
        return told


@dataclass(slots=True)
class Notes:
    """Sentences, each once; past MOST_NOTES they are summed up in one."""

    said: list[Told] = field(default_factory=list)

    def add(self, pattern: str, **values: object) -> None:
        """Add a sentence: a pattern that was marked for translation, and the values in it."""
        sentence = Told(pattern, **values)
        if sentence in self.said or len(self.said) > MOST_NOTES:
            return
        more = Told(gettext_noop("More was mended; the search box shows what was searched for."))
        self.said.append(sentence if len(self.said) < MOST_NOTES else more)


def shown(text: str) -> Told:
    """What was typed, in quotation marks, cut where it is long."""
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return Told(gettext_noop("“%(text)s”"), text=text)
