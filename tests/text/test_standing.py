"""Whether a quotation still stands, by cases."""

from __future__ import annotations

import pytest

from archive.text.anchoring import AnchorState
from archive.text.selectors import Selectors, TextPosition, TextQuote
from archive.text.standing import Standing, standing

TEXT = "The lamps were lit at dusk. Nobody saw the keeper. The lamps burned on."
EXACT, MOVED, FUZZY, LOST = AnchorState


def quoted(words: str, start: int) -> Selectors:
    return Selectors(TextQuote(words), TextPosition(start, start + len(words)))


@pytest.mark.parametrize(
    ("selectors", "recorded", "expected"),
    [
        (quoted("The lamps were lit", 0), EXACT, Standing(EXACT, "The lamps were lit")),
        (quoted("The lamps were lit", 0), MOVED, Standing(MOVED, "The lamps were lit")),
        (quoted("The lamps were lit", 0), FUZZY, Standing(EXACT, "The lamps were lit")),
        (quoted("The lanterns are lit", 0), FUZZY, Standing(FUZZY, TEXT[:20])),
        (quoted("Nobody saw the keeper", 3), EXACT, Standing(MOVED, "Nobody saw the keeper")),
        (quoted("Nobody saw the keeper", 300), FUZZY, Standing(MOVED, "Nobody saw the keeper")),
        (quoted("Zeppelins crossed the bay", 3), EXACT, Standing(LOST)),
        (quoted("The lamps", 0), LOST, Standing(LOST, repeated=True)),
        (Selectors(TextQuote("Zeppelins")), LOST, Standing(LOST)),
        (Selectors(TextQuote("at dusk")), EXACT, Standing(EXACT, "at dusk")),
    ],
)
def test_what_stands_is_compared_and_what_was_recorded_is_not_believed(
    selectors: Selectors, recorded: AnchorState, expected: Standing
) -> None:
    assert standing(TEXT, selectors, recorded) == expected


@pytest.mark.parametrize(("state", "says"), [(EXACT, "100"), (MOVED, "100"), (FUZZY, "010"), (LOST, "001")])
def test_every_standing_is_one_of_three(state: AnchorState, says: str) -> None:
    stands = Standing(state)
    assert [stands.is_verbatim, stands.is_changed, stands.is_lost] == [one == "1" for one in says]
