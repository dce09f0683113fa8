"""`make bench-extraction`: the articles of real pages, beside Trafilatura as it comes and favouring precision.

The pages and the metric are those of Zyte's article extraction benchmark, whose best published F1 is 0.970. Rules were
chosen on one half of the pages and checked on the other. Needs no network.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import trafilatura

from archive.ingest.html.body import body_of
from archive.ingest.html.body_text import text_of
from archive.ingest.html.parsing import tree_of
from tests.benchmarks.corpus import MissingDataError, folder
from tests.benchmarks.extraction_pages import Page, Score, of_all, pages, score
from tests.benchmarks.measure import interleaved, median
from tests.benchmarks.report import Figure, Goal, figure, say, table, write

BODY, PUBLISHED, COST = Goal(least=0.975, own=True), 0.970, Goal(most=0.5)
Extract = Callable[[str], str]


def _ours(html: str) -> str:
    return text_of(body_of(tree_of(html))).text


def _without_captions(html: str) -> str:
    return text_of(body_of(tree_of(html), captions=False)).text


def _trafilatura(html: str) -> str:
    return trafilatura.extract(html) or ""


def _precise(html: str) -> str:
    return trafilatura.extract(html, favor_precision=True, include_comments=False) or ""


@dataclass(frozen=True, slots=True)
class Entrant:
    """An extractor, its scores by page, and the processor's milliseconds for a page: the median of the rounds."""

    extract: Extract
    scores: Sequence[Score]
    ms: float


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench-extraction", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each reads all pages, after a first time")
    options = parser.parse_args(arguments)
    try:
        every = list(pages(folder("extract_aeb")))
    except MissingDataError as error:
        say(f"SKIPPED: {error}")
        return
    ours, bare, plain, precise = _entered((_ours, _without_captions, _trafilatura, _precise), every, options.rounds)
    say(f"{len(every)} pages; peer: Trafilatura {trafilatura.__version__} in the same run")
    found = list(chain.from_iterable(_half(name, half, ours, bare, plain, precise) for name, half in _HALVES))
    found += [
        figure("F1, all pages, beside the best published", of_all(ours.scores).f1, PUBLISHED, "F1"),
        figure("time of a page, without what it states of itself", ours.ms, plain.ms, "ms", COST),
    ]
    say(table(found), f"Written to {write('extraction', found)}")


_HALVES = (
    ("all pages", slice(None)),
    ("first half", slice(0, None, 2)),
    ("second half", slice(1, None, 2)),
)


def _half(name: str, half: slice, ours: Entrant, bare: Entrant, plain: Entrant, precise: Entrant) -> list[Figure]:
    mine, theirs, strict = (of_all(each.scores[half]) for each in (ours, plain, precise))
    return [
        figure(f"{name}: F1", mine.f1, theirs.f1, "F1", BODY if name == "all pages" else None),
        figure("  beside precision favoured", mine.f1, strict.f1, "F1"),
        figure("  without captions, as others read", of_all(bare.scores[half]).f1, theirs.f1, "F1"),
        figure("  precision", mine.precision, theirs.precision, "share"),
        figure("  recall", mine.recall, theirs.recall, "share"),
    ]


def _entered(extracts: Sequence[Extract], every: Sequence[Page], rounds: int) -> list[Entrant]:
    scores = [[score(extract(page.html), page.text) for page in every] for extract in extracts]
    times = interleaved(extracts, len(every), rounds, lambda extract, ask: _ms(extract, every[ask].html))
    per_page = [median([sum(one) / len(every) for one in of_rounds]) for of_rounds in times]
    return [Entrant(*each) for each in zip(extracts, scores, per_page, strict=True)]


def _ms(extract: Extract, html: str) -> float:
    began = time.process_time()
    extract(html)
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
