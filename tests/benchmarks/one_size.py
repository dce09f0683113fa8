"""Everything that is measured at one size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import interleaved, median
from tests.benchmarks.processes import EngineProcess, running
from tests.benchmarks.queries import Queries
from tests.benchmarks.report import say
from tests.benchmarks.summary import Times
from tests.benchmarks.values import Ask, Document, write_documents

_SLOW = (
    "stock"  # asked once, and given fewer documents to put: it takes a second where the others take some milliseconds
)
_SLOW_PUTS = 40
_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """work: the folder for everything; new: documents to add, whose texts also change old ones."""

    work: Path
    names: Sequence[str]
    documents: Sequence[Document]
    new: Sequence[Document]
    queries: Queries
    rounds: int


def measured(plan: Plan) -> Times:
    times = Times(size=len(plan.documents))
    listed = plan.work / "documents.jsonl"
    write_documents(listed, plan.documents)
    for name in plan.names:
        _build(name, plan, listed, times)
    with running(plan.names, plan.work) as engines:
        _ask_pages(engines, plan, times)
        _ask_terms(engines, plan, times)
        _tell_more_of_ours(engines[0], plan, times)
        for engine in engines:
            for name, held in engine.ask("memory").items():
                times.set(f"{name} MB", engine.name, held / _MEGA)
        for engine in engines:  # each by itself: one that waits for the disk would make the others wait
            _put(engine, plan, times)
    return times


def _build(name: str, plan: Plan, listed: Path, times: Times) -> None:
    """In a process that ends with it, so that what building takes is not counted to searching."""
    with running([name], plan.work) as (engine,):
        built = engine.ask("build", documents=str(listed))
    seconds = built["ms"] / 1000
    times.set("documents/s", name, len(plan.documents) / seconds)
    times.set("index MB", name, built["bytes"] / _MEGA)
    say(f"  {name}: built in {seconds:.1f} s, {built['bytes'] / _MEGA:.1f} MB")


def _ask_pages(engines: Sequence[EngineProcess], plan: Plan, times: Times) -> None:
    totals: dict[str, list[int]] = {}
    asks = plan.queries.pages

    def once(engine: EngineProcess, number: int) -> float | None:
        if engine.name == _SLOW and len(totals.get(_SLOW, ())) == len(asks):
            return None
        answer = engine.ask("page", ask=asks[number].to_json())
        totals.setdefault(engine.name, []).append(answer["total"])
        return float(answer["ms"])

    taken = interleaved(engines, len(asks), 1 + plan.rounds, once)
    for engine, (first, *later) in zip(engines, taken, strict=True):
        times.set("page first", engine.name, median(first))
        counted = [one for one in later if one] or [first]  # the slow one is asked once
        times.set("page", engine.name, median([ms for one in counted for ms in one]))
        for words in sorted({len(ask.words) for ask in asks}):
            of_them = [ms for one in counted for ms, ask in zip(one, asks, strict=True) if len(ask.words) == words]
            times.set(f"page of {words}", engine.name, median(of_them))
        say(f"  {engine.name}: {median(totals[engine.name]):,.0f} results a page's query finds, in the median")


def _ask_terms(engines: Sequence[EngineProcess], plan: Plan, times: Times) -> None:
    for name, order, asks in (
        ("common warm", "find", plan.queries.common),
        ("common cold", "find_cold", plan.queries.common),
        ("phrase", "find", plan.queries.phrases),
    ):
        taken = interleaved(engines, len(asks), 1 + plan.rounds, _asking(order, asks))
        for engine, (_, *later) in zip(engines, taken, strict=True):
            times.set(name, engine.name, median([ms for one in later for ms in one]))


def _asking(order: str, asks: Sequence[Ask]) -> Callable[[EngineProcess, int], float | None]:
    return lambda engine, number: float(engine.ask(order, ask=asks[number].to_json())["ms"])


def _tell_more_of_ours(ours: EngineProcess, plan: Plan, times: Times) -> None:
    for order in ("whole_search", "web_page"):
        taken = interleaved([ours], len(plan.queries.pages), 2, _asking(order, plan.queries.pages))
        times.set(order, ours.name, median(taken[0][1]))


def _put(engine: EngineProcess, plan: Plan, times: Times) -> None:
    """By turns a new document and an old one with a changed text, each with a word that no other has."""
    most = _SLOW_PUTS if engine.name == _SLOW else len(plan.new)
    taken = []
    for number, new in enumerate(plan.new[:most]):
        word = unheard(number)
        one = plan.documents[number * 37 % len(plan.documents)] if number % 2 else new
        answer = engine.ask("put", document=_row(one.with_text(f"{new.text}\n\n{word}")), word=word)
        taken.append(float(answer["ms"]))
    if taken:
        times.set("put median", engine.name, median(taken))
        times.set("put worst", engine.name, max(taken))


def _row(document: Document) -> dict[str, Any]:
    return asdict(document)


def unheard(number: int) -> str:
    """A word for each number that no text has, with nothing that a stemmer takes off."""
    letters = "bcdfghjklm"
    return "qzx" + "".join(letters[int(digit)] for digit in f"{number:05}") + "o"
