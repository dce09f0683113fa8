"""Long texts with many passages on them, the same at each run, for measuring what marks cost."""

from __future__ import annotations

import random

from archive.models import Article, Claim, Passage, Stance
from archive.rendering import Mark, marks_of, number_claims
from archive.text.blocks import CanonicalText
from archive.text.selectors import Span
from tests.factories import paragraphs

WORDS = "harbour lantern quay ferry keeper winter clerk tide storm market evening number counted reported of the and a"
PARAGRAPH = 75  # words
CLAIM = "The keeper of the harbour counted thirty lanterns on the quay that evening"


def long_text(words: int, seed: int = 0) -> CanonicalText:
    """A text of so many words in paragraphs of PARAGRAPH."""
    source = random.Random(seed)  # noqa: S311 - not a secret
    drawn = source.choices(WORDS.split(), k=words)
    return paragraphs("\n\n".join(" ".join(drawn[at : at + PARAGRAPH]) for at in range(0, words, PARAGRAPH)))


def spans_on(content: CanonicalText, count: int, longest: int, seed: int = 0) -> list[Span]:
    """So many spans of 2 to `longest` words, in text order, that begin and end with words wherever it falls out."""
    source = random.Random(seed)  # noqa: S311 - not a secret
    starts = [0, *(place + 1 for place, one in enumerate(content.text) if one == " ")]
    found: set[Span] = set()
    while len(found) < count:
        first = source.randrange(len(starts) - longest)
        found.add(Span(starts[first], starts[first + source.randint(2, longest)] - 1))
    return sorted(found)


def marks_on(spans: list[Span], claims: int, first_key: int = 1) -> list[Mark]:
    """A mark for each span, of that many claims in turn."""
    article = Article(pk=1, slug="article")
    about = [Claim(pk=key, slug=f"claim-{key}", statement=f"{CLAIM}, {key}.") for key in range(1, claims + 1)]
    passages = [
        Passage(
            pk=key,
            claim=about[key % claims],
            article=article,
            stance=Stance.values[key % 3],
            start=span.start,
            end=span.end,
        )
        for key, span in enumerate(spans, start=first_key)
    ]
    return marks_of(passages, number_claims(passages), link=lambda passage: f"#note-{passage.pk}")
