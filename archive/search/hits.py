"""What the index found -> what a page shows of it: rows from the database, and in them the words that match."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.db.models import Prefetch

from archive.models import Article, Claim, Passage
from archive.models.columns import LONG_OF_ARTICLE
from archive.search.engine.request import Hit
from archive.search.excerpts import Excerpt, excerpts
from archive.search.sought import Sought

MOST_REASONS = 3  # lines that say why a row was found
QUOTE_WIDTH = 600  # code points of a quotation: about eight lines; of a longer one the part that matches best is shown


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article with its source and, prefetched, its accepted passages with their claims and tags.

    Where the text itself holds nothing of the query: claims: the statements, speakers and tags in it that do;
    record: its byline and its source's name, if they do; keywords: those of them that do.
    """

    article: Article
    title: Excerpt
    excerpts: tuple[Excerpt, ...]
    claims: tuple[Excerpt, ...]
    record: tuple[Excerpt, ...]
    keywords: tuple[Excerpt, ...]
    score: float

    @property
    def matched(self) -> bool:
        """Whether the text itself holds what was searched for, so that a page can lead to the place."""
        return any(map(_has_match, self.excerpts))

    @property
    def claim_count(self) -> int:
        return len({passage.claim_id for passage in self.article.passages.all()})


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim with its counts, as ClaimQuerySet.with_counts adds them, and its tags."""

    claim: Claim
    statement: Excerpt
    score: float


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage with its article and source, its claim and the claim's tags, without the article's text.

    speaker: None where nobody is quoted. record: where neither quotation, statement nor speaker holds anything of the
    query, what else of the passage does: the title, byline and source of its article, and its tags.
    """

    passage: Passage
    quote: Excerpt
    statement: Excerpt
    speaker: Excerpt | None
    record: tuple[Excerpt, ...]
    score: float

    @property
    def matched(self) -> bool:
        """Whether the quotation holds what was searched for, so that the article's page can mark it."""
        return _has_match(self.quote)


def article_hits(hits: Iterable[Hit], wanted: Sought) -> tuple[ArticleHit, ...]:
    """The articles of `hits` in their order, in a constant number of queries.

    As in all of these functions, a row that was deleted after the index was read is left out.
    """
    scores = _scores(hits)
    passages = Passage.objects.accepted().with_claim().in_text_order()
    articles = Article.objects.select_related("source").prefetch_related(Prefetch("passages", passages))
    found = articles.in_bulk(scores)
    return tuple(_article_hit(found[key], wanted, score) for key, score in scores.items() if key in found)


def _article_hit(article: Article, wanted: Sought, score: float) -> ArticleHit:
    shown = _article_excerpts(article, wanted)
    is_told = any(map(_has_match, shown))
    claims = () if is_told else _matching(_marked_in(article), wanted)
    record = () if is_told else _matching((article.byline, article.source.name), wanted)
    keywords = () if is_told else _matching(article.keywords, wanted)
    return ArticleHit(article, _whole(article.shown_title, wanted), shown, claims, record, keywords, score)


def _marked_in(article: Article) -> Iterable[str]:
    for passage in article.passages.all():
        yield from (passage.claim.statement, passage.speaker, *(tag.name for tag in passage.claim.tags.all()))


def _article_excerpts(article: Article, wanted: Sought) -> tuple[Excerpt, ...]:
    body = article.body_text
    shown = excerpts(body, wanted)
    if article.abstract and not any(map(_has_match, shown)):
        return excerpts(article.abstract, wanted, most=1)
    return shown


def claim_hits(hits: Iterable[Hit], wanted: Sought) -> tuple[ClaimHit, ...]:
    """The claims of `hits` in their order."""
    scores = _scores(hits)
    found = Claim.objects.with_counts().prefetch_related("tags").in_bulk(scores) if scores else {}
    return tuple(
        ClaimHit(found[key], _whole(found[key].statement, wanted), score)
        for key, score in scores.items()
        if key in found
    )


def passage_hits(hits: Iterable[Hit], wanted: Sought) -> tuple[PassageHit, ...]:
    """The accepted passages of `hits` in their order."""
    scores = _scores(hits)
    passages = Passage.objects.accepted().with_claim().with_article().defer(*LONG_OF_ARTICLE)
    found = passages.in_bulk(scores) if scores else {}
    return tuple(_passage_hit(found[key], wanted, score) for key, score in scores.items() if key in found)


def _passage_hit(passage: Passage, wanted: Sought, score: float) -> PassageHit:
    quote = excerpts(passage.exact, wanted, most=1, width=QUOTE_WIDTH)[0]
    statement = _whole(passage.claim.statement, wanted)
    speaker = _whole(passage.speaker, wanted) if passage.speaker else None
    is_told = any(_has_match(shown) for shown in (quote, statement, speaker) if shown)
    record = () if is_told else _matching(_record_of(passage), wanted)
    return PassageHit(passage, quote, statement, speaker, record, score)


def _record_of(passage: Passage) -> Iterable[str]:
    article = passage.article
    return (*(tag.name for tag in passage.claim.tags.all()), article.shown_title, article.byline, article.source.name)


def _matching(lines: Iterable[str], wanted: Sought) -> tuple[Excerpt, ...]:
    """Why a row was found whose text does not say it, in as few lines as tell."""
    shown = (_whole(line, wanted) for line in dict.fromkeys(lines) if line)
    return tuple(islice(filter(_has_match, shown), MOST_REASONS))


def _has_match(excerpt: Excerpt) -> bool:
    return any(piece.matched for piece in excerpt.pieces)


def _whole(line: str, wanted: Sought) -> Excerpt:
    """A line that is shown whole, with what matches in it."""
    return excerpts(line, wanted, most=1, width=len(line))[0]


def _scores(hits: Iterable[Hit]) -> dict[int, float]:
    return {int(hit.key): hit.score for hit in hits}
