"""Captions of pictures in the midst of an article, and what pictures without a caption say of themselves."""

from __future__ import annotations

from collections.abc import Sequence

from archive.ingest.html.body_candidates import Candidate
from archive.ingest.html.body_titles import key_of
from archive.text.blocks import BlockKind

_LEAST = 8  # words: fewer are a photographer's and an agency's names


def with_captions(kept: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the article's blocks with the captions that stand between its first and its last.

    One that says what another block says, as on pages that show a picture twice, is left out.
    """
    if not kept or not any(_is_caption(each) for each in candidates):
        return list(kept)
    chosen = {id(each) for each in kept}
    said = {key_of(each.piece.text) for each in kept}
    found: list[Candidate] = []
    first, last = (next(at for at, each in enumerate(candidates) if each is edge) for edge in (kept[0], kept[-1]))
    for each in candidates[first : last + 1]:
        if id(each) in chosen:
            found.append(each)
        elif _is_caption(each) and (key := key_of(each.piece.text)) not in said:
            said.add(key)
            found.append(each)
    return found


def _is_caption(each: Candidate) -> bool:
    return each.piece.kind is BlockKind.CAPTION and not each.is_link and (each.piece.alt or len(each.words) >= _LEAST)
