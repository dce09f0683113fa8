from __future__ import annotations

import pytest

from tests.benchmarks.measure import interleaved, median
from tests.benchmarks.memory import parsed


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    assert median([9, 1, 5]) == 5
    assert median([9, 1, 4, 6]) == 5


def test_nothing_has_no_middle() -> None:
    with pytest.raises(ValueError, match="nothing"):
        median([])


def test_every_engine_gets_every_ask_before_the_next_and_nobody_is_always_first() -> None:
    log: list[tuple[str, int]] = []

    def once(engine: str, ask: int) -> float:
        log.append((engine, ask))
        return float(ask)

    times = interleaved(["a", "b", "c"], 3, 2, once)
    assert times == [[[0, 1, 2], [0, 1, 2]]] * 3
    assert [ask for _, ask in log] == [0, 0, 0, 1, 1, 1, 2, 2, 2] * 2
    assert {engine for engine, _ in log[::3]} == {"a", "b", "c"}


def test_a_time_that_is_not_to_be_taken_is_left_out() -> None:
    assert interleaved(["a", "b"], 2, 1, lambda engine, ask: None if engine == "a" else 1.0) == [[[]], [[1.0, 1.0]]]


def test_resident_memory_is_read_in_bytes() -> None:
    status = "Name:\tpython\nVmPeak:\t  300 kB\nVmRSS:\t  120 kB\nRssAnon:\t  80 kB\nRssFile:\t  40 kB\n"
    assert parsed(status) == {"VmRSS": 122_880, "RssAnon": 81_920, "RssFile": 40_960}
