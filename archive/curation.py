"""The writes of curators: verb functions that the admin, the commands and the views share.

Each is one transaction: it happens whole or not at all. Rows are saved one by one, or together with the article that
they belong to, so that search hears of every change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from zlib import crc32

from django.db import transaction

from archive import content_store
from archive.models import AnchorState, Article, Capture, Claim, Passage, Status, Tag
from archive.models.named import name_key
from archive.models.slugs import free_slug
from archive.models.tag import TagColour
from archive.text import anchoring
from archive.text.blocks import CanonicalText
from archive.text.selectors import Selectors, TextQuote

CONTEXT = 200  # code points kept before and after a quotation, the width of their columns


class CurationError(ValueError):
    """A change that would break what the archive promises; the message says why and what to do."""


class QuoteNotFoundError(CurationError):
    """The quotation does not stand in the article's text."""


@transaction.atomic
def add_passage(
    article: Article,
    claim: Claim,
    stance: str,
    selectors: Selectors,
    *,
    speaker: str = "",
    note: str = "",
    status: str = Status.PROPOSED,
    keep_orphan: bool = False,
) -> tuple[Passage, bool]:
    """Mark a span of `article` with `claim` and return (passage, whether it is new); the same mark is never doubled.

    A quotation that is not found raises QuoteNotFoundError, or with `keep_orphan` is kept as an orphan.
    """
    passage = Passage(article=article, claim=claim, stance=stance, speaker=speaker, note=note, status=status)
    try:
        place(passage, selectors)
    except QuoteNotFoundError:
        if not keep_orphan or selectors.quote is None:
            raise
        _make_orphan(passage, selectors.quote)
    met = _same_mark(passage)
    if met is None:
        passage.save()
    else:
        _take_place(met, passage)
    if _shown(article, [passage]):
        article.save()
    return (passage, True) if met is None else (met, False)


def _shown(article: Article, passages: Iterable[Passage]) -> bool:
    """Take the blocks on which passages stand for the article's own, unsaved; tell whether any was furniture.

    Whoever marks words in a block has judged that it is worth reading, and a hidden passage could not be reached.
    """
    content = article.content
    spans = [passage.span for passage in passages if passage.span]
    blocks = tuple(
        replace(block, furniture=False) if block.furniture and any(map(block.overlaps, spans)) else block
        for block in content.blocks
    )
    if blocks == content.blocks:
        return False
    article.content = replace(content, blocks=blocks)
    return True


def place(passage: Passage, selectors: Selectors) -> None:
    """Find `selectors` in the text of the passage's article and set the passage's span, quotation and state, unsaved.

    What is found word for word is described anew and counts as exact; what is found approximately keeps the quotation
    as it was given. Raises QuoteNotFoundError.
    """
    text = passage.article.text
    found = anchoring.anchor(text, selectors)
    if found.span is None and found.score == 1.0:
        raise QuoteNotFoundError(
            f"The quotation stands more than once in “{passage.article.title}” and nothing tells which is meant. "
            "Take in a few more words, or give the words before it."
        )
    if found.span is None:
        raise QuoteNotFoundError(
            f"The quotation is not found in “{passage.article.title}”, nor anything close enough to it. "
            "Copy it from the article's page as it stands there."
        )
    quote = selectors.quote
    if found.state is not anchoring.AnchorState.FUZZY or quote is None:
        quote = anchoring.describe(text, found.span).quote
        passage.anchor_state, passage.anchor_score = AnchorState.EXACT, 1.0
    else:
        passage.anchor_state, passage.anchor_score = AnchorState.FUZZY, found.score
    assert quote is not None  # noqa: S101 - describe always quotes; this tells the type checker
    passage.start, passage.end = found.span.start, found.span.end
    _quote(passage, quote)


def _quote(passage: Passage, quote: TextQuote) -> None:
    """Keep the quotation, and as much of its surroundings as has room."""
    passage.exact, passage.prefix, passage.suffix = quote.exact, quote.prefix[-CONTEXT:], quote.suffix[:CONTEXT]


def _make_orphan(passage: Passage, quote: TextQuote) -> None:
    _quote(passage, quote)
    passage.start = passage.end = None
    passage.anchor_state, passage.anchor_score = AnchorState.ORPHAN, 0.0


def _same_mark(passage: Passage) -> Passage | None:
    """The stored passage that is this one: on the same span, or an orphan of the same words."""
    marks = Passage.objects.filter(claim=passage.claim, article=passage.article)
    same_words = marks.filter(exact=passage.exact, prefix=passage.prefix, suffix=passage.suffix)
    if passage.is_orphan:
        return same_words.first()
    standing = marks.anchored().filter(start=passage.start, end=passage.end)
    return standing.first() or marks.orphans().filter(exact=passage.exact).first()


def _take_place(met: Passage, passage: Passage) -> None:
    """Give an orphan that is found again the place where it was found."""
    if not met.is_orphan or passage.is_orphan:
        return
    for field in ("exact", "prefix", "suffix", "start", "end", "anchor_state", "anchor_score"):
        setattr(met, field, getattr(passage, field))
    met.save()


