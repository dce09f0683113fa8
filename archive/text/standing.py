"""Whether a quotation stands in a text as it is now, and which words stand there if it does not."""

from __future__ import annotations

from dataclasses import dataclass

from archive.text.anchoring import AnchorState, anchor
from archive.text.selectors import Selectors


@dataclass(frozen=True, slots=True)
class Standing:
    """EXACT and MOVED: the words stand in the text; FUZZY: the words `now` stand there instead; LOST: nothing does.

    repeated: the words of a LOST quotation do stand in the text, but nothing tells that they are the ones meant.
    """

    state: AnchorState
    now: str = ""
    repeated: bool = False

    @property
    def is_verbatim(self) -> bool:
        return self.state in (AnchorState.EXACT, AnchorState.MOVED)

    @property
    def is_changed(self) -> bool:
        return self.state is AnchorState.FUZZY

    @property
    def is_lost(self) -> bool:
        return self.state is AnchorState.LOST


def standing(text: str, quoted: Selectors, recorded: AnchorState) -> Standing:
    """Compare the quotation with what `text` has at its position. recorded: how it was last anchored.

    What was recorded is believed of a lost quotation only, whose words may stand at several places, and of a moved one.
    """
    exact = quoted.quote.exact if quoted.quote else ""
    if recorded is AnchorState.LOST:
        return Standing(recorded, repeated=exact in text)
    here = text[quoted.position.start : quoted.position.end] if quoted.position else ""
    if here == exact:
        return Standing(AnchorState.MOVED if recorded is AnchorState.MOVED else AnchorState.EXACT, here)
    if recorded is AnchorState.FUZZY and here:
        return Standing(recorded, here)
    found = anchor(text, quoted)  # the text is another one than the passage was anchored in
    now = text[found.span.start : found.span.end] if found.span else ""
    return Standing(found.state, now, repeated=found.span is None and exact in text)
