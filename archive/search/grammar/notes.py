"""What was mended in a query, in plain words for the page that shows its results."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.search.grammar.limits import MOST_NOTES

_LONGEST = 40  # characters of what was typed that a note repeats


@dataclass(slots=True)
class Notes:
    """Sentences, each once; past MOST_NOTES they are summed up in one."""

    said: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        if sentence in self.said or len(self.said) > MOST_NOTES:
            return
        more = "More was mended; the search box shows what was searched for."
        self.said.append(sentence if len(self.said) < MOST_NOTES else more)


def shown(text: str) -> str:
    """What was typed, in quotation marks, cut where it is long."""
    return f"“{text}”" if len(text) <= _LONGEST else f"“{text[: _LONGEST - 1]}…”"
