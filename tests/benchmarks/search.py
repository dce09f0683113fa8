"""`make bench-search`: a result page, a common term, a phrase, a change, a build, the size and the memory.

Every engine indexes the same documents and is asked the same queries, one after another within one run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import corpus, queries, vocabulary
from tests.benchmarks.growth import growth
from tests.benchmarks.one_size import Plan, measured
from tests.benchmarks.processes import EngineFailedError, available
from tests.benchmarks.report import FOLDER, Figure, say, table, write
from tests.benchmarks.summary import Times, figures
from tests.benchmarks.values import Document

SIZES = (10_000, 50_000)
PEERS = ("fts5", "tantivy", "stock")


def main(arguments: Sequence[str]) -> None:
    options = _options().parse_args(arguments)
    names, missing = available(options.peers)
    say(*missing)
    try:
        every = corpus.documents(max(options.sizes) + options.puts)
    except corpus.MissingDataError as error:
        say(f"SKIPPED: {error}")
        return
    found: list[Figure] = []
    by_size: dict[int, Times] = {}
    for size in sorted(options.sizes):
        peers = [name for name in names if name != "stock" or size in options.stock]
        by_size[size] = _one_size(size, every, peers, options)
        found += _told(f"{size:,} documents", figures(size, by_size[size]))
    found += _told("Growth", growth(by_size))
    say("", f"Written to {write('search', found)}")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench-search", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many documents; a run for each")
    parser.add_argument("--stock", type=int, nargs="*", default=(SIZES[0],), help="the sizes at which stock runs too")
    parser.add_argument("--peers", nargs="*", default=PEERS, choices=PEERS)
    parser.add_argument("--queries", type=int, default=60, help="different result pages")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is asked, after a first time")
    parser.add_argument("--puts", type=int, default=200, help="articles added or changed")
    return parser


def _one_size(size: int, every: Sequence[Document], peers: Sequence[str], options: argparse.Namespace) -> Times:
    documents, new = every[:size], every[size : size + options.puts]
    counted = vocabulary.count(documents)
    say("", *counted.lines())
    asked = queries.draw(documents, counted, options.queries)
    say(f"{len(asked.pages)} result pages, {len(asked.common)} common terms, {len(asked.phrases)} phrases")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="work-", dir=FOLDER) as work:
        return measured(Plan(Path(work), ("ours", *peers), documents, new, asked, options.rounds))


def _told(head: str, found: Sequence[Figure]) -> Sequence[Figure]:
    if found:
        say("", head, table(found))
    return found


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except EngineFailedError as error:
        sys.exit(str(error))
