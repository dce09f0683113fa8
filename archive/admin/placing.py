"""From what a curator typed or selected to a span of the article's text, or an error that says what to write."""

from __future__ import annotations

import re
from dataclasses import replace

from django.core.exceptions import ValidationError

from archive import curation
from archive.models import Article, Passage
from archive.text import anchoring
from archive.text.normalize import fold
from archive.text.selectors import Selectors, Span, TextPosition, TextQuote

LONGEST_SUGGESTION = 400  # characters of the article that an error quotes
MOST_REPEATS = 5  # places of a repeated quotation that an error lists
LONGEST_CONTEXT = 200  # characters of a prefix, as the database keeps them
REPEAT_CONTEXT = 40  # characters before each of them


def place(passage: Passage, wanted: Selectors, *, take_nearest: bool = False) -> None:
    """Set the passage's span to where `wanted` stands word for word in the body of its article, unsaved.

    take_nearest: where the words stand a little differently, quote them as they stand.
    Raises ValidationError for the field that should change: exact or before.
    """
    article = passage.article
    found = anchoring.anchor(article.text, wanted)
    exact = wanted.quote.exact if wanted.quote else ""
    if found.span is None and found.score == 1.0:
        raise ValidationError({"before": _which_is_meant(article.text, exact)})
    if found.span is None:
        raise ValidationError({"exact": _not_found(article, exact)})
    if found.state is anchoring.AnchorState.FUZZY and not take_nearest:
        raise ValidationError({"exact": _nearly_found(article, found.span, found.score)})
    if _on_furniture(article, found.span):
        raise ValidationError(
            {
                "exact": "These words stand in a block that is marked as furniture, which readers do not see. "
                "Choose others, or unmark the block on the article's form."
            }
        )
    curation.place(passage, anchoring.describe(article.text, found.span))


def _on_furniture(article: Article, span: Span) -> bool:
    return any(block.furniture and block.overlaps(span) for block in article.content.blocks)


def selectors_of(article: Article, quote: TextQuote, position: TextPosition | None) -> Selectors:
    """The selectors of a typed quotation, in the characters of the text: its line ends, spaces and marks.

    `position` counts only while it agrees with the quotation: whoever edits the words means the words.
    """
    text = article.text
    exact = _as_in_text(text, fold(quote.exact).strip())
    quote = replace(quote, exact=exact, prefix=_prefix_as_in_text(text, quote.prefix, exact))
    return Selectors(quote, _agreeing(text, quote, position))


def _as_in_text(text: str, exact: str) -> str:
    """`exact` with the white space of the text, where it stands there but for white space."""
    if exact in text:
        return exact
    places = [at for at, sign in enumerate(text) if not sign.isspace() or not text[at - 1 : at].isspace()]
    words = " ".join(exact.split())
    start = "".join(" " if text[at].isspace() else text[at] for at in places).find(words)
    return exact if start < 0 or not words else text[places[start] : places[start + len(words) - 1] + 1]


def _prefix_as_in_text(text: str, prefix: str, exact: str) -> str:
    """`prefix` with the white space that the text has in it and between it and the quotation."""
    words = fold(prefix).split()
    if not words:
        return ""
    match = re.search(r"\s+".join(map(re.escape, words)) + r"\s*" + re.escape(exact), text)
    return match[0][: len(match[0]) - len(exact)] if match else " ".join(words)


def _agreeing(text: str, quote: TextQuote, position: TextPosition | None) -> TextPosition | None:
    """The position, less white space that was selected along, if the quotation stands there after its prefix."""
    if position is None or not 0 <= position.start < position.end <= len(text):
        return None
    selected = text[position.start : position.end]
    start = position.start + len(selected) - len(selected.lstrip())
    before = " ".join(text[max(0, start - 2 * LONGEST_CONTEXT) : start].split())
    if selected.strip() != quote.exact or not before.endswith(" ".join(quote.prefix.split())):
        return None
    return TextPosition(start, start + len(quote.exact))


def _which_is_meant(text: str, exact: str) -> str:
    starts = [match.start() for match in re.finditer(re.escape(exact), text)]
    before = [" ".join(text[max(0, start - REPEAT_CONTEXT) : start].split()) or "(the beginning)" for start in starts]
    places = "; ".join(f"“{words}”" for words in before[:MOST_REPEATS])
    more = f", and {len(starts) - MOST_REPEATS} more" if len(starts) > MOST_REPEATS else ""
    return (
        f"The quotation stands {len(starts)} times in the article. Write here the words just before the one you mean. "
        f"They are: {places}{more}."
    )


def _nearly_found(article: Article, span: Span, score: float) -> str:
    return (
        f"The article says this a little differently ({score:.0%} alike): "
        f"“{_cut(article.text[span.start : span.end])}”. Correct the quotation, or tick “Take the nearest text”."
    )


def _not_found(article: Article, exact: str) -> str:
    advice = "Copy the quotation from the article's page as it stands there."
    nearest = _most_alike(article, exact)
    if not nearest:
        return f"This is not in “{article.title}”, nor anything like it. {advice}"
    return f"This is not in “{article.title}”. The part most like it reads: “{_cut(nearest)}” {advice}"


def _most_alike(article: Article, exact: str) -> str:
    """The block of the body that shares the most words with the quotation; blank where it shares few."""
    words = set(re.findall(r"\w+", exact.casefold()))
    shares = [
        (len(words & set(re.findall(r"\w+", article.text[block.start : block.end].casefold()))), -block.start, block)
        for block in article.content.body
    ]
    share, _, block = max(shares, default=(0, 0, None))
    if block is None or 3 * share < len(words) or not share:
        return ""
    return article.text[block.start : block.end]


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_SUGGESTION else f"{words[:LONGEST_SUGGESTION]}…"
