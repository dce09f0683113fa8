"""How good is good enough, by what is measured and at which size. Ratios are of ours to the peer's."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.report import Goal

SMALL, LARGE = 10_000, 50_000  # documents


@dataclass(frozen=True, slots=True)
class Goals:
    page_fts5: Goal | None = None
    page_tantivy: Goal | None = None
    page_stock: Goal | None = None
    common_fts5: Goal | None = None
    phrase_fts5: Goal | None = None
    put_median: Goal | None = None
    put_worst: Goal | None = None
    build_fts5: Goal | None = None
    bytes_stock: Goal | None = None
    memory: Goal | None = None


_AT_SMALL = Goals(
    page_fts5=Goal(most=0.5),
    page_tantivy=Goal(most=1.2),
    page_stock=Goal(most=1 / 80),
    common_fts5=Goal(most=1.0),
    phrase_fts5=Goal(most=3.0),
    put_median=Goal(most=10, own=True, unit="ms"),
    put_worst=Goal(most=200, own=True, unit="ms"),
    build_fts5=Goal(least=0.35),
    bytes_stock=Goal(most=0.4),
    memory=Goal(most=100, own=True, unit="MB"),
)
_AT_LARGE = Goals(
    page_fts5=Goal(most=0.15),
    page_tantivy=Goal(most=1.2),
    page_stock=Goal(most=1 / 200),
    common_fts5=Goal(most=0.5),
    phrase_fts5=Goal(most=2.0),
    put_median=Goal(most=15, own=True, unit="ms"),
    put_worst=Goal(most=500, own=True, unit="ms"),
    build_fts5=Goal(least=0.35),
    bytes_stock=Goal(most=0.4),
    memory=Goal(most=200, own=True, unit="MB"),
)
# Nothing grows faster than the documents do; a tenth is allowed to the machine's noise.
GROWTH = Goal(most=1.1, own=True, unit="×")


def goals(size: int) -> Goals:
    """Those of the two sizes that have goals of their own; other sizes are told, not judged."""
    return {SMALL: _AT_SMALL, LARGE: _AT_LARGE}.get(size, Goals())
