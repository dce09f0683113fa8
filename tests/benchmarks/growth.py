"""How our costs grow from one size to the next, beside how the documents do."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from tests.benchmarks.goals import GROWTH
from tests.benchmarks.report import Figure, figure
from tests.benchmarks.summary import Times

_COSTS = {
    "result page": "page",
    "common term, cold": "common cold",
    "phrase": "phrase",
    "add or change one, p50": "put median",
    "index size": "index MB",
    "resident memory": "VmRSS MB",
    "all that the search page computes": "whole_search",
    "GET /search/": "web_page",
}


def growth(by_size: Mapping[int, Times]) -> list[Figure]:
    """For each cost how much it grew for each time that the documents did: 1 is linear, less is better."""
    found = []
    for small, large in pairwise(sorted(by_size)):
        for name, measure in _COSTS.items():
            grown = _grown(by_size[small].of(measure), by_size[large].of(measure), large / small)
            found.append(figure(f"{small:,} to {large:,}: {name}", grown, None, "×", GROWTH))
        rates = by_size[large].of("documents/s"), by_size[small].of("documents/s")  # seconds a document: the reverse
        found.append(figure(f"{small:,} to {large:,}: build", _grown(*rates, 1.0), None, "×", GROWTH))
    return found


def _grown(small: float | None, large: float | None, times: float) -> float | None:
    return large / small / times if small and large is not None else None
