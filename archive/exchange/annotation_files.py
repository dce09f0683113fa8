"""A file of annotations, of whichever tool: W3C Web Annotations, Hypothesis's, Taguette's, Wallabag's."""

from __future__ import annotations

from dataclasses import dataclass

from archive.exchange import hypothesis_import, taguette_import, wallabag_import, web_annotation
from archive.exchange.highlights import Highlights, LeftOut
from archive.exchange.json_ld import load
from archive.exchange.web_annotation import Collection

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # of byte order


@dataclass(frozen=True, slots=True)
class AnnotationFile:
    """What a file holds. accepted: whether its passages state claim and stance themselves, or await a curator."""

    collection: Collection
    accepted: bool
    left_out: tuple[LeftOut, ...] = ()


def read(raw: bytes, article: str = "") -> AnnotationFile:
    """Read a file of annotations by what is in it. Raises AnnotationError for one that is none.

    article: which article another tool's highlights are on where they do not say, as a Target's source.
    """
    if not _is_json(raw):
        return _of(taguette_import.read(raw, article))
    value = load(raw)
    if hypothesis_import.is_hypothesis(value):
        return _of(hypothesis_import.read(value, article))
    if wallabag_import.is_wallabag(value):
        return _of(wallabag_import.read(value))
    return AnnotationFile(web_annotation.parse(value), accepted=True)


def _is_json(raw: bytes) -> bool:
    """Whether it begins as JSON does, or with nothing that a list in CSV could begin with."""
    head = raw[:200]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip()[:1] in (b"{", b"[", b"")


def _of(highlights: Highlights) -> AnnotationFile:
    return AnnotationFile(
        Collection(tuple(highlights.annotations)), accepted=False, left_out=tuple(highlights.left_out)
    )
