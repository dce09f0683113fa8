"""A floor under extraction on real pages; `make bench-extraction` measures all of them, beside others."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from tests.benchmarks.extraction_pages import of_all, pages, score


def test_bodies_of_real_pages(shared_data: Path) -> None:
    from archive.ingest.html.body import body_of
    from archive.ingest.html.parsing import tree_of

    sample = islice(pages(shared_data / "extract_aeb"), 0, None, 9)
    scores = [
        score("\n".join(piece.text for piece in body_of(tree_of(page.html), captions=False)), page.text)
        for page in sample
    ]
    assert of_all(scores).f1 >= 0.96
