"""What a curator decides about a passage whose article's text has changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from archive.curation.decisions import By, settle
from archive.curation.errors import CurationError
from archive.curation.passages import bring_into_view, place, set_status
from archive.models import Article, Decision, Passage, Status
from archive.text import anchoring
from archive.text.selectors import Span


@transaction.atomic
def accept(passages: Iterable[Passage], by: By = None) -> list[Passage]:
    """Take the words on which each passage stands now for its quotation, and return those that stand anywhere.

    An orphan stands nowhere and is left as it is.
    """
    standing = [passage for passage in passages if passage.span is not None]
    texts = Article.objects.only("text").in_bulk({passage.article_id for passage in standing})
    for passage in standing:
        assert passage.span is not None  # noqa: S101 - as chosen above; this tells the type checker
        _stand_on(passage, texts[passage.article_id], passage.span)
    settle(standing, Decision.ACCEPTED, by)
    return standing


@transaction.atomic
def move(passage: Passage, span: Span, by: By = None) -> None:
    """Let a passage quote the words of `span` of its article's text, from now on.

    Raises CurationError where another passage of its claim stands there, ValueError where the span leaves the text.
    """
    article = passage.article
    twins = Passage.objects.anchored().filter(claim=passage.claim_id, article=article, start=span.start, end=span.end)
    if twins.exclude(pk=passage.pk).exists():
        raise CurationError(
            "Another passage of this claim stands on these words already. Choose other words, or retire this one."
        )
    _stand_on(passage, article, span)
    if bring_into_view(article, [passage]):
        article.save()
    settle([passage], Decision.MOVED, by)


@transaction.atomic
def retire(passages: Iterable[Passage], by: By = None) -> list[Passage]:
    """Take passages out of what readers see, and keep them; return those that were not retired before."""
    chosen = list(passages)
    settle(chosen, Decision.RETIRED, by)
    return set_status(chosen, Status.RETIRED)


def _stand_on(passage: Passage, article: Article, span: Span) -> None:
    passage.article = article
    place(passage, anchoring.describe(article.text, span))
    passage.save()
