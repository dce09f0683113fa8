"""`make bench-ranking`: how well each engine ranks the public test collections, asked for any of a query's words.

nDCG@10 and MAP over the first 1,000 documents, relevance taken as yes or no, as means over the queries that have
relevant documents. News items that are to be found by their own headlines are told beside them, as the mean reciprocal
rank within ten.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from tests.benchmarks import collections
from tests.benchmarks.collections import Collection, Query
from tests.benchmarks.corpus import MissingDataError
from tests.benchmarks.judgements import average_precision, ndcg, reciprocal_rank
from tests.benchmarks.processes import EngineFailedError, EngineProcess, available, running
from tests.benchmarks.report import FOLDER, Figure, say, table, write
from tests.benchmarks.values import write_documents

COLLECTIONS = ("cranfield", "cisi", "med")
PEERS = ("tantivy", "fts5")
LEAD = 0.02  # of nDCG@10 that ours is to have before Tantivy's
DEPTH = 1_000  # documents

Ranking = list[int]
Score = Callable[[Ranking, Query], float]
SCORES: Mapping[str, Score] = {
    "nDCG@10": lambda ranked, query: ndcg(ranked, query.relevant),
    "MAP": lambda ranked, query: average_precision(ranked, query.relevant),
}
HEADLINE_SCORES: Mapping[str, Score] = {
    "MRR@10": lambda ranked, query: reciprocal_rank(ranked, next(iter(query.relevant))),
}


def main(arguments: Sequence[str]) -> None:
    options = _options().parse_args(arguments)
    names, missing = available(("ours", *PEERS))
    say(*missing)
    found: list[Figure] = []
    for name in options.collections:
        found += _measured(lambda name=name: collections.judged(name), names, SCORES)  # type: ignore[misc]
    if options.news:
        found += _measured(lambda: collections.headlines(options.news, options.headlines), names, HEADLINE_SCORES)
    say("", table(found), "", f"Written to {write('ranking', found)}")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench-ranking", description=__doc__)
    parser.add_argument("--collections", nargs="*", default=COLLECTIONS, choices=COLLECTIONS)
    parser.add_argument("--news", type=int, default=20_000, help="news items to index; 0 for none")
    parser.add_argument("--headlines", type=int, default=300, help="how many of them to look for")
    return parser


def _measured(load: Callable[[], Collection], names: Sequence[str], scores: Mapping[str, Score]) -> list[Figure]:
    try:
        collection = load()
    except MissingDataError as error:
        say(f"SKIPPED: {error}")
        return []
    say(f"{collection.name}: {len(collection.documents):,} documents, {len(collection.queries)} queries")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="work-", dir=FOLDER) as work:
        means = _means(collection, names, Path(work), scores)
    return figures(collection.name, means)


def _means(
    collection: Collection, names: Sequence[str], work: Path, scores: Mapping[str, Score]
) -> dict[str, dict[str, float]]:
    """By score and engine."""
    listed = work / "documents.jsonl"
    write_documents(listed, collection.documents)
    with running(names, work) as engines:
        for engine in engines:
            engine.ask("build", documents=str(listed))
        ranked = {engine.name: _ranked(engine, collection.queries) for engine in engines}
    return {
        name: {
            engine: fmean(score(ranking, query) for ranking, query in zip(rankings, collection.queries, strict=True))
            for engine, rankings in ranked.items()
        }
        for name, score in scores.items()
    }


def _ranked(engine: EngineProcess, queries: Sequence[Query]) -> list[Ranking]:
    return [engine.ask("rank", words=list(query.words), most=DEPTH)["keys"] for query in queries]


def figures(collection: str, means: Mapping[str, Mapping[str, float]]) -> list[Figure]:
    """Ours beside each peer; the goal, a lead over Tantivy's nDCG@10, is for judged collections only."""
    return [
        _figure(collection, score, peer, by_engine)
        for score, by_engine in means.items()
        for peer in PEERS
        if peer in by_engine
    ]


def _figure(collection: str, score: str, peer: str, by_engine: Mapping[str, float]) -> Figure:
    ours, theirs = by_engine["ours"], by_engine[peer]
    is_goal = score == "nDCG@10" and peer == "tantivy"
    return Figure(
        name=f"{collection}: {score}, against {'Tantivy' if peer == 'tantivy' else 'FTS5'}",
        ours=ours,
        peer=theirs,
        unit=score,
        ratio=ours / theirs if theirs else None,
        goal=f"≥ peer + {LEAD}" if is_goal else "",
        holds=ours >= theirs + LEAD if is_goal else None,
    )


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except EngineFailedError as error:
        sys.exit(str(error))
