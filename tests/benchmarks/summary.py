"""What was measured at one size -> the lines of the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.benchmarks.goals import goals
from tests.benchmarks.report import Figure, Goal, figure

OURS = "ours"
_NAMES = {"fts5": "FTS5", "tantivy": "Tantivy", "stock": "stock"}


@dataclass(slots=True)
class Times:
    """What was measured, by measure and engine: milliseconds where the measure's name gives no unit."""

    size: int
    held: dict[tuple[str, str], float] = field(default_factory=dict)

    def set(self, measure: str, engine: str, value: float) -> None:
        self.held[measure, engine] = value

    def of(self, measure: str, engine: str = OURS) -> float | None:
        return self.held.get((measure, engine))


def figures(size: int, times: Times) -> list[Figure]:
    """Those with goals first, then what is only told, without the peers that did not run."""
    wanted = goals(size)

    def against(what: str, measure: str, peer: str, goal: Goal | None = None, unit: str = "ms") -> Figure:
        name = f"{size:,}: {what}, against {_NAMES[peer]}"
        return figure(name, times.of(measure), times.of(measure, peer), unit, goal)

    def own(what: str, measure: str, goal: Goal | None = None, unit: str = "ms") -> Figure:
        return figure(f"{size:,}: {what}", times.of(measure), None, unit, goal)

    unmeasured = tuple(f"against {name}" for peer, name in _NAMES.items() if times.of("page", peer) is None)
    lines = [
        against("result page", "page", "fts5", wanted.page_fts5),
        against("result page", "page", "tantivy", wanted.page_tantivy),
        against("result page", "page", "stock", wanted.page_stock),
        against("common term, cold", "common cold", "fts5", wanted.common_fts5),
        against("phrase", "phrase", "fts5", wanted.phrase_fts5),
        own("add or change one, p50", "put median", wanted.put_median),
        own("add or change one, worst", "put worst", wanted.put_worst),
        against("build", "documents/s", "fts5", wanted.build_fts5, "documents/s"),
        against("index size", "index MB", "stock", wanted.bytes_stock, "MB"),
        own("resident memory", "VmRSS MB", wanted.memory, "MB"),
        own("resident memory, its own", "RssAnon MB", unit="MB"),
        own("resident memory, of files", "RssFile MB", unit="MB"),
        own("all that the search page computes", "whole_search"),
        own("GET /search/", "web_page"),
        *(against("result page, asked first", "page first", peer) for peer in _NAMES),
        *(
            against(f"result page, words asked for: {words}", f"page of {words}", peer)
            for words in (1, 2, 3)
            for peer in ("fts5", "tantivy")
        ),
        against("common term, cold", "common cold", "tantivy"),
        *(against("common term, warm", "common warm", peer) for peer in _NAMES),
        *(against("phrase", "phrase", peer) for peer in ("tantivy", "stock")),
        *(against("add or change one, p50", "put median", peer) for peer in _NAMES),
        *(against("add or change one, worst", "put worst", peer) for peer in _NAMES),
        *(against("build", "documents/s", peer, unit="documents/s") for peer in ("tantivy", "stock")),
        *(against("index size", "index MB", peer, unit="MB") for peer in ("fts5", "tantivy")),
        *(against("resident memory", "VmRSS MB", peer, unit="MB") for peer in _NAMES),
    ]
    return [line for line in lines if line.goal or not line.name.endswith(unmeasured)]