@transaction.atomic
def reanchor(article: Article, content: CanonicalText, capture: Capture | None = None) -> Counter[str]:
    """Give `article` a new text and find every passage in it again; return how many came to stand in each state.

    No passage is dropped: one that is not found, or that would come to stand where another of its claim stands,
    becomes an orphan and keeps its quotation and the position where it last stood.
    """
    article.content = content
    if capture is not None:
        article.capture = capture
    article.save()
    passages = list(article.passages.in_text_order())
    # Two passages may trade places; the database would refuse the first of them to move.
    article.passages.update(anchor_state=AnchorState.ORPHAN)
    taken: set[tuple[int, int, int]] = set()
    for passage in passages:
        found = anchoring.anchor(article.text, passage.selectors)
        if found.span is None or (passage.claim_id, found.span.start, found.span.end) in taken:
            passage.anchor_state, passage.anchor_score = AnchorState.ORPHAN, found.score if found.span is None else 0.0
            continue
        taken.add((passage.claim_id, found.span.start, found.span.end))
        passage.start, passage.end = found.span.start, found.span.end
        passage.anchor_state, passage.anchor_score = found.state.value, found.score
    Passage.objects.bulk_update(passages, ["start", "end", "anchor_state", "anchor_score"])
    if _shown(article, passages):
        article.save()
    return Counter(passage.anchor_state for passage in passages)


@transaction.atomic
def set_furniture(article: Article, indexes: Collection[int]) -> None:
    """Say which of the article's blocks, by their place in the text from 0, are furniture; the text stays as it is.

    Raises CurationError where a passage stands on a block that would be hidden, or nothing would be left.
    """
    content = article.content
    unknown = sorted(set(indexes) - set(range(len(content.blocks))))
    if unknown:
        raise CurationError(f"The text has blocks 0 to {len(content.blocks) - 1}, and none numbered {unknown[0]}.")
    blocks = tuple(replace(block, furniture=index in indexes) for index, block in enumerate(content.blocks))
    if all(block.furniture for block in blocks):
        raise CurationError("Every block would be furniture. Leave at least one as the article.")
    hidden = [block for block in blocks if block.furniture]
    for passage in article.passages.anchored():
        span = passage.span
        if span and any(block.overlaps(span) for block in hidden):
            raise CurationError(
                f"A block that would be hidden holds the passage “{passage.exact[:80]}”. "
                "Delete that passage, or move it to other words, first."
            )
    article.content = replace(content, blocks=blocks)
    article.save()


@transaction.atomic
def set_status(passages: Iterable[Passage], status: str) -> list[Passage]:
    """Propose or accept each passage and return those that changed."""
    changed = [passage for passage in passages if passage.status != status]
    for passage in changed:
        passage.status = status
        passage.save(update_fields=["status", "changed_at"])
    return changed


@transaction.atomic
def tag_claim(claim: Claim, names: Iterable[str]) -> list[Tag]:
    """Tag `claim` with `names`, each met under any of its aliases or made; return the tags."""
    tags = [Tag.objects.named(name) or _new_tag(name.strip()) for name in names if name.strip()]
    claim.tags.add(*tags)
    return tags


def _new_tag(name: str) -> Tag:
    """A tag in a colour of the palette, the same for the same name; a curator may choose another."""
    return Tag.objects.create(name=name, colour=TagColour.values[crc32(name_key(name).encode()) % len(TagColour)])


@transaction.atomic
def rename_tag(tag: Tag, name: str) -> None:
    """Give `tag` a new name and address; the old ones stay behind as an alias, so that old links lead on.

    Raises CurationError where the name is another tag's or an alias of one.
    """
    name = name.strip()
    if not name:
        raise CurationError("A tag needs a name.")
    old_name, old_slug = tag.name, tag.slug
    if name_key(name) == tag.name_key:
        tag.name = name
        tag.save()
        return
    holder = Tag.objects.filter(name_key=name_key(name)).first()
    if holder is not None and holder.alias_of_id != tag.pk:
        raise CurationError(
            f"“{holder.name}” is a tag already, or an alias of one. Merge “{old_name}” into it instead."
        )
    if holder is not None:
        tag.slug = holder.slug
        holder.delete()
    else:
        tag.slug = free_slug(tag, name)
    tag.name = name
    tag.save()
    Tag.objects.create(name=old_name, slug=old_slug, alias_of=tag)


@transaction.atomic
def merge_tags(tag: Tag, into: Tag) -> list[Claim]:
    """Make `tag` an alias of `into`: its claims and aliases move, its name and address lead on.

    Returns the claims that moved. Raises CurationError where the two are one, or either is an alias.
    """
    if tag.pk == into.pk:
        raise CurationError(f"“{tag.name}” cannot be merged into itself.")
    for one in (tag, into):
        if one.alias_of_id is not None:
            raise CurationError(f"“{one.name}” is an alias. Merge the tag that it stands for.")
    claims = list(tag.claims.all())
    for claim in claims:
        claim.tags.add(into)
        claim.tags.remove(tag)
    tag.aliases.update(alias_of=into)
    tag.alias_of = into
    tag.save()
    if tag.description and not into.description:
        into.description = tag.description
        into.save()
    return claims


def purge_article(article: Article) -> int:
    """Delete an article with its passages, its captures and their bytes, for good; return how many captures went.

    The one way to delete a capture. The rows go first, in one transaction: a process killed midway leaves bytes that no
    row names, never a row without its bytes.
    """
    with transaction.atomic():
        digests = list(article.captures.values_list("sha256", flat=True))
        for passage in article.passages.all():
            passage.delete()
        article.capture = None
        article.save()
        article.captures.all().delete()
        article.delete()
    for digest in digests:
        content_store.remove(digest)
    return len(digests)
