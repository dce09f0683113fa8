"""Captions of pictures in the midst of an article, and what pictures without a caption say of themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.ingest.html.body_candidates import Candidate
from archive.ingest.html.body_titles import key_of
from archive.text.blocks import BlockKind

_LEAST = 3  # words: fewer are a name, or none
_CREDITED = 8  # words from which a caption says more than whose picture it is
_CREDIT = re.compile(
    r"©|\bvia\b|\w/\s?\w|\b(?:photos?|photograph|photographer|images?|picture|credits?|courtesy|copyright|getty|reuters"
    r"|afp|shutterstock|istock\w*|submitted|handout|fotos?|bild|quelle|fuente|crédito?s?|crédit|фото|источник)\b"
    r"|credit(?-i:[A-Z])|写真|图片|사진|摄影",
    re.IGNORECASE,
)


def with_captions(kept: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the article's blocks with the captions that stand between its first and its last, or right beside them.

    One that says what another block says, as on pages that show a picture twice, is left out.
    """
    if not kept or not any(_is_caption(each) for each in candidates):
        return list(kept)
    chosen = {id(each) for each in kept}
    said = {key_of(each.piece.text) for each in kept}
    found: list[Candidate] = []
    first, last = (next(at for at, each in enumerate(candidates) if each is edge) for edge in (kept[0], kept[-1]))
    while first and candidates[first - 1].piece.kind is BlockKind.CAPTION:
        first -= 1
    while last + 1 < len(candidates) and candidates[last + 1].piece.kind is BlockKind.CAPTION:
        last += 1
    for each in candidates[first : last + 1]:
        if id(each) in chosen:
            found.append(each)
        elif _is_caption(each) and (key := key_of(each.piece.text)) not in said:
            said.add(key)
            found.append(each)
    return found


def _is_caption(each: Candidate) -> bool:
    if each.piece.kind is not BlockKind.CAPTION or each.is_link:
        return False
    return each.piece.alt or not _is_credit(each)


def _is_credit(each: Candidate) -> bool:
    """Tell whether a caption says whose the picture is, and not what it shows."""
    words = len(each.words)
    return words < _LEAST or (words < _CREDITED and _CREDIT.search(each.piece.text) is not None)
