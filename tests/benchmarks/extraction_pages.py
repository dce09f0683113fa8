"""Pages with the text that people found to be their articles, and how far an extractor's text is the same.

The metric is that of https://github.com/scrapinghub/article-extraction-benchmark: runs of four words, with how often
each comes; precision and recall are means over pages, F1 is of the two means.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"\w+")
_RUN = 4


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    url: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """0.0 to 1.0. precision: None where nothing was extracted, which the mean leaves out."""

    precision: float | None
    recall: float

    @property
    def f1(self) -> float:
        both = (self.precision or 0.0) + self.recall
        return 2 * (self.precision or 0.0) * self.recall / both if both else 0.0


def pages(folder: Path) -> Iterator[Page]:
    """In an order as good as drawn, and always the same: rules are chosen on one half and checked on the other."""
    rows = map(json.loads, (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    for row in sorted(rows, key=lambda row: hashlib.sha256(row["id"].encode()).hexdigest()):
        html = gzip.decompress((folder / row["html"]).read_bytes()).decode("utf-8", "replace")
        yield Page(row["id"], row["url"], html, row["text"])


def score(found: str, wanted: str) -> Score:
    found_runs, wanted_runs = _runs(found), _runs(wanted)
    right = (found_runs & wanted_runs).total()
    return Score(
        right / found_runs.total() if found_runs else None, right / wanted_runs.total() if wanted_runs else 0.0
    )


def of_all(scores: Sequence[Score]) -> Score:
    precisions = [one.precision for one in scores if one.precision is not None]
    return Score(
        sum(precisions) / len(precisions) if precisions else None, sum(one.recall for one in scores) / len(scores)
    )


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, min(len(words), 1))))
