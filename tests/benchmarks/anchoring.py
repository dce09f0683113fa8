"""`make bench-anchoring`: passages found again in the edit histories of public articles, beside simpler ways.

In each version of each article of ../shared/data/versions_digitalgov 20 spans of 5 to 40 words are drawn, always the
same, and sought in the next version. What a span has become is derived from an alignment of the two versions word by
word, which knows nothing of anchoring. Needs no network; diff-match-patch is installed apart, as the other peers are.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from archive.text.anchoring import anchor, describe
from archive.text.selectors import Selectors, Span
from tests.benchmarks.counterparts import Alignment, Fate, Target
from tests.benchmarks.report import Figure, Goal, figure, say, table, write

HISTORIES = Path(__file__).resolve().parents[3] / "shared/data/versions_digitalgov/versions.jsonl.gz"
SPANS, SHORTEST, LONGEST = 20, 5, 40  # spans of a version; words of a span
SLICE = 32  # code points that diff-match-patch takes at once
OVERLAP = 0.7  # of what both spans cover together: from here on a span counts as found

# What is told of each fate: which verdicts count, and how many of them are good enough.
JUDGED = (
    (Fate.STANDS, "stands verbatim, once: found exactly", ("exact",), Goal(least=100, own=True, unit="%")),
    (Fate.REPEATED, "stands verbatim, repeated: found exactly", ("exact",), None),
    (Fate.CHANGED, "changed, 0.8 alike or more: found", ("exact", "near"), Goal(least=95, own=True, unit="%")),
    (Fate.REWRITTEN, "changed more: found", ("exact", "near"), None),
    (Fate.GONE, "gone: anchored elsewhere", ("elsewhere",), Goal(most=1, own=True, unit="%")),
)

WRONG = {Fate.STANDS: ("near", "elsewhere", "lost"), Fate.CHANGED: ("elsewhere", "lost"), Fate.GONE: ("elsewhere",)}

Way = Callable[[str, Selectors], Span | None]  # finds in a text what selectors describe
Tally = dict[Fate, Counter[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """What is sought in `text`, and what has become of it."""

    text: str
    sought: Selectors
    target: Target


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench-anchoring", description=__doc__)
    parser.add_argument("--articles", type=int, default=None, help="how many of the articles; all where not given")
    parser.add_argument("--show", action="store_true", help="print each span that our way gets wrong")
    options = parser.parse_args(arguments)
    if not HISTORIES.is_file():
        say(f"There are no edit histories at ../shared/data/{HISTORIES.parent.name}: nothing is measured.")
        return
    known = list(cases(options.articles))
    tallies, seconds = {}, {}
    for name, way in ways().items():
        began = time.perf_counter()
        tallies[name] = tally(known, way, show=options.show and way is by_archive)
        seconds[name] = time.perf_counter() - began
    found = figures(tallies, seconds, len(known))
    counts = Counter(case.target.fate for case in known)
    say(
        f"{len(known):,} spans: " + ", ".join(f"{counts[fate]:,} {fate.value}" for fate in Fate),
        table(found),
        f"Written to {write('anchoring', found)}",
    )


def cases(articles: int | None) -> Iterator[Case]:
    with gzip.open(HISTORIES, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if articles is not None and number >= articles:
                return
            history = json.loads(line)
            texts = [version["text"] for version in history["versions"]]
            for place, (old, new) in enumerate(pairwise(texts)):
                yield from _of_pair(old, new, random.Random(f"{history['slug']} {place}"))  # noqa: S311 - not secret


def _of_pair(old: str, new: str, chance: random.Random) -> Iterator[Case]:
    aligned = Alignment(old, new)
    count = len(aligned.words)
    if count < SHORTEST:
        return
    for _ in range(SPANS):
        size = chance.randint(SHORTEST, min(LONGEST, count))
        first = chance.randint(0, count - size)
        span = aligned.span(first, first + size)
        yield Case(new, describe(old, span), aligned.target(first, first + size))


# --- the ways ---


def ways() -> dict[str, Way]:
    known: dict[str, Way] = {"ours": by_archive, "position only": by_position, "quotation only": by_quotation}
    return known | {"diff-match-patch": by_diff_match_patch} if find_spec("diff_match_patch") else known


def by_archive(text: str, sought: Selectors) -> Span | None:
    return anchor(text, sought).span


def by_position(text: str, sought: Selectors) -> Span | None:
    assert sought.position
    start, end = sought.position.start, min(sought.position.end, len(text))
    return Span(start, end) if start < end else None


def by_quotation(text: str, sought: Selectors) -> Span | None:
    """The first place where the words stand."""
    assert sought.quote
    start = text.find(sought.quote.exact)
    return None if start < 0 else Span(start, start + len(sought.quote.exact))


def by_diff_match_patch(text: str, sought: Selectors) -> Span | None:
    """As dom-anchor-text-quote does, which older clients of Hypothesis anchor with: slice after slice, by Bitap."""
    assert sought.quote
    assert sought.position
    quote, near = sought.quote, sought.position.start
    matcher = import_module("diff_match_patch").diff_match_patch()  # optional, and without types
    matcher.Match_Distance = 2 * len(text)
    before = matcher.match_main(text, quote.prefix[-SLICE:], near) if quote.prefix else -1
    if before >= 0:
        near = before + len(quote.prefix)
    elif quote.suffix:
        behind = matcher.match_main(text, quote.suffix[:SLICE], near + len(quote.exact))
        near = behind - len(quote.exact) if behind >= 0 else near
    start, end = len(text), 0
    for first in range(0, len(quote.exact), SLICE):
        piece = quote.exact[first : first + SLICE]
        place = matcher.match_main(text, piece, max(0, near))
        if place < 0:
            return None
        start, near = min(start, place), place + len(piece)
        end = min(len(text), max(end, near))
        matcher.Match_Distance = 64  # the pieces behind the first one are close
    return Span(start, end) if start < end else None


# --- the verdict ---


def tally(known: Sequence[Case], way: Way, *, show: bool = False) -> Tally:
    """How often each verdict was given, by what became of the span."""
    counts: Tally = defaultdict(Counter)
    for case in known:
        found = way(case.text, case.sought)
        verdict = judged(found, case.target)
        counts[case.target.fate][verdict] += 1
        if show and verdict in WRONG.get(case.target.fate, ()):
            _show(case, found, verdict)
    return counts


def judged(found: Span | None, target: Target) -> str:
    """exact: the very span; near: with enough overlap; elsewhere: another one; lost: none."""
    if found is None:
        return "lost"
    if found == target.span:
        return "exact"
    return "near" if target.span and overlap(found, target.span) >= OVERLAP else "elsewhere"


def overlap(one: Span, other: Span) -> float:
    """What both cover through what either covers, 0 to 1."""
    common = max(0, min(one.end, other.end) - max(one.start, other.start))
    return common / (len(one) + len(other) - common)


def _show(case: Case, found: Span | None, verdict: str) -> None:
    quote, span = case.sought.quote, case.target.span
    say(
        f"{case.target.fate.value}, {verdict}, similarity {case.target.similarity:.2f}",
        f"  sought: {quote.exact if quote else ''!r}",
        f"  truth:  {case.text[span.start : span.end] if span else ''!r}",
        f"  found:  {case.text[found.start : found.end] if found else ''!r}",
    )


def figures(tallies: dict[str, Tally], seconds: dict[str, float], spans: int) -> list[Figure]:
    """Shares in per cent; each of ours beside that of each peer."""
    ours = tallies["ours"]
    peers = [name for name in tallies if name != "ours"]
    rows = []
    for fate, name, verdicts, goal in JUDGED:
        for place, peer in enumerate(peers):
            share, peers_share = (_share(counts[fate], verdicts) for counts in (ours, tallies[peer]))
            told = None if place else goal  # it is of ours alone
            rows.append(figure(f"{name}; {peer}", share, peers_share, "%", told))
    own = 1000 * seconds["ours"] / spans
    return rows + [figure(f"time of one span; {peer}", own, 1000 * seconds[peer] / spans, "ms") for peer in peers]


def _share(counts: Counter[str], verdicts: Sequence[str]) -> float | None:
    total = counts.total()
    return 100 * sum(counts[verdict] for verdict in verdicts) / total if total else None


if __name__ == "__main__":
    main(sys.argv[1:])
