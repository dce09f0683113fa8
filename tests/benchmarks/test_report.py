from __future__ import annotations

import json
from pathlib import Path

from tests.benchmarks.growth import growth
from tests.benchmarks.ranking import figures as ranking_figures
from tests.benchmarks.report import Goal, figure, number, table, write
from tests.benchmarks.summary import Times, figures


def test_a_ratio_is_judged_by_its_goal() -> None:
    assert figure("page", 4, 10, "ms", Goal(most=0.5)).holds is True
    assert figure("page", 6, 10, "ms", Goal(most=0.5)).holds is False
    assert figure("build", 300, 1000, "documents/s", Goal(least=0.35)).holds is False


def test_our_own_figure_is_judged_where_the_goal_says_so() -> None:
    held = figure("memory", 99, 20, "MB", Goal(most=100, own=True, unit="MB"))
    assert (held.holds, held.goal) == (True, "≤ 100 MB")


def test_what_was_not_measured_is_neither_held_nor_missed() -> None:
    missing = figure("page", 4, None, "ms", Goal(most=0.5))
    assert (missing.ratio, missing.holds) == (None, None)
    assert "not measured" in table([missing])


def test_a_missed_goal_stands_out_in_the_table() -> None:
    lines = table([figure("page", 6, 10, "ms", Goal(most=0.5)), figure("told", 1, 2, "ms")]).splitlines()
    assert lines[1].endswith("NO")
    assert lines[2].endswith("0.500")


def test_numbers_keep_the_digits_that_tell() -> None:
    assert [number(one) for one in (None, 0, 0.0042, 0.0125, 1.234, 56.78, 4567.8)] == [
        "–", "0.000", "0.0042", "0.013", "1.23", "56.8", "4,568",
    ]  # fmt: skip


def test_the_figures_are_written_as_a_list_with_every_key(tmp_path: Path) -> None:
    write("search", [figure("old", 1, 2, "ms")], tmp_path)
    path = write("search", [figure("page", 4, 10, "ms", Goal(most=0.5))], tmp_path)
    assert json.loads(path.read_text()) == [
        {"name": "page", "ours": 4, "peer": 10, "unit": "ms", "ratio": 0.4, "goal": "≤ 0.5 ×", "holds": True}
    ]


def test_goals_are_those_of_the_size() -> None:
    for size, bound in ((10_000, "≤ 0.5 ×"), (50_000, "≤ 0.15 ×"), (1_000, "")):
        times = Times(size)
        times.set("page", "ours", 1)
        times.set("page", "fts5", 4)
        assert figures(size, times)[0].goal == bound


def test_growth_is_measured_against_that_of_the_documents() -> None:
    small, large = Times(100), Times(1_000)
    for times, ms in ((small, 2.0), (large, 30.0)):
        times.set("page", "ours", ms)
        times.set("documents/s", "ours", 500)
    by_name = {one.name: one for one in growth({100: small, 1_000: large})}
    page, build = by_name["100 to 1,000: result page"], by_name["100 to 1,000: build"]
    assert (page.ours, page.holds) == (1.5, False)
    assert (build.ours, build.holds) == (1.0, True)
    assert by_name["100 to 1,000: phrase"].holds is None


def test_only_tantivys_ndcg_is_a_goal() -> None:
    means = {
        "nDCG@10": {"ours": 0.40, "tantivy": 0.37, "fts5": 0.39},
        "MAP": {"ours": 0.1, "tantivy": 0.3, "fts5": 0.3},
    }
    judged = {one.name: one.holds for one in ranking_figures("x", means) if one.goal}
    assert judged == {"x: nDCG@10, against Tantivy": True}
