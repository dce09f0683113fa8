"""The address of a comparison: which articles, in which order, and how they are read. It holds the whole state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from archive.models import Stance

COLUMNS = 4  # more do not fit a screen side by side
LONGEST_QUERY = 1_000  # characters, as in the search
SHARED, CONTESTED = "shared", "contested"


@dataclass(frozen=True, slots=True)
class ComparisonAddress:
    """One state of the page. Primary keys keep it short, and it lasts when a title or a slug is mended.

    articles: primary keys in the order of the columns, each once. claim: the primary key of the claim in focus.
    stance, tag (a slug), show: which claims are marked; '' leaves them all. words: a search query whose words are
    marked in every column.
    """

    articles: tuple[int, ...]
    claim: int | None = None
    stance: str = ""
    tag: str = ""
    show: str = ""
    words: str = ""

    @classmethod
    def read(cls, articles: Sequence[int], asked: Mapping[str, str]) -> ComparisonAddress:
        """The state that an address asks for. What makes no sense is left out."""
        claim, stance, show = asked.get("claim", ""), asked.get("stance", ""), asked.get("show", "")
        return cls(
            tuple(dict.fromkeys(articles)),
            int(claim) if claim.isascii() and claim.isdecimal() and len(claim) <= 18 else None,
            stance if stance in Stance.values else "",
            asked.get("tag", "").replace("\0", "")[:100],
            show if show in (SHARED, CONTESTED) else "",
            asked.get("q", "")[:LONGEST_QUERY],
        )

    def __str__(self) -> str:
        path = reverse("comparison", args=[self.articles]) if self.articles else reverse("compare")
        return f"{path}?{query}" if (query := urlencode(self.parameters)) else path

    @property
    def parameters(self) -> dict[str, str]:
        """What stands behind the path, without what is not asked for."""
        all_of_them = {
            "claim": str(self.claim or ""),
            "stance": self.stance,
            "tag": self.tag,
            "show": self.show,
            "q": self.words,
        }
        return {name: value for name, value in all_of_them.items() if value}

    @property
    def is_filtered(self) -> bool:
        return bool(self.stance or self.tag or self.show)

    def with_claim(self, claim: int | None) -> ComparisonAddress:
        return replace(self, claim=claim)

    def with_articles(self, articles: Sequence[int]) -> ComparisonAddress:
        return replace(self, articles=tuple(articles))

    def with_tag(self, tag: str) -> ComparisonAddress:
        return replace(self, tag=tag)

    def without_filters(self) -> ComparisonAddress:
        return replace(self, stance="", tag="", show="")

    def without_words(self) -> ComparisonAddress:
        return replace(self, words="")

    def without(self, article: int) -> ComparisonAddress:
        return replace(self, articles=tuple(key for key in self.articles if key != article))

    def moved(self, article: int, by: int) -> ComparisonAddress | None:
        """With one column changed places with its neighbour, -1 before or 1 behind it; None at the edge."""
        place = self.articles.index(article)
        if not 0 <= place + by < len(self.articles):
            return None
        order = list(self.articles)
        order[place], order[place + by] = order[place + by], order[place]
        return replace(self, articles=tuple(order))
